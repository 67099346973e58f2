from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_safe

from practice import accounts
from practice.held import held_of_account
from practice.models import Tally

admin.site.unregister(User)


@admin.register(User)
class PersonAdmin(UserAdmin):
    """People. One is never deleted as a row, which would leave their words behind, but erased with what is theirs."""

    change_form_template = "practice/admin/person.html"

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def get_urls(self) -> list:
        held = require_http_methods(["GET", "HEAD", "POST"])(self.admin_site.admin_view(self.held))
        as_json = require_safe(self.admin_site.admin_view(self.held_as_json))
        return [
            path("<int:object_id>/held/", held, name="auth_user_held"),
            path("<int:object_id>/held.json", as_json, name="auth_user_held_json"),
            *super().get_urls(),
        ]

    def held(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """What is held of a person, and what would go; posted with the username, it is erased."""
        person = self._person(request, object_id)
        if request.method == "POST" and person == request.user:
            raise PermissionDenied("Another administrator erases you, so that there is one left.")
        if request.method == "POST" and request.POST.get("username", "").strip() == person.get_username():
            accounts.erase(person)
            self.message_user(request, "Erased: the account and all that was held of its owner.", messages.SUCCESS)
            return redirect("admin:auth_user_changelist")
        context = {
            **self.admin_site.each_context(request),
            "title": f"What is held of {person}",
            "person": person,
            "goes": accounts.what_goes(person),
            "opts": self.opts,
            "problem": request.method == "POST",
        }
        return render(request, "practice/admin/held.html", context, status=422 if context["problem"] else 200)

    def held_as_json(self, request: HttpRequest, object_id: int) -> HttpResponse:
        person = self._person(request, object_id)
        response = JsonResponse(held_of_account(person), json_dumps_params={"indent": 2, "ensure_ascii": False})
        response["Content-Disposition"] = f'attachment; filename="person-{person.pk}.json"'
        return response

    def _person(self, request: HttpRequest, object_id: int) -> User:
        if not request.user.is_superuser:
            raise PermissionDenied
        return get_object_or_404(User, pk=object_id)


@admin.register(Tally)
class TallyAdmin(admin.ModelAdmin):
    """Sums of people who have left: to be read, and written by nobody."""

    list_display = ("question", "attempts", "coverage", "seconds")
    list_select_related = ("question",)

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
