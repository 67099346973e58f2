"""Errors of the API, as problem details (RFC 9457)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from django.http import JsonResponse


@dataclass(eq=False)
class Problem(Exception):
    """Why a request is not answered, in words for the person whose program asked."""

    status: int
    detail: str
    errors: tuple[Mapping[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self) -> JsonResponse:
        told = {"type": "about:blank", "title": HTTPStatus(self.status).phrase, "status": self.status}
        told |= {"detail": self.detail} | ({"errors": list(self.errors)} if self.errors else {})
        media_type = "application/problem+json"
        return JsonResponse(told, status=self.status, content_type=media_type, headers=dict(self.headers))
