from django.conf import settings
from django.http import HttpRequest

from config.groups import groups_of


def site(request: HttpRequest) -> dict:
    """What the header of every page needs: the groups of this person decide which places it names.

    A part of a page names no places, and so asks for no groups.
    """
    user = getattr(request, "user", None)
    return {
        "demo": settings.DEMO,
        "sign_up": settings.SIGN_UP,
        "groups": lambda: groups_of(user) if user else frozenset(),
    }
