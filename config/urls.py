from django.contrib import admin
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from interviews.views import home, joining

admin.site.site_header = admin.site.site_title = "Rehearse"
admin.site.index_title = "Behind the scenes"

urlpatterns = [
    path("", home.home, name="home"),
    path("try/", home.try_one, name="try"),
    path("questions/", include("questions.urls")),
    path("interviews/", include("interviews.urls")),
    path("join/<str:token>/", joining.join, name="join"),
    path("login/", login_not_required(home.Login.as_view()), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("admin/", admin.site.urls),
]
