from django.contrib.auth.models import AnonymousUser, User


def groups_of(user: User | AnonymousUser) -> frozenset[str]:
    """The names of this person's groups, asked of the database once: each request loads its user anew."""
    if not hasattr(user, "group_names"):
        user.group_names = frozenset(group.name for group in user.groups.all())
    return user.group_names
