from django import template

from analysis.figures import Estimate

register = template.Library()

WIDTH, EDGE = 120, 4


@register.inclusion_tag("analysis/_whisker.html")
def whisker(estimate: Estimate, low: float = 0.0, high: float = 1.0) -> dict:
    """A number on its scale with its interval, in the drawing's own units. What it says stands beside it in words."""

    def place(value: float) -> float:
        share = (min(max(value, low), high) - low) / (high - low)
        return round(EDGE + share * (WIDTH - 2 * EDGE), 1)

    return {
        "value": place(estimate.value),
        "low": place(estimate.low),
        "high": place(estimate.high),
        "zero": place(0.0) if low < 0 else None,
        "width": WIDTH,
        "left": EDGE,
        "right": WIDTH - EDGE,
    }


@register.filter
def share(value: float) -> str:
    return f"{value:.0%}"


@register.filter
def between(estimate: Estimate) -> str:
    return f"{estimate.low:.0%} to {estimate.high:.0%}"


@register.filter
def signed(value: float) -> str:
    """A number between -1 and 1 with a true minus."""
    return f"{value:.2f}".replace("-", "−")
