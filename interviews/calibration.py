"""What the pages of calibration show: samples to judge without the reference, and judgements beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import QuerySet

from interviews.leaning import Judged, Leaning, Pair, in_words, leaning
from interviews.models import Sample, SampleJudgement
from interviews.room import Judgement, PointRow
from interviews.samples import marks_by_index, shuffled
from interviews.scoring import ANCHORS, VALUE, Mark, coverage, suggested_rating
from questions.models import Question, points_of
from questions.rubric import Point


@dataclass(frozen=True)
class Own:
    """One sample at its place in somebody's own order, with what they first and last judged of it."""

    position: int
    sample: Sample
    first: SampleJudgement | None = None
    last: SampleJudgement | None = None

    @property
    def newest(self) -> SampleJudgement | None:
        return self.last or self.first

    def pair(self, judgement: SampleJudgement) -> Pair:
        return Pair(Judged(judgement.rating, judgement.marks), Judged(self.sample.rating, self.sample.marks))


@dataclass(frozen=True)
class Calibration:
    """One question's samples, as far as somebody has got with them."""

    question: Question
    points: Sequence[Point]
    own: Sequence[Own]

    @property
    def fits(self) -> bool:
        """Whether the samples were marked by the key points that the question has now."""
        return all(set(own.sample.marks) == {point.text for point in self.points} for own in self.own)

    @property
    def judged(self) -> int:
        return sum(own.first is not None for own in self.own)

    @property
    def finished(self) -> bool:
        return self.judged == len(self.own)

    @property
    def next_position(self) -> int | None:
        return next((own.position for own in self.own if own.first is None), None)

    @property
    def first_pairs(self) -> list[Pair]:
        return [own.pair(own.first) for own in self.own if own.first]

    @property
    def first(self) -> Leaning:
        return leaning(self.first_pairs)

    @property
    def last(self) -> Leaning | None:
        """With the last judgement of each sample; None while none was judged again."""
        if not any(own.last for own in self.own):
            return None
        return leaning([own.pair(own.newest) for own in self.own if own.newest])

    @property
    def words(self) -> str:
        return in_words(self.first)

    @property
    def last_words(self) -> str:
        return in_words(self.last) if self.last else ""


@dataclass(frozen=True)
class Overview:
    rows: Sequence[Calibration]
    overall: Leaning

    @property
    def words(self) -> str:
        return in_words(self.overall)

    @property
    def finished(self) -> bool:
        return any(row.finished for row in self.rows)


def overview(user: User) -> Overview:
    """Every question that has samples, and how the first judgements of all of them lean."""
    rows = _calibrations(user, _with_samples().defer("model_answer", "model_answer_html"))
    return Overview(rows, leaning([pair for row in rows for pair in row.first_pairs]))


def calibration_of(user: User, ref: str) -> Calibration | None:
    """One question's; None where it has no samples."""
    return next(iter(_calibrations(user, _with_samples().filter(ref=ref))), None)


def _with_samples() -> QuerySet[Question]:
    return Question.objects.published().filter(pk__in=Sample.objects.values("question"))


def _calibrations(user: User, asked: QuerySet[Question]) -> list[Calibration]:
    questions = list(asked.prefetch_related("key_points", "samples"))
    judged: dict[tuple[int, bool], SampleJudgement] = {}
    for judgement in SampleJudgement.objects.filter(user=user, sample__question__in=questions):
        judged[judgement.sample_id, judgement.is_first] = judgement
    return [Calibration(question, points_of(question), _own(user, question, judged)) for question in questions]


def _own(user: User, question: Question, judged: dict[tuple[int, bool], SampleJudgement]) -> list[Own]:
    samples = {sample.pk: sample for sample in question.samples.all()}
    return [
        Own(position, samples[pk], judged.get((pk, True)), judged.get((pk, False)))
        for position, pk in enumerate(shuffled(list(samples), user.pk), start=1)
    ]


@dataclass(frozen=True)
class ToJudge:
    """A sample as it is put to somebody. Nothing of the reference is in it."""

    question: Question
    position: int
    count: int
    answer: str
    judgement: Judgement


def to_judge(calibration: Calibration, own: Own, marks: dict[str, str], rating: int | None) -> ToJudge:
    """The sample with what was chosen so far, by key point's text."""
    points, by_index = calibration.points, marks_by_index(calibration.points, marks)
    judgement = Judgement(
        points=[PointRow(index, point, by_index.get(index, "")) for index, point in enumerate(points)],
        rating=rating,
        not_observed=False,
        note="",
        note_version=0,
        coverage=coverage(points, by_index),
        suggested=suggested_rating(points, by_index),
        locked=False,
        anchors=ANCHORS,
    )
    return ToJudge(calibration.question, own.position, len(calibration.own), own.sample.answer, judgement)


@dataclass(frozen=True)
class ComparedPoint:
    """One key point as I marked it and as the reference does; mine is empty where it was worded otherwise then."""

    point: Point
    mine: str
    reference: str

    @property
    def verdict(self) -> str:
        if not self.mine:
            return "reworded since"
        gap = VALUE[Mark(self.mine)] - VALUE[Mark(self.reference)]
        return "same" if not gap else "softer" if gap > 0 else "stricter"


@dataclass(frozen=True)
class Comparison:
    """One judged sample beside the reference."""

    calibration: Calibration
    own: Own
    pair: Pair
    points: Sequence[ComparedPoint]

    @property
    def anchor(self) -> str:
        return ANCHORS[self.pair.mine.rating]

    @property
    def reference_anchor(self) -> str:
        return ANCHORS[self.pair.reference.rating]

    @property
    def same(self) -> int:
        return sum(point.verdict == "same" for point in self.points)

    @property
    def verdict(self) -> str:
        gap = self.pair.gap
        if not gap:
            return "You rate it as the reference does."
        return f"You rate it {abs(gap)} {'softer' if gap > 0 else 'stricter'} than the reference."


def comparison_of(calibration: Calibration, own: Own) -> Comparison:
    """The newest judgement of one sample, which there has to be, beside the reference."""
    pair = own.pair(own.newest)
    points = [
        ComparedPoint(point, pair.mine.marks.get(point.text, ""), pair.reference.marks[point.text])
        for point in calibration.points
    ]
    return Comparison(calibration, own, pair, points)
