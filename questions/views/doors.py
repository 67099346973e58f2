from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from questions.models import may_edit


def editors_only(view: Callable) -> Callable:
    """Guard a view of those who keep the bank."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs) -> HttpResponse:
        if not may_edit(request.user):
            raise PermissionDenied("The bank is kept by editors. Ask an administrator to add you to them.")
        return view(request, **kwargs)

    return guarded
