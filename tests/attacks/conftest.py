from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.attacks.world import Attacked, attacked


@pytest.fixture(scope="package")
def held(django_db_setup: None, django_db_blocker) -> Iterator[Attacked]:
    """One world for all attacks; what a test does to it is undone after the test."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield attacked()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def around(settings, tmp_path, time) -> None:
    """The time of the world, and its recordings in a folder of their own."""
    settings.SIGN_UP = True
    settings.MEDIA_ROOT = tmp_path
    time.passes(minutes=1)
