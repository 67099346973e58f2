"""A world in which every text that somebody can write is an attack."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from integrations import tokens
from integrations.models import BANK, Endpoint
from interviews import answering, debriefing, flow, marking, plans, sharing
from interviews.autosave import Typed
from interviews.models import Reveal
from interviews.planning import Recipe
from interviews.tests.making import NOW, Cast, cast, interviewer, person
from practice import practising
from practice.models import Attempt, How
from questions import library
from questions.documents import read_source
from questions.documents.source import Source
from questions.documents.stored import frozen
from questions.models import Import, Question
from questions.rubric import Kind, Point
from questions.tests.making import draft

MARK = "pwn"
ATTACK = f"=\"><img src=x onerror={MARK}(1)><script>{MARK}()</script>'"
SHORT = f"\"><svg/onload={MARK}()>'{{{{7*7}}}}\u202e"
LINKS = [
    f"javascript:{MARK}()",
    f"JaVa\tScript:{MARK}()",
    f"data:text/html,<script>{MARK}()</script>",
    f"vbscript:{MARK}()",
]
MARKDOWN = "\n\n".join(
    [
        ATTACK,
        SHORT,
        *(f"[a]({link}) ![b]({link}) <{link}>" for link in LINKS),
        f"[a]: {LINKS[0]}\n\n[a]",
        f"<svg><script>{MARK}()</script></svg><math><a xlink:href={LINKS[0]}>x</a></math>",
        f'| <img src=x onerror={MARK}()> | "{SHORT} |\n| - | :-: |\n| {ATTACK} | b |',
        f'```"onmouseover={MARK}()\n</code></pre><script>{MARK}()</script>\n```',
        f"```html\n<script>{MARK}()</script>\n```\n\n    {ATTACK}",
        f"<style>*{{background:url(https://evil.example/{MARK})}}</style><iframe srcdoc='{ATTACK}'>",
        "![x](https://evil.example/pixel.png) <https://evil.example/>",
    ]
)


@dataclass
class Hostile:
    """The world's interviews by how far they have come, its people, and the numbers of what is theirs."""

    lead: User
    candidate: User
    running: Cast
    shared: Cast
    debriefed: Cast
    attempts: list[Attempt]
    imports: list[Import]
    new_plan: int


def hostile(now: datetime = NOW) -> Hostile:
    lead = interviewer("olga")
    them = interviewer("omar")
    candidate = person("otto")
    User.objects.filter(pk__in=[lead.pk, them.pk, candidate.pk]).update(first_name=SHORT, last_name=ATTACK)
    people = {"lead": User.objects.get(pk=lead.pk), "panel": (User.objects.get(pk=them.pk),)}
    _bank(people["lead"])
    plan = plans.keep(
        Recipe(ATTACK[:110], "", 60, refs=("bad",)), {str(n): ATTACK for n in range(1, 6)}, True, people["lead"], now
    )
    told = people | {"title": ATTACK, "candidate_name": ATTACK[:80], "candidate": candidate, "plan": plan}
    told |= {"refs": ("bad",), "starts_at": now, "reveal": Reveal.AFTER_EACH}
    running, shared, debriefed = (_sat(cast(1, **told), now) for _ in range(3))
    for made in (shared, debriefed):
        flow.end(made.reload(), made.lead, now)
        _judged(made, now)
    debriefing.agree(shared.asked(1), shared.lead, now, 4, ATTACK)
    debriefing.decide(shared.interview, shared.lead, now, "yes", ATTACK)
    sharing.share(shared.reload(), shared.lead, now, ["ratings", "marks", "model_answers", "notes", "summary"])
    tokens.make(candidate, SHORT[:60], [BANK], None, now)
    tokens.make(lead, SHORT[:60], [BANK], None, now)
    Endpoint.objects.create(name=SHORT, url="https://example.org/hook", kinds=["interview.ended"])
    return Hostile(
        lead, candidate, running, shared, debriefed, _practised(candidate, now), _brought(people["lead"]), plan.pk
    )


def _bank(editor: User) -> None:
    whole = draft(
        "bad",
        title=ATTACK[:80],
        prompt=MARKDOWN,
        model_answer=MARKDOWN,
        topic=SHORT,
        tags=(SHORT, ATTACK[:60]),
        points=(Point(ATTACK, Kind.ESSENTIAL, 3, (SHORT,)), Point(MARKDOWN[:400], Kind.GOOD, 1)),
        follow_ups=(ATTACK, SHORT),
        red_flags=(ATTACK,),
        corrections=(ATTACK,),
        references=('https://example.org/"onclick=pwn()', "https://example.org/<script>"),
        synonyms=(f"{SHORT} = {ATTACK}",),
    )
    library.store([whole], library.Hand(editor, ATTACK))
    library.store([draft("bad-2", title=SHORT, prompt=MARKDOWN, model_answer="short")], library.Hand(editor, SHORT))
    library.keep_synonyms([f"{SHORT} = {ATTACK}"], editor)


def _sat(made: Cast, now: datetime) -> Cast:
    made.started(now).opened(1, now)
    answering.save_answer(made.interview, 1, Typed(MARKDOWN, 0, "w", 1), True, now)
    return made


def _judged(made: Cast, now: datetime) -> None:
    made.reload()
    panel = [made.lead, made.interview.seats.get(user__username="omar")]
    for seat, rating in zip(panel, (5, 2)):
        asked = made.asked(1)
        marking.rate(seat, asked, rating)
        marking.mark(seat, asked, 0, "covered")
        marking.save_note(seat, asked, Typed(ATTACK, 0, "w", 1))
        marking.scorecard_of(seat)
        marking.save_summary(seat, Typed(ATTACK, 0, "w", 1))
        made.judged(seat, now)
    marking.reopen(panel[1], now, ATTACK[:80])
    made.judged(panel[1], now)
    debriefing.open_debrief(made.interview, made.lead, now, close_the_rest=True)


def _practised(user: User, now: datetime) -> list[Attempt]:
    found = []
    for ref in ("bad-2", "q-001"):
        attempt = practising.begin(user, Question.objects.get(ref=ref), now, SHORT)
        practising.save_answer(attempt, Typed(MARKDOWN, 0, "w", 1))
        found.append(attempt)
    practising.reveal(found[0], How.TYPED, now)
    practising.save_next_time(found[0], Typed(ATTACK, 0, "w", 1))
    return found


def _brought(editor: User) -> list[Import]:
    """Documents in several formats whose names, questions, sections and problems are attacks."""
    texts = {
        f"{ATTACK}.md": f"# {SHORT}\n\n## {ATTACK}\n\n{MARKDOWN}\n\n## {SHORT}\n\n",
        f"{SHORT}.csv": f'Question,Answer,{SHORT}\n"{SHORT}",{SHORT},{SHORT}\n{SHORT},,{SHORT}\n',
        f"{SHORT}.json": '[{"question": "<img src=x onerror=pwn()>", "answer": "<script>pwn()</script>"}]',
        f"{SHORT}.xml": '<quiz><question type="&lt;img src=x onerror=pwn()&gt;"><name/></question></quiz>',
        f"{SHORT}.gift": f"::{SHORT}:: {SHORT} {{ ={SHORT} ~b }}\n",
        f"{SHORT}.yaml": "- question: '<img src=x onerror=pwn()>'\n  answer: '<script>pwn()</script>'\n",
        f"{SHORT}.txt": "#separator:tab\n<img src=x onerror=pwn()>\t<script>pwn()</script>\n",
    }
    found = []
    for name, text in texts.items():
        reading = read_source(Source(name, text.encode()), "")
        content = frozen(reading) | ({"rows": reading.rows} if reading.rows else {})
        found.append(library.bring(name, reading.kind, content, editor))
    return found
