"""Writes what search.py reads: an index row for each question, and the vocabulary that mends typing."""

from collections.abc import Iterable, Iterator

from django.db import connection, models, transaction

from questions.models import Question, Word
from questions.words import folded, mendable, plain

BATCH = 500
INSERT = {
    "sqlite": "INSERT INTO questions_search (rowid, public, answer) VALUES (%s, %s, %s)",
    "postgresql": """
        WITH given (id, public, answer) AS (VALUES (%s, %s, %s))
        INSERT INTO questions_search (rowid, public, whole)
        SELECT id, to_tsvector('questions_words', public),
            setweight(to_tsvector('questions_words', public), 'A') || to_tsvector('questions_words', answer)
        FROM given
    """,
}


def index(ids: Iterable[int], question: type[models.Model] = Question, word: type[models.Model] = Word) -> None:
    """Write anew what can be found of these questions. A migration passes the models as they were in its time."""
    ids = list(ids)
    for start in range(0, len(ids), BATCH):
        some = question._base_manager.filter(pk__in=ids[start : start + BATCH])
        some = some.only("ref", "title", "prompt_html", "model_answer_html").prefetch_related("tags", "key_points")
        _write([(q.pk, " ".join(folded(_public(q))), " ".join(folded(_answer(q)))) for q in some], word)


def rebuild() -> int:
    """The index and the vocabulary of the whole bank; says for how many questions."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM questions_search")
        Word.objects.all().delete()
        ids = list(Question.objects.order_by("pk").values_list("pk", flat=True))
        index(ids)
    return len(ids)


def drop(ids: Iterable[int]) -> None:
    """Forget questions. Their words stay known until the next rebuild, which harms nobody: a word that finds nothing
    is never offered."""
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM questions_search WHERE rowid = %s", [(pk,) for pk in ids])


def _public(question: Question) -> str:
    return " ".join(
        [question.ref, question.title, *(tag.name for tag in question.tags.all()), plain(question.prompt_html)]
    )


def _answer(question: Question) -> str:
    return " ".join([*(point.text for point in question.key_points.all()), plain(question.model_answer_html)])


@transaction.atomic
def _write(rows: list[tuple[int, str, str]], word: type[models.Model]) -> None:
    drop(row[0] for row in rows)
    with connection.cursor() as cursor:
        cursor.executemany(INSERT[connection.vendor], rows)
    public = {w for row in rows for w in row[1].split()}
    word.objects.bulk_create(
        _words(word, public, True), update_conflicts=True, unique_fields=["text"], update_fields=["public"]
    )
    answers = {w for row in rows for w in row[2].split()}
    word.objects.bulk_create(_words(word, answers - public, False), ignore_conflicts=True)


def _words(word: type[models.Model], texts: set[str], public: bool) -> Iterator[models.Model]:
    """In one order always, so that two who write the same words wait for each other in no circle."""
    return (word(text=t, start=t[0], length=len(t), public=public) for t in sorted(texts) if mendable(t))
