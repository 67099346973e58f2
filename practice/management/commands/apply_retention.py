import json
from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder

from interviews.clock import now as clock_now
from practice import retention

NAMED = 20


class Command(BaseCommand):
    help = "Erase what is older than RETENTION_DAYS. It names nobody, so that its output may be kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would go, and change nothing")
        parser.add_argument("--json", action="store_true", dest="as_json", help="say it as JSON")

    def handle(self, *, dry_run: bool, as_json: bool, **options) -> None:
        if settings.RETENTION_DAYS < 0:
            raise CommandError(
                f"RETENTION_DAYS is {settings.RETENTION_DAYS}. Set it to a number of days, or to 0 for ever."
            )
        now = clock_now()
        found = retention.due(now)
        said = _as_json(found, dry_run) if as_json else "\n".join(_as_text(found, dry_run))
        if found and not dry_run:
            retention.apply(found, now)
        self.stdout.write(said)


def _as_json(found: retention.Due | None, dry_run: bool) -> str:
    told = {"schema": "rehearse/retention/1", "dry_run": dry_run, "days": settings.RETENTION_DAYS}
    if found:
        interviews = [{"id": pk, "since": since} for pk, since in found.interviews.items()]
        told |= {"before": found.before, "interviews": interviews, "goes": found.goes()}
    return json.dumps(told, indent=2, cls=DjangoJSONEncoder)


def _as_text(found: retention.Due | None, dry_run: bool) -> list[str]:
    if found is None:
        return ["RETENTION_DAYS is 0: everything is kept."]
    numbers = ", ".join(str(pk) for pk in list(found.interviews)[:NAMED])
    more = (
        f" and {len(found.interviews) - NAMED:,} more; --json names them all" if len(found.interviews) > NAMED else ""
    )
    return [
        f"Older than {settings.RETENTION_DAYS} days, which is before {found.before:%Y-%m-%d %H:%M %Z}:",
        f"  interviews: {len(found.interviews):,}" + (f" (number {numbers}{more})" if numbers else ""),
        "Would go, if it were no dry run:" if dry_run else "Gone:",
        *(f"  {what}: {count:,}" for what, count in found.goes().items()),
        "Marks, ratings, recommendations, times and the questions asked stay.",
    ]
