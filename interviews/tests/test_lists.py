"""The list of interviews: whose they are, what narrows it, its pages, and what is put away."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from interviews import lists
from interviews.lists import PAGE, Wanted, page_of
from interviews.models import Event, Interview, Seat
from interviews.roles import Role
from interviews.tests.making import NOW, Cast, cast, interviewer, person

pytestmark = pytest.mark.django_db


def titles(html: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/interviews/\d+/">([^<]+)</a>', html)


def listed(client: Client, address: str = "", **filters: str) -> list[str]:
    response = client.get("/interviews/" + address, filters)
    assert response.status_code == 200
    return titles(response.content.decode())


def entered(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture(scope="module")
def some(kept: None) -> dict[str, Cast]:
    """Three interviews of one lead, made on three days, and one of somebody else."""
    lead, other = interviewer("lena"), interviewer("otto")
    made = {
        "first": cast(1, lead=lead, title="Cloud, first round", candidate_name="Paula Prado").started().ended(),
        "second": cast(1, lead=lead, title="Cloud, second round", candidate_name="Łucja Öztürk"),
        "third": cast(1, lead=lead, title="Data", candidate_name="Rosa Prado", candidate=person("rosa")),
        "theirs": cast(1, lead=other, title="Not mine", candidate_name="Paula Prado"),
    }
    Seat.objects.create(interview=made["third"].interview, user=other, role=Role.PANELLIST, name="Otto Berg")
    for day, one in enumerate(made.values()):
        Interview.objects.filter(pk=one.interview.pk).update(created_at=NOW + timedelta(days=day))
    return made


@pytest.fixture
def lena(some) -> Client:
    return entered(some["first"].lead.user)


def test_mine_are_listed_the_newest_first_whatever_seat_i_have(lena: Client, some) -> None:
    assert listed(lena) == ["Data", "Cloud, second round", "Cloud, first round"]
    assert listed(entered(some["theirs"].lead.user)) == ["Not mine", "Data"]
    assert listed(entered(some["third"].candidate.user)) == ["Data"]
    assert listed(lena, sort="oldest") == ["Cloud, first round", "Cloud, second round", "Data"]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"state": "ended"}, ["Cloud, first round"]),
        ({"text": "CLOUD"}, ["Cloud, second round", "Cloud, first round"]),
        ({"text": "prado"}, ["Data", "Cloud, first round"]),
        ({"person": "berg"}, ["Data"]),
        ({"person": "prado", "text": "round"}, ["Cloud, first round"]),
        ({"person": "łucja öztürk"}, ["Cloud, second round"]),
        ({"text": "ŁUCJA"}, ["Cloud, second round"]),
        ({"person": "cloud"}, []),
        ({"since": "2026-03-03"}, ["Data", "Cloud, second round"]),
        ({"until": "2026-03-03"}, ["Cloud, second round", "Cloud, first round"]),
        ({"since": "2026-03-03", "until": "2026-03-03"}, ["Cloud, second round"]),
        ({"text": "100%"}, []),
        ({"archived": "only"}, []),
    ],
)
def test_filters_narrow_the_list(filters: dict, found: list[str], lena: Client) -> None:
    assert listed(lena, **filters) == found


@pytest.mark.parametrize(
    "filters",
    [
        {"state": "nonsense"},
        {"since": "yesterday"},
        {"until": "9999-12-31"},
        {"since": "0001-01-01"},
        {"text": "\0"},
        {"after": "x"},
        {"after": "9" * 30},
        {"before": "999999"},
        {"archived": "?"},
        {"sort": "sideways"},
    ],
)
def test_what_is_not_understood_narrows_nothing(filters: dict, lena: Client) -> None:
    assert len(listed(lena, **filters)) == 3


def test_the_form_shows_what_was_chosen(lena: Client) -> None:
    page = lena.get("/interviews/?text=cloud&state=ended&since=2026-03-01").content.decode()
    assert re.search(r'<option value="ended" selected', page)
    assert re.search(r'type="date"[^>]*value="2026-03-01"|value="2026-03-01"[^>]*type="date"', page)
    assert re.search(r'name="text"[^>]*value="cloud"|value="cloud"[^>]*name="text"', page)


def test_a_swap_brings_the_list_part_alone(lena: Client) -> None:
    page = lena.get("/interviews/", headers={"HX-Request": "true", "HX-Target": "interview-list"}).content.decode()
    assert page.startswith('<section id="interview-list"')
    assert "<html" not in page


def many(count: int, user) -> list[int]:
    """Interviews of which always two were made at the same moment."""
    made = Interview.objects.bulk_create(
        Interview(title=f"{n}", created_at=NOW + timedelta(minutes=n // 2), budget=timedelta(0), planned=timedelta(0))
        for n in range(count)
    )
    Seat.objects.bulk_create(Seat(interview=one, user=user, role=Role.LEAD, name="Lena") for one in made)
    return [one.pk for one in made]


@pytest.mark.parametrize("many_is", [1, 10_000])
@pytest.mark.parametrize("sort", ["", "oldest"])
def test_pages_hold_everything_once_forwards_and_backwards(sort: str, many_is: int, monkeypatch) -> None:
    monkeypatch.setattr(lists, "MANY", many_is)
    user, wanted = interviewer("mary"), Wanted(sort=sort)
    expected = sorted(many(2 * PAGE + 11, user), reverse=not sort)
    pages = [page_of(user, wanted)]
    while pages[-1].after:
        pages.append(page_of(user, wanted, after=pages[-1].after))
    assert [row.number for page in pages for row in page.rows] == expected
    assert [len(page.rows) for page in pages] == [PAGE, PAGE, 11]
    back = page_of(user, wanted, before=pages[-1].before)
    assert back.rows == pages[1].rows
    first = page_of(user, wanted, before=back.before)
    assert (first.rows, first.before) == (pages[0].rows, None)


def test_the_pager_keeps_the_filters(client: Client) -> None:
    user = interviewer("mary")
    numbers = many(PAGE + 5, user)
    client.force_login(user)
    page = client.get("/interviews/?state=draft&sort=oldest").content.decode()
    following = re.search(r'rel="next" href="([^"]+)"', page)[1].replace("&amp;", "&")
    assert listed(client, following) == [str(n) for n in range(PAGE, PAGE + 5)]
    assert f"after={numbers[PAGE - 1]}" in following


def test_very_many_are_not_counted_to_the_last(monkeypatch) -> None:
    monkeypatch.setattr(lists, "COUNTED", 10)
    user = interviewer("mary")
    many(10, user)
    assert (page_of(user, Wanted()).count, page_of(user, Wanted()).counted_all) == (10, True)
    many(10, user)
    assert page_of(user, Wanted()).counted_all is False


def archive(client: Client, *made: Cast, verb: str = "archive", back: str = "") -> str:
    """What is said after these were ticked and sent."""
    form = {"interviews": [one.interview.pk for one in made], "verb": verb, "back": back}
    return client.post("/interviews/archive/", form, follow=True).content.decode()


def test_its_lead_archives_what_is_over_and_brings_it_back(lena: Client, some, time) -> None:
    assert "1 interview is archived" in archive(lena, some["first"])
    assert listed(lena) == ["Data", "Cloud, second round"]
    assert listed(lena, archived="only") == ["Cloud, first round"]
    assert len(listed(lena, archived="both")) == 3
    assert Interview.objects.get(pk=some["first"].interview.pk).archived_at == NOW
    assert "in the list again" in archive(lena, some["first"], verb="unarchive")
    assert len(listed(lena)) == 3
    events = Event.objects.filter(interview=some["first"].interview).order_by("pk")
    assert [(event.verb, event.seat) for event in events][-2:] == [
        ("archive", some["first"].lead),
        ("unarchive", some["first"].lead),
    ]


def test_what_is_to_come_or_led_by_others_is_left_and_said(lena: Client, some, time) -> None:
    said = archive(lena, some["first"], some["second"], some["theirs"])
    assert "1 interview is archived" in said
    assert "2 were left" in said
    assert Interview.objects.filter(archived_at__isnull=False).count() == 1


@pytest.mark.parametrize("role", [Role.PANELLIST, Role.CANDIDATE, Role.OBSERVER])
def test_no_other_seat_archives(role: str, some, time) -> None:
    other = person("other")
    Seat.objects.create(interview=some["first"].interview, user=other, role=role, name="Other")
    client = entered(other)
    assert 'name="interviews"' not in client.get("/interviews/").content.decode()
    assert "1 was left" in archive(client, some["first"])
    assert not Interview.objects.filter(archived_at__isnull=False).exists()


def test_an_administrator_archives_what_is_over(some, time) -> None:
    client = entered(person("ada", is_superuser=True))
    assert "1 interview is archived" in archive(client, some["first"])
    assert Event.objects.get(verb="archive").seat is None


def test_archiving_twice_moves_nothing_twice(lena: Client, some, time) -> None:
    archive(lena, some["first"])
    archive(lena, some["first"])
    assert Event.objects.filter(verb="archive").count() == 1


def test_after_archiving_the_same_list_is_shown_and_no_other_place(lena: Client, some, time) -> None:
    form = {"verb": "archive", "back": "state=ended&sort=oldest"}
    assert lena.post("/interviews/archive/", form).url == "/interviews/?state=ended&sort=oldest"
    there = lena.post("/interviews/archive/", form | {"back": "//evil.example/\r\nX: y"}).url
    assert there.startswith("/interviews/?")
    assert "\n" not in there


def test_all_of_a_page_can_be_ticked_without_a_script(lena: Client) -> None:
    boxes = re.findall(r'<input type="checkbox"[^>]*>', lena.get("/interviews/?ticked=1").content.decode())
    assert len(boxes) == 1  # one of the three is over
    assert "checked" in boxes[0]


def test_what_is_archived_is_not_on_the_first_page(lena: Client, some, time) -> None:
    assert "Cloud, first round" in lena.get("/").content.decode()
    archive(lena, some["first"])
    assert "Cloud, first round" not in titles(lena.get("/").content.decode())
