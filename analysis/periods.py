"""The periods that can be looked at: all time, a year, a quarter."""

from datetime import date

ALL = ""


def periods_of(day: date) -> tuple[str, str, str]:
    """The periods in which something of this day counts."""
    return ALL, f"{day:%Y}", f"{day:%Y}-Q{(day.month + 2) // 3}"


def in_words(period: str) -> str:
    if not period:
        return "all time"
    year, _, quarter = period.partition("-Q")
    return f"quarter {quarter} of {year}" if quarter else year
