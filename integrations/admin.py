"""Receivers of webhooks, and what became of each delivery. For administrators."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from integrations import outbox
from integrations.forms import EndpointForm
from integrations.models import Delivery, Endpoint
from integrations.signing import secret_of
from interviews.clock import now


@admin.register(Endpoint)
class EndpointAdmin(admin.ModelAdmin):
    form = EndpointForm
    list_display = ["name", "url", "active"]
    actions = ["change_secret"]

    def save_model(self, request: HttpRequest, obj: Endpoint, form: EndpointForm, change: bool) -> None:
        if not change:
            outbox.begin(obj, now())
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: Endpoint, post_url_continue: str | None = None) -> HttpResponse:
        return self._with_secret(request, obj)

    @admin.action(description="Make a new secret", permissions=["change"])
    def change_secret(self, request: HttpRequest, chosen: QuerySet[Endpoint]) -> HttpResponse | None:
        if len(chosen) == 1:
            return self._with_secret(request, outbox.change_secret(chosen[0], now()))
        self.message_user(request, "Choose one endpoint: its new secret is shown once.", messages.WARNING)
        return None

    def _with_secret(self, request: HttpRequest, endpoint: Endpoint) -> HttpResponse:
        """The secret in the answer itself: nothing keeps it for a page to come."""
        context = self.admin_site.each_context(request) | {
            "title": f"Secret of {endpoint.name}",
            "endpoint": endpoint,
            "secret": secret_of(endpoint.key),
        }
        return TemplateResponse(request, "integrations/secret.html", context)


@admin.register(Delivery)
class DeliveryAdmin(admin.ModelAdmin):
    list_display = ["message_id", "endpoint", "kind", "state", "tries", "outcome", "tried_at", "next_at"]
    list_filter = ["state", "kind", "endpoint"]
    list_select_related = ["endpoint"]
    actions = ["send_again"]
    show_full_result_count = False

    @admin.action(description="Try again now (those that have not arrived)", permissions=["resend"])
    def send_again(self, request: HttpRequest, chosen: QuerySet[Delivery]) -> None:
        self.message_user(request, f"{outbox.send_again(chosen, now())} will be tried again.")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Delivery | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Delivery | None = None) -> bool:
        """They go with their endpoint or their interview, and never alone: what is not there is delivered anew."""
        match = request.resolver_match
        alone = match is not None and (match.url_name or "").startswith("integrations_delivery")
        return not alone and super().has_delete_permission(request, obj)

    def has_resend_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("integrations.change_delivery")
