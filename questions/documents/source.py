"""Bytes of a document -> text, whatever encoding its owner's program chose."""

from dataclasses import dataclass

LARGEST = 50_000_000
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class Unreadable(Exception):
    """These bytes are no text; the message says why and what to do."""


@dataclass(frozen=True)
class Source:
    """A document with its name and its bytes."""

    name: str
    data: bytes

    @property
    def ending(self) -> str:
        return self.name.lower().rpartition(".")[2] if "." in self.name else ""

    @property
    def is_zip(self) -> bool:
        return self.data.startswith(b"PK\x03\x04")

    def text(self) -> str:
        """The text, line ends as \\n. Raises Unreadable for what is no text."""
        if len(self.data) > LARGEST:
            raise Unreadable(f"It is larger than {LARGEST // 1_000_000} MB. Split it.")
        text = _decoded(self.data)
        if "\0" in text:
            raise Unreadable("It is a binary file, not text.")
        return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes) -> str:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise Unreadable(f"It begins like {encoding.upper()} and goes on otherwise. Save it as UTF-8.") from None
    # What is not UTF-8 and has no mark nearly always comes from Windows.
    return data.decode("cp1252", errors="replace")
