"""A list of the bank as a page shows it, without a search: narrowed by what is the same in each of its questions."""

from functools import lru_cache
from typing import NamedTuple

from django.db.models import Count

from config.prepared import Prepared
from questions.models import Question, QuestionQuerySet, short_title
from questions.rubric import Status


class Line(NamedTuple):
    """A question, as far as a row shows it."""

    pk: int
    ref: str
    title: str
    prompt_html: str
    topic: str
    level: str
    minutes: int

    @property
    def short_title(self) -> str:
        return short_title(self.title, self.prompt_html)


class Listed:
    """Questions of one status that fit all filters, as a sequence of which a page is fetched when it is sliced.

    Filters are those of `QuestionQuerySet.matching`, and none of them is empty.
    """

    def __init__(self, status: str = Status.PUBLISHED, **filters: str) -> None:
        self._names, self._values = tuple(filters), (status, *filters.values())

    def __len__(self) -> int:
        return sum(count for _, count in _counted(self._names)(*self._values))

    def __getitem__(self, part: slice) -> list[Line]:
        if part.start >= part.stop:
            return []
        return [Line(*row) for row in _rows(self._names, part.start, part.stop)(*self._values)]


def _fitting(names: tuple[str, ...], status: str, values: tuple[str, ...]) -> QuestionQuerySet:
    return Question.objects.filter(status=status).matching(**dict(zip(names, values, strict=True)))


# What there are is few: some filters, each in use or not, and the pages.
@lru_cache(256)
def _counted(names: tuple[str, ...]) -> Prepared:
    def build(status: str, *values: str) -> QuestionQuerySet:
        return _fitting(names, status, values).order_by().values_list("status").annotate(Count("pk"))

    return Prepared(build, of=str)


@lru_cache(256)
def _rows(names: tuple[str, ...], start: int, stop: int) -> Prepared:
    def build(status: str, *values: str) -> QuestionQuerySet:
        return _fitting(names, status, values).values_list(*Line._fields)[start:stop]

    return Prepared(build, of=str)
