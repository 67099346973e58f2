"""Full-text search over the bank: what was typed, put right if it finds nothing, ranked, with the words marked."""

from dataclasses import dataclass, replace

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from questions.models import Question, QuestionQuerySet, Word
from questions.snippets import marked, snippet
from questions.words import MENDED, Query, fts5, joined, mendable, mended, parsed, plain, tsquery

SHOWN = 1_000
# Ranking costs as much as there are matches, and a word such as "the" is everywhere; of more matches than these, the
# newest are ranked. Whoever looks for such a word alone is better served by one more word than by a longer wait.
RANKED = 2_000
# SQLite plans without knowing how much a filter lets through: of so few questions, it gathers the ids before it
# matches, and of more it looks each match up.
FEW = 20_000

# What everybody may read and what only some may are two columns, and the query of those who may not read answers is
# put to the first alone, so that no word of an answer makes a hit or moves one. (bm25 does count how long a row is.)
# On PostgreSQL the query stands in the statement as a literal, for only then does the planner know from its statistics
# whether to gather all matches by the index, or to walk back from the newest question because nearly all match.
SQL = {
    "sqlite": """
        SELECT id FROM (
            SELECT questions_search.rowid AS id, bm25(questions_search, 10.0, 1.0) AS score FROM questions_search
            WHERE questions_search MATCH {asked} AND {visible}
            ORDER BY questions_search.rowid DESC LIMIT {ranked}
        ) ORDER BY score, id LIMIT {shown}
    """,
    "postgresql": """
        SELECT id FROM (
            SELECT questions_search.rowid AS id FROM questions_search
            WHERE {column} @@ {asked} AND {visible}
            ORDER BY questions_search.rowid DESC LIMIT {ranked}
        ) AS newest JOIN questions_search ON questions_search.rowid = id
        ORDER BY ts_rank({column}, {asked}, 1) DESC, id LIMIT {shown}
    """,
}
ASKED = {"sqlite": "%s", "postgresql": "to_tsquery('questions_words', %s)"}


@dataclass(frozen=True)
class Found:
    """Questions in the order of their rank, as a sequence of which a page is fetched when it is sliced."""

    questions: QuestionQuerySet
    query: Query
    ids: list[int]
    sees_answers: bool
    instead_of: str = ""

    @property
    def cut_off(self) -> bool:
        return len(self.ids) == SHOWN

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, part: slice) -> list[Question]:
        wanted = self.ids[part]
        questions = self.questions.filter(pk__in=wanted)
        if self.sees_answers:
            questions = questions.defer(None).defer("model_answer").prefetch_related("key_points")
        by_id = {question.pk: self._marked(question) for question in questions}
        return [by_id[pk] for pk in wanted if pk in by_id]

    def _marked(self, question: Question) -> Question:
        question.marked_title = marked(question.short_title, self.query)
        question.snippet = snippet(self._texts(question), self.query)
        return question

    def _texts(self, question: Question):
        yield question.prompt_text
        if self.sees_answers:
            yield from (point.text for point in question.key_points.all())
            yield plain(question.model_answer_html)


def matching(questions: QuestionQuerySet, text: str, *, sees_answers: bool) -> Found:
    """Those of the questions in which every word of the text stands, or of the text as it was probably meant."""
    query = parsed(text)
    found = Found(questions, query, _ids(questions, query, sees_answers), sees_answers)
    if found.ids or not query.phrases:
        return found
    meant = mended(query, _vocabulary(query, sees_answers))
    ids = _ids(questions, meant, sees_answers) if meant else []
    return replace(found, query=meant, ids=ids, instead_of=text) if ids else found


def _ids(questions: QuestionQuerySet, query: Query, sees_answers: bool) -> list[int]:
    if not query.phrases:
        return []
    visible, parameters = _visible(questions)
    names = {"column": "whole" if sees_answers else "public", "asked": ASKED[connection.vendor]}
    sql = SQL[connection.vendor].format(visible=visible, ranked=RANKED, shown=SHOWN, **names)
    asked = _asked(query, sees_answers)
    with connection.cursor() as cursor:
        cursor.execute(sql, [asked, *parameters, asked][: sql.count("%s")])
        return [row[0] for row in cursor.fetchall()]


def _visible(questions: QuestionQuerySet) -> tuple[str, tuple]:
    """The condition under which a match is one of the questions."""
    ids = questions.order_by().values("pk")
    if connection.vendor == "sqlite" and ids[: FEW + 1].count() <= FEW:
        sql, parameters = ids.query.sql_with_params()
        return f"+questions_search.rowid IN ({sql})", parameters  # The sign keeps it from one search for each id.
    sql, parameters = ids.filter(pk=RawSQL("questions_search.rowid", [])).query.sql_with_params()
    return f"EXISTS ({sql})", parameters


def _asked(query: Query, sees_answers: bool) -> str:
    if connection.vendor == "postgresql":
        return tsquery(query)
    return fts5(query) if sees_answers else f"{{public}} : ({fts5(query)})"


def _vocabulary(query: Query, sees_answers: bool) -> list[str]:
    """Known words that may have been meant. Nobody is offered a word of a text that is kept from them."""
    few = query.words[:MENDED]
    wanted = Q(text__in=[*few, *joined(few)])
    for word in filter(mendable, few):
        wanted |= Q(start=word[0], length__range=(len(word) - 1, len(word) + 1))
    words = Word.objects.filter(wanted)
    return list((words if sees_answers else words.filter(public=True)).values_list("text", flat=True))
