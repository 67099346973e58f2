from django.contrib.auth.models import AnonymousUser, Group, User

from config.prepared import Prepared

_names = Prepared(lambda user_id: Group.objects.filter(user=user_id).values_list("name", flat=True))


def groups_of(user: User | AnonymousUser) -> frozenset[str]:
    """The names of this person's groups, asked of the database once: each request loads its user anew."""
    if not hasattr(user, "group_names"):
        user.group_names = frozenset(_names(user.pk)) if user.pk else frozenset()
    return user.group_names
