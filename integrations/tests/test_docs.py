"""The example for receivers in the docs does what it says."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings

from integrations.openapi import ADDRESSES
from integrations.payload import OF_TYPE
from integrations.signing import headers_of, secret_of

DOCS = Path(settings.BASE_DIR) / "docs" / "integrations.md"
KEY, BODY, AT = bytes(range(32)), '{"type":"interview.ended","é":1}'.encode(), 1_772_445_960


@pytest.fixture
def verified(monkeypatch: pytest.MonkeyPatch) -> Callable:
    """The function as a reader would copy it."""
    (example,) = re.findall(r"```python\n(.*?)```", DOCS.read_text(), re.DOTALL)
    names: dict = {}
    exec(example, names)
    monkeypatch.setattr(names["time"], "time", lambda: AT)
    return names["verified"]


def test_it_knows_a_genuine_one_whichever_secret_signed(verified: Callable) -> None:
    headers = headers_of([bytes(32), KEY], "msg_1", AT, BODY)
    assert verified(secret_of(KEY), headers, BODY) == verified(secret_of(bytes(32)), headers, BODY) == "msg_1"


@pytest.mark.parametrize(
    ("change", "body"),
    [
        ({}, BODY.replace(b"1", b"2")),
        ({"webhook-id": "msg_2"}, BODY),
        ({"webhook-timestamp": str(AT + 1)}, BODY),
        ({"webhook-timestamp": str(AT - 301)}, BODY),
        ({"webhook-signature": "v1,"}, BODY),
        ({"webhook-signature": "v1,é"}, BODY),
    ],
)
def test_it_refuses_what_was_altered_or_is_old(verified: Callable, change: dict, body: bytes) -> None:
    with pytest.raises(ValueError):
        verified(secret_of(KEY), headers_of([KEY], "msg_1", AT, BODY) | change, body)


def test_the_docs_name_every_event_and_every_address() -> None:
    text = DOCS.read_text()
    assert [kind for kind in OF_TYPE if f"`{kind}`" not in text] == []
    names = {path.replace("{ref}", "<ref>").replace("{interview_id}", "<id>") for path in ADDRESSES}
    assert [name for name in names if f"`{name}`" not in text] == []
