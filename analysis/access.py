"""Who may see what: questions are for editors, people for themselves, for their panels and for administrators."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse


def administrators_only(view: Callable) -> Callable:
    """Guard a view of how other people rate."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs) -> HttpResponse:
        if not request.user.is_superuser:
            raise PermissionDenied("How somebody rates is shown to themselves and to administrators.")
        return view(request, **kwargs)

    return guarded
