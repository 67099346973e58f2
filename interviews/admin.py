"""What was held, by whom, what happened when: to be read, for state is written by verbs alone."""

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest

from interviews import archiving
from interviews.clock import now
from interviews.erasing import UNTITLED
from interviews.models import Event, Interview, Seat


class ReadOnlyInline(admin.TabularInline):
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class SeatInline(ReadOnlyInline):
    model = Seat
    fields = ["name", "role", "user", "seen_at", "invitation_used_at", "revoked_at"]


class EventInline(ReadOnlyInline):
    model = Event
    fields = ["at", "verb", "seat", "detail"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related("seat")


@admin.register(Interview)
class InterviewAdmin(admin.ModelAdmin):
    list_display = ["title", "state", "created_at", "started_at", "ended_at"]
    list_filter = ["state", ("archived_at", admin.EmptyFieldListFilter), ("erased_at", admin.EmptyFieldListFilter)]
    search_fields = ["title", "seats__name"]
    date_hierarchy = "created_at"
    inlines = [SeatInline, EventInline]
    actions = ["archive", "unarchive"]
    fields = [
        "title",
        "state",
        "reveal",
        "wording_hints",
        "planned",
        "extra_percent",
        "extra",
        "started_at",
        "ended_at",
        "shared_at",
        "archived_at",
        "erased_at",
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Interview | None = None) -> bool:
        return False

    def log_deletions(self, request: HttpRequest, queryset: models.QuerySet) -> list:
        """A title may hold a name, and the log lasts longer than what it tells of."""
        return super().log_deletions(request, [Interview(pk=interview.pk, title=UNTITLED) for interview in queryset])

    @admin.action(description="Archive the selected interviews that are over")
    def archive(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        self._move(request, queryset, archiving.archive, "{} archived.")

    @admin.action(description="Bring the selected interviews back")
    def unarchive(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        self._move(request, queryset, archiving.unarchive, "{} brought back.")

    def _move(self, request: HttpRequest, queryset: models.QuerySet, verb, said: str) -> None:
        moved = verb(list(queryset.values_list("pk", flat=True)), request.user, now())
        self.message_user(request, said.format(moved), messages.SUCCESS)
