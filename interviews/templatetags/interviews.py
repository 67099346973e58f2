from datetime import timedelta

from django import template

from interviews.clock import milliseconds, minutes
from interviews.scoring import Total

register = template.Library()

ROW_HEIGHT = 48
BAR_WIDTH = 360
_HEARD_OR_NOT = [("missed", "missed", "x-mark"), ("partly", "partly", "minus"), ("covered", "covered", "check")]


@register.filter
def in_minutes(length: timedelta) -> int:
    return minutes(length)


register.filter(milliseconds)


@register.filter
def percent(share: float) -> str:
    return f"{share:.0%}"


@register.simple_tag
def mark_choices(must_choose: bool) -> list[tuple[str, str, str]]:
    """Value, label and icon of the marks; whoever must choose has seen the whole answer."""
    return _HEARD_OR_NOT if must_choose else [*_HEARD_OR_NOT, ("not_observed", "not observed", "eye-slash")]


@register.simple_tag
def bars_height(rows: list[Total]) -> int:
    return ROW_HEIGHT * len(rows)


@register.simple_tag
def bar_row(row: Total, index: int) -> dict:
    """Where the two bars of one topic lie, in the drawing's own units, and what is written beside them."""
    top = index * ROW_HEIGHT + 6
    return {
        "text_y": top + 19,
        "top_y": top,
        "bottom_y": top + 16,
        "coverage_text_y": top + 11,
        "rating_text_y": top + 27,
        "coverage_width": round(BAR_WIDTH * (row.coverage or 0)),
        "rating_width": round(BAR_WIDTH * (row.rating or 0) / 5),
        "coverage_text": "–" if row.coverage is None else percent(row.coverage),
        "rating_text": "–" if row.rating is None else f"{row.rating:.1f}",
    }
