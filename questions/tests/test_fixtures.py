"""What every file of the bank must be, whoever wrote it."""

import ast
import json
import re
import subprocess
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from questions.documents import read_path
from questions.markdown import render
from questions.rubric import Kind

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "aws"
READING = read_path(FOLDER)
DRAFTS = {draft.ref: draft for draft in READING.drafts}
CODE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


class CloudFormation(yaml.SafeLoader):
    """YAML with the short forms of CloudFormation's functions."""


CloudFormation.add_multi_constructor("!", lambda loader, suffix, node: None)


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
    assert READING.problems == []
    assert {Path(draft.place.file).stem for draft in READING.drafts} == set(DRAFTS)
    assert len(DRAFTS) >= 12


@pytest.mark.parametrize("ref", DRAFTS)
def test_a_question_can_be_scored_and_followed_up(ref: str) -> None:
    draft = DRAFTS[ref]
    assert 6 <= len(draft.points) <= 12
    assert 2 <= sum(point.kind == Kind.ESSENTIAL for point in draft.points) <= 6
    assert 2 <= len(draft.red_flags) <= 4
    assert 2 <= len(draft.follow_ups) <= 4
    assert draft.references
    assert draft.last_checked


@pytest.mark.parametrize("ref", DRAFTS)
def test_a_model_answer_has_the_length_of_one_and_opens_with_the_answer(ref: str) -> None:
    answer = DRAFTS[ref].model_answer
    assert 250 <= len(CODE.sub("", answer).split()) <= 700
    assert not answer.startswith(("#", "|", "-", "*"))
    assert render(answer).count("<table>") == len(re.findall(r"^\|[ :|-]+\|$", answer, re.MULTILINE))


@pytest.mark.parametrize("ref", DRAFTS)
def test_code_parses(ref: str) -> None:
    for language, code in CODE.findall(DRAFTS[ref].model_answer):
        parse(language, code)
