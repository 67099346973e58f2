"""Django's accounts, read by a query that is made once: it comes before every answer to whoever is logged in."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User

from config.prepared import Prepared

_users = Prepared(
    lambda user_id: User.objects.filter(pk=user_id).defer("email", "last_name", "last_login", "date_joined")
)


class Accounts(ModelBackend):
    def get_user(self, user_id: int) -> User | None:
        user = _users.first(user_id)
        return user if user and self.user_can_authenticate(user) else None
