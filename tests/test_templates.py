"""What every template must hold to: a strict policy, one root a part, the same markup in the page and in the swap."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from interviews.candidate_room import candidate_room
from interviews.room import panel_room
from interviews.tests.making import NOW, cast, person
from interviews.views.rooms import REVIEWED, candidate_parts, panel_parts

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))
LAYERS = sorted((ROOT / "static" / "css").glob("*.css"))


def name(file: Path) -> str:
    return str(file.relative_to(ROOT))


@pytest.mark.parametrize("file", TEMPLATES, ids=name)
def test_a_template_holds_no_script_style_or_handler_of_its_own(file: Path) -> None:
    text = file.read_text()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|\shx-on|javascript:|[\"' ]js:", text)
    assert all(re.search(r"\ssrc=", tag) for tag in re.findall(r"<script[^>]*>", text))


@pytest.mark.parametrize("file", [*TEMPLATES, *SCRIPTS, *LAYERS], ids=name)
def test_nothing_is_asked_of_a_third_party(file: Path) -> None:
    addresses = re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", file.read_text())
    assert [a for a in addresses if not a.endswith("//www.w3.org")] == []


def test_every_part_is_a_file_whose_root_has_its_name() -> None:
    for part in [
        "lobby-people",
        "lobby-start",
        "progress",
        "cover",
        "writing",
        "aloud",
        "newest",
        "revealed",
        *REVIEWED,
    ]:
        text = (ROOT / "templates" / "interviews" / f"_{part.replace('-', '_')}.html").read_text()
        assert re.match(rf'(\{{%.*?%\}}\s*)*<\w+ id="{part}"[^>]*\{{\{{ part \}}\}}', text), part


@pytest.mark.django_db
def test_a_page_holds_each_id_once_and_each_part_as_a_swap_brings_it(time) -> None:
    made = cast(candidate=person("cleo")).started().opened()
    for seat, parts in (
        (made.lead, panel_parts(panel_room(made.interview, made.lead, NOW))),
        (made.candidate, candidate_parts(candidate_room(made.interview, NOW))),
    ):
        client = Client()
        client.force_login(seat.user)
        page = client.get(f"/interviews/{made.interview.pk}/").content.decode()
        swap = client.get(f"/interviews/{made.interview.pk}/parts/").content.decode()
        ids = re.findall(r'\sid="([^"]+)"', page)
        assert sorted(ids) == sorted(set(ids))
        for part in parts:
            assert _digest(page, part.name) == _digest(swap, part.name), part


def _digest(html: str, part: str) -> str:
    return re.search(rf'id="{part}"[^>]*data-part="([0-9a-f]+)"', html)[1]
