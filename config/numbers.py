"""Numbers in addresses and forms: none is longer than what it stands for can be."""

from django.urls.converters import IntConverter


class Number(IntConverter):
    """A number that a row can have: no database takes one without end."""

    regex = "[0-9]{1,18}"


def number_in(text: str, digits: int) -> int | None:
    """The number that a text is, if it is one and has no more digits than that."""
    return int(text) if text.isdecimal() and len(text) <= digits else None
