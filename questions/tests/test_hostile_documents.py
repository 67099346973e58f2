"""Documents broken on purpose: read in time, told about, and never more than the bank can hold."""

import random
from time import process_time

import pytest

from questions.documents import KINDS, XLSX, read_source
from questions.documents.reading import Reading
from questions.documents.record import problems_of
from questions.documents.source import Source
from questions.tests.documents_of_others import TEXTS, workbook

SEEDS, PER_SEED = 20, 100
SECONDS = 5
SAMPLES = {name: text.encode() for name, text in TEXTS.items()}
SAMPLES["table.xlsx"] = workbook(
    ("Question", "Answer"), ("What is a heap?", "A tree."), ("What is a trie?", "Letters.")
)
SIGNS = ("#", "**", "`", "```", "<", "<p ", "[", "](", "{", "}", "::", "=", "~", "Q:", "A:", '"', "\t", " ", "\n")
SIGNS += ("<details>", "<summary>", "</summary>", "</details>", "Answer:", "\0", "\ufeff", "1. ", "• ", "|", "---")
SIGNS += ("\\", ";", "&a")
worst: dict[str, float] = {}


def checked(name: str, data: bytes, kind: str = "") -> Reading:
    began = process_time()
    reading = read_source(Source(name, data), kind)
    took = process_time() - began
    worst[name] = max(worst.get(name, 0), took)
    assert took < SECONDS, f"{name} took {took:.1f} s"
    assert [problem for draft in reading.drafts for problem in problems_of(draft)] == []
    for text in (*(p.message for p in reading.problems), *(d.section for d in reading.drafts)):
        assert "\0" not in text.encode().decode()
    return reading


def _cut(data: bytes, rng: random.Random) -> bytes:
    begin, end = sorted(rng.randrange(len(data) + 1) for _ in range(2))
    return rng.choice((data[:begin], data[begin:], data[begin:end]))


def _shuffled(data: bytes, rng: random.Random) -> bytes:
    lines = data.split(b"\n")
    rng.shuffle(lines)
    return b"\n".join(lines)


def _flipped(data: bytes, rng: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.randrange(1, 20)):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _encoded(data: bytes, rng: random.Random) -> bytes:
    text = data.decode("utf-8", errors="replace")
    return text.encode(rng.choice(("utf-16", "utf-16-le", "utf-32", "cp1252", "utf-7", "shift-jis")), errors="replace")


def _binary(data: bytes, rng: random.Random) -> bytes:
    return rng.randbytes(rng.randrange(1, 2_000)) + (data if rng.random() < 0.5 else b"")


def _stuffed(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + rng.choice(SIGNS).encode() * rng.randrange(1, 500) + data[at:]


def _joined(data: bytes, rng: random.Random) -> bytes:
    other = rng.choice(list(SAMPLES.values()))
    return data[: rng.randrange(len(data))] + other[rng.randrange(len(other)) :]


MUTATIONS = (_cut, _shuffled, _flipped, _encoded, _binary, _stuffed, _joined)


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("seed", range(SEEDS))
def test_no_broken_document_makes_a_reader_fail(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(PER_SEED):
        name = rng.choice(list(SAMPLES))
        data = SAMPLES[name]
        for mutate in rng.sample(MUTATIONS, rng.randrange(1, 4)):
            data = mutate(data or b"\n", rng)
        checked(name, data, rng.choice((*KINDS, XLSX)) if rng.random() < 0.3 else "")


LONG = {
    "headings.md": "# a{}b\n\n# What?\n\nYes\n",
    "folds.md": "<details><summary>What?</summary>\n{}\n</details>",
    "pairs.md": "Q{}: a\nA{}: b",
    "answers.md": "What?\n\nAnswer{}: x\n",
    "page.txt": "1\n\nWhat?\n\nAnswer\n\n• a{}b\n\n2\n\nWhy?\n\nAnswer\n\nx\n",
    "table.csv": "Question,Answer\nWhat?,a{}b\n",
    "theirs.json": '[{{"question": "What?", "answer": "a{}b"}}]',
    "theirs.yaml": "- question: What?\n  answer: a{}b\n",
    "moodle.xml": '<quiz><question type="essay"><questiontext><text>a{}b</text></questiontext></question></quiz>',
    "quiz.gift": "What{} {{=a}}",
    "quiz.txt": "What{}\nA. 1\nANSWER: A\n",
    "anki.txt": "#separator:tab\nWhat?\ta{}b\n",
    "ours.md": "---\nref: one\nprompt: a{}b\n---\n\nx\n",
}


def long(name: str, sign: str, times: int) -> bytes:
    """A document with a sign many times at each of its places."""
    return LONG[name].format(*(sign * times,) * 2).encode()


@pytest.mark.parametrize("name", ["headings.md", "page.txt", "table.csv", "moodle.xml", "ours.md"])
def test_a_line_of_ten_megabytes_is_answered_in_time(name: str) -> None:
    checked(name, long(name, " ", 10_000_000 // LONG[name].count("{}")))


@pytest.mark.parametrize("name", LONG)
def test_a_line_of_a_megabyte_is_answered_in_time(name: str) -> None:
    """A reader that takes the square of a line's length takes hours for this one already."""
    checked(name, long(name, " ", 1_000_000 // LONG[name].count("{}")))


@pytest.mark.parametrize("name", LONG)
def test_a_sign_repeated_many_times_is_answered_in_time(name: str, subtests: pytest.Subtests) -> None:
    for sign in (sign for sign in SIGNS if sign != "\0"):
        with subtests.test(sign=sign):
            checked(name, long(name, sign, 20_000))


def nested(begin: str, end: str, depth: int) -> str:
    return begin * depth + end * depth


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("a.json", nested("[", "]", 900), id="deep lists"),
        pytest.param(
            "a.json", '[{"question": "What?", "answer": ' + "[" * 900 + "1" + "]" * 900 + "}]", id="deep answer"
        ),
        pytest.param("a.json", '[{"question": "What?", "answer": ' + "9" * 5_000 + "}]", id="long number"),
        pytest.param("a.json", '{"a\\u0000\\ud800": [{"question": "\\ud800", "answer": ""}]}', id="half a character"),
        pytest.param("a.yaml", "- question: !!bool x\n  answer: y\n", id="no truth"),
        pytest.param("a.yaml", "- question: !!timestamp x\n  answer: y\n", id="no date"),
        pytest.param("a.yaml", '- question: !!int ""\n  answer: y\n', id="no number"),
        pytest.param("a.md", "---\nminutes: 0x" + "f" * 9_000 + "\n---\nx", id="a number too long to be told"),
        pytest.param("a.xml", nested("<quiz>", "</quiz>", 5_000), id="deep XML"),
        pytest.param(
            "a.xml",
            "<assessmentItem><itemBody>" + "<p>" * 3_000 + "</p>" * 3_000 + "</itemBody></assessmentItem>",
            id="deep QTI",
        ),
        pytest.param(
            "a.xml", '<quiz><question type="essay"><answer fraction="x"/></question></quiz>', id="no fraction"
        ),
        pytest.param("a.txt", "#separator:tab\nWhat?\t" + "<div>" * 3_000 + "x\n", id="deep HTML"),
        pytest.param("a.txt", "#separator:tab\nWhat?\t<![if <b>x\n", id="no HTML"),
        pytest.param("a.txt", '#separator:"\n#tags column:' + "9" * 5_000 + "\nWhat?\tx\n", id="no separator"),
        pytest.param("a.txt", "#tags column:9\n#deck column:8\nWhat?\tYes\n", id="columns that are not there"),
        pytest.param("a.csv", "Question,Answer,Minutes\nWhat?,Yes," + "9" * 5_000, id="no minutes"),
        pytest.param("a.csv", "," * 3_000_000, id="columns without end"),
        pytest.param("a.md", "<details><summary>What?</summary>\n" * 3_000 + "x\n", id="folds without end"),
        pytest.param("a.md", "<details><summary>\n" + "word\n" * 50_000, id="a summary without end"),
    ],
)
def test_what_is_known_to_break_readers_is_told(name: str, text: str) -> None:
    reading = checked(name, text.encode())
    assert reading.drafts or reading.problems


def test_a_list_of_thousands_is_answered_in_time() -> None:
    text = "".join(f"## {number}. What is {number}?\n\nA number.\n\n" for number in range(1, 8_001))
    assert len(checked("many.md", text.encode()).drafts) == 8_000


def test_the_worst_time_is_known() -> None:
    name = max(worst, key=worst.get, default="")
    print(f"\nworst: {name} {worst.get(name, 0):.2f} s")
    assert worst.get(name, 0) < SECONDS
