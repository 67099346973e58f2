"""What was held, by whom, what happened when: to be read, for state is written by verbs alone."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

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
    list_filter = ["state"]
    search_fields = ["title", "seats__name"]
    date_hierarchy = "created_at"
    inlines = [SeatInline, EventInline]
    fields = ["title", "state", "reveal", "planned", "extra_percent", "extra", "started_at", "ended_at", "shared_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Interview | None = None) -> bool:
        return False
