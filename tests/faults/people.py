"""People who go on whatever happens, and keep books of what they were told is done."""

import json
import random
import re
import threading
import time
import uuid
from collections import defaultdict
from dataclasses import dataclass, field

from tests.faults.visitor import Visitor

AS_JSON = {"Accept": "application/json"}
AS_HTMX = {"HX-Request": "true"}
PAUSE_SECONDS = 0.01
CONTROLS = re.compile(r'action="/interviews/\d+/((?:questions/\d+/)?(?:open|close|pause|resume|extend|skip))/')
QUESTIONS = 3
POINTS = 3


class Person(threading.Thread):
    """Does one thing after the other until told to stop. `unknown` counts what was sent and never answered."""

    may_be_refused_by_the_database = False

    def __init__(self, visitor: Visitor, interview: int, seed: int) -> None:
        super().__init__(daemon=True)
        self.visitor, self.interview, self.rng = visitor, interview, random.Random(seed)
        self.acknowledged, self.unknown, self.failures = 0, 0, []
        self._stopped = threading.Event()

    def run(self) -> None:
        while not self._stopped.is_set():
            try:
                self.step()
            except Exception as failure:
                self.failures.append(f"{type(self).__name__} in {self.interview}: {failure!r}")
                return
            time.sleep(self.rng.uniform(0, 2 * PAUSE_SECONDS))

    def step(self) -> None:
        raise NotImplementedError

    def stops(self) -> None:
        """What was begun is brought to an end first."""
        self._stopped.set()
        self.join(30)
        assert not self.is_alive(), f"{type(self).__name__} waits for ever"

    def sends(self, path: str, fields: dict[str, str] | None = None, **headers: str) -> tuple[int, str] | None:
        answer = self.visitor.tries(f"/interviews/{self.interview}/{path}", fields, **headers)
        if answer is not None and answer[0] == 503 and self.may_be_refused_by_the_database:
            answer = None
        if answer is None:
            self.unknown += 1
            time.sleep(PAUSE_SECONDS)
        else:
            assert answer[0] < 500, f"{path}: {answer}"
        return answer

    def sends_until_answered(self, path: str, fields: dict[str, str], **headers: str) -> tuple[int, str]:
        """As a page does with what it keeps: the same again, with the same stamp."""
        while (answer := self.sends(path, fields, **headers)) is None:
            pass
        return answer


@dataclass
class Page:
    """One text that one page saves: what it sent, and what of that was acknowledged."""

    writer: str = field(default_factory=lambda: uuid.uuid4().hex)
    base: int = 0
    edit: int = 0
    sent: dict[int, str] = field(default_factory=dict)
    acknowledged: dict[int, int] = field(default_factory=dict)

    def types(self, words: str) -> None:
        self.edit += 1
        self.sent[self.edit] = words

    @property
    def fields(self) -> dict[str, str]:
        return {"text": self.sent[self.edit], "base": str(self.base), "writer": self.writer, "edit": str(self.edit)}

    def learns(self, answer: str) -> None:
        self.base = self.acknowledged[self.edit] = json.loads(answer)["version"]

    def agrees_with(self, text: str, version: int, stamp: str) -> bool:
        """Whether the row may look like that: the last words acknowledged, or later ones whose answer got lost."""
        last = max(self.acknowledged, default=0)
        could_stand = {f"{self.writer}:{edit}": words for edit, words in self.sent.items() if edit >= last}
        if not last:
            could_stand[""] = ""
        counted_once = len(self.acknowledged) <= version <= len(self.sent)
        return could_stand.get(stamp) == text and version >= self.base and counted_once


class Writer(Person):
    """A candidate who types into whatever question is open."""

    def __init__(self, visitor: Visitor, interview: int, seed: int) -> None:
        super().__init__(visitor, interview, seed)
        self.pages: dict[int, Page] = defaultdict(Page)
        self.position: int | None = None

    def step(self) -> None:
        if self.position is None:
            return self._look()
        page = self.pages[self.position]
        self._type(page)
        while True:
            answer = self.sends(f"questions/{self.position}/answer/", page.fields, **AS_JSON)
            if answer is None:
                if self.rng.random() < 0.5:
                    self._type(page)
                continue
            if answer[0] != 200:
                assert answer[0] == 410, answer
                self.position = None
                return None
            page.learns(answer[1])
            self.acknowledged += 1
            if self.rng.random() > 0.1:
                return None

    def _type(self, page: Page) -> None:
        page.types(f"{page.edit + 1}: " + "word " * self.rng.randint(0, 400))

    def _look(self) -> None:
        answer = self.sends("")
        found = re.search(r'questions/(\d+)/answer/"', answer[1]) if answer else None
        self.position = int(found[1]) if found else None


class Judge(Person):
    """A lead who marks, rates and notes."""

    def __init__(self, visitor: Visitor, interview: int, seed: int) -> None:
        super().__init__(visitor, interview, seed)
        self.notes: dict[int, Page] = defaultdict(Page)
        self.marks: dict[tuple[int, int], str] = {}
        self.ratings: dict[int, int] = {}

    def step(self) -> None:
        position, what = self.rng.randint(1, QUESTIONS), self.rng.random()
        place = f"questions/{position}"
        if what < 0.4:
            point, mark = self.rng.randrange(POINTS), self.rng.choice(["missed", "partly", "covered"])
            answer = self.sends_until_answered(f"{place}/marks/", {f"mark-{point}": mark}, **AS_JSON)
            self.marks[position, point] = mark
        elif what < 0.6:
            rating = self.rng.randint(1, 5)
            answer = self.sends_until_answered(f"{place}/rating/", {"rating": str(rating)}, **AS_JSON)
            self.ratings[position] = rating
        else:
            note = self.notes[position]
            note.types(f"note {note.edit + 1}")
            answer = self.sends_until_answered(f"{place}/note/", note.fields, **AS_JSON)
            note.learns(answer[1])
        assert answer[0] == 200, answer
        self.acknowledged += 1


class Runner(Person):
    """A lead who pauses, goes on, and opens, closes and skips questions: by controls that the page shows."""

    def __init__(self, visitor: Visitor, interview: int, seed: int) -> None:
        super().__init__(visitor, interview, seed)
        self.done: dict[int, str] = {}
        self.lost_answers: dict[int, set[str]] = defaultdict(set)

    def step(self) -> None:
        page = self.sends("")
        if page is None:
            return
        controls = sorted(set(CONTROLS.findall(page[1])))
        seen = int(re.search(r'name="seen" value="(\d+)"', page[1])[1])
        verb = self.rng.choice(controls)
        fields = {"seen": str(seen)} | ({"minutes": "1"} if verb == "extend" else {})
        answer = self.sends(f"{verb}/", fields, **AS_HTMX)
        if answer is None:
            self.lost_answers[seen].add(verb)
        elif answer[0] == 200:
            assert seen not in self.done, f"{verb} and {self.done[seen]} were both done from {seen}"
            self.done[seen] = verb
            self.acknowledged += 1
        else:
            # Refused: time or a lost request was faster.
            assert answer[0] == 409, answer
