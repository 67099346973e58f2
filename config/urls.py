from django.contrib import admin
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from interviews.urls import plan_patterns
from interviews.views import home, joining
from operations import probes
from practice.views import account

admin.site.site_header = admin.site.site_title = "Rehearse"
admin.site.index_title = "Behind the scenes"

handler500 = "operations.faults.server_error"

urlpatterns = [
    path("healthz", probes.alive, name="healthz"),
    path("readyz", probes.ready, name="readyz"),
    path("metrics", probes.figures, name="metrics"),
    path("", home.home, name="home"),
    path("interviews/", include("interviews.urls")),
    path("practice/", include("practice.urls")),
    path("", include("integrations.urls")),
    path("analysis/", include("analysis.urls")),
    path("account/", account.account, name="account"),
    path("account/delete/", account.delete, name="account-delete"),
    path("sign-up/", account.sign_up, name="sign-up"),
    path("questions/", include("questions.urls")),
    path("plans/", include((plan_patterns, "plans"))),
    path("join/<str:token>/", joining.join, name="join"),
    path("login/", login_not_required(home.Login.as_view()), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("admin/", admin.site.urls),
]
