"""What every file of the bank must be, whoever wrote it."""

import ast
import json
import re
import subprocess
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from questions.checking import BRIEF_MINUTES, health_of, lacks_of
from questions.documents import read_path
from questions.rubric import Draft, Level, Status
from questions.tests.making import bank

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "aws"
# Read where a test asks for it: to read all when tests are only looked for costs a second and more.
REFS = sorted(file.stem for file in FOLDER.rglob("*.md"))
CODE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


class CloudFormation(yaml.SafeLoader):
    """YAML with the short forms of CloudFormation's functions."""


CloudFormation.add_multi_constructor("!", lambda loader, suffix, node: None)


def drafts() -> dict[str, Draft]:
    return {draft.ref: draft for draft in bank().drafts}


def parse(language: str, code: str) -> None:
    if language == "python":
        ast.parse(code)
    elif language == "json":
        json.loads(code)
    elif language == "yaml":
        list(yaml.load_all(code, Loader=CloudFormation))
    elif language == "bash":
        subprocess.run(["bash", "-n"], input=code, text=True, check=True, capture_output=True)
    else:
        assert language in ("sql", "hcl", "javascript", "text")


def test_every_file_reads_and_is_named_by_its_ref() -> None:
    assert bank().problems == []
    assert {Path(draft.place.file).stem for draft in bank().drafts} == set(drafts()) == set(REFS)


def test_the_synonyms_are_in_order_and_none_stands_twice() -> None:
    names = [side.strip().casefold() for line in bank().synonyms for side in line.split("=")]
    assert bank().synonyms == sorted(bank().synonyms, key=str.casefold)
    assert len(set(names)) == len(names) > 30


def test_the_sixty_are_published_half_of_them_for_seniors() -> None:
    levels = Counter(draft.level for draft in drafts().values() if draft.status == Status.PUBLISHED)
    assert levels == {Level.FRESHER: 15, Level.INTERMEDIATE: 15, Level.SENIOR: 30}


def test_the_bank_and_its_warm_up_lack_nothing() -> None:
    warm_up = read_path(FOLDER.parent / "aws-warm-up")
    assert [str(problem) for problem in warm_up.problems] == []
    assert len(warm_up.drafts) == 5
    health = health_of([*drafts().values(), *warm_up.drafts], today=date(2026, 11, 25))
    assert [str(lack) for lack in health.lacks] == []


@pytest.mark.parametrize("ref", REFS)
def test_none_of_the_sixty_is_brief(ref: str) -> None:
    """What is asked of a question of three minutes would be too little here."""
    draft = drafts()[ref]
    assert lacks_of(replace(draft, minutes=BRIEF_MINUTES + 1), today=date(2026, 11, 25)) == []


@pytest.mark.parametrize("ref", REFS)
def test_code_parses(ref: str) -> None:
    for language, code in CODE.findall(drafts()[ref].model_answer):
        parse(language, code)
