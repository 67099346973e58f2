from datetime import timedelta

from django import template
from django.contrib.auth.models import User

from interviews.models import Interview
from interviews.reports import Line
from practice.beside import Beside
from practice.beside import beside as beside_lines
from practice.models import Recording
from practice.schedule import Grade

register = template.Library()


@register.simple_tag
def recording_of(interview: Interview, position: int) -> Recording | None:
    """What was said on a question of a mock interview, where it was kept."""
    found = Recording.objects.filter(asked__interview=interview, asked__position=position)
    return found.select_related("asked").first()


@register.simple_tag
def beside(lines: list[Line], user: User | None) -> list[Beside]:
    return beside_lines(lines, user)


@register.filter
def wait(length: timedelta) -> str:
    """How long until a question comes back, as people say it."""
    days = round(length.total_seconds() / 86_400)
    if days < 1:
        return f"{max(round(length.total_seconds() / 60), 1)} min"
    if days < 60:
        return f"{days} day{'s' if days > 1 else ''}"
    return f"{round(days / 30.4)} months"


@register.filter
def spent(seconds: int) -> str:
    if not seconds:
        return "under a second"
    return f"{seconds} s" if seconds < 60 else f"{round(seconds / 60)} min"


@register.filter
def grade_word(value: int) -> str:
    return Grade(value).label
