from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict:
    """What the header of every page needs: the groups of this person decide which places it names."""
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    return {"demo": settings.DEMO, "groups": {group.name for group in user.groups.all()} if signed_in else set()}
