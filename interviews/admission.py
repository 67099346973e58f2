"""Who may judge: where calibration is required, those who have done it."""

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.forms import ValidationError
from django.urls import reverse
from django.utils.html import format_html

from interviews.calibrating import uncalibrated

REQUIRED = '{} has to calibrate first: <a href="{}">judge the sample answers to one question</a>.'


def calibrated(users: Sequence[User]) -> Sequence[User]:
    """These people, as they came. Raises ValidationError that names who has to calibrate first, and links where."""
    if missing := uncalibrated(users):
        who = ", ".join(f"“{user.username}”" for user in missing)
        raise ValidationError(format_html(REQUIRED, who, reverse("interviews:calibration")))
    return users
