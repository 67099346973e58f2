"""The real settings, with the floors beside the real addresses: what is compared is served by the same process."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.floors"
