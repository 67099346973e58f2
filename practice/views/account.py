"""Making an account, and deleting it with all that is in it."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from interviews.autosave import Refused
from practice import accounts
from practice.access import GUEST_KEY
from practice.forms import LeaveForm, SignUpForm


@require_http_methods(["GET", "POST"])
@login_not_required
def sign_up(request: HttpRequest) -> HttpResponse:
    if not settings.SIGN_UP:
        raise Http404
    if request.user.is_authenticated:
        return redirect("practice:today")
    form = SignUpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        guest = request.session.pop(GUEST_KEY, None)
        user = accounts.sign_up(data["username"], data["first_name"], data["password1"], guest)
        login(request, user, backend="config.accounts.Accounts")
        messages.success(request, "Welcome. What you tried as a guest is yours now.")
        return redirect("practice:today")
    return render(request, "registration/sign_up.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    return render(request, "registration/account.html", {"form": LeaveForm(user=request.user)})


@require_POST
def delete(request: HttpRequest) -> HttpResponse:
    form = LeaveForm(request.POST, user=request.user)
    if form.is_valid():
        try:
            accounts.leave(request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            logout(request)
            messages.success(request, "Your account and everything of yours has been deleted.")
            return redirect("home")
    return render(request, "registration/account.html", {"form": form}, status=422)
