"""questions.toml comes in; why a project is fast or slow, and whom to ask what about it, goes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.model import PipelineError

ASKED = ("镇街", "部门", "包保领导")


@dataclass(frozen=True)
class Question:
    """Of a project of which ``when`` holds: the ``reason`` in a few words, and what to ``ask`` ``to`` whom. The
    ``closing`` one is always the last. The sentences have blanks."""

    when: str
    reason: str
    to: str = ""
    ask: str = ""
    closing: bool = False


@dataclass(frozen=True)
class Asking:
    """What is asked of the slow, the most telling first, and what is said of the fast; ``most`` a project, and the
    number of ``months`` from which on something is said to go on."""

    questions: tuple[Question, ...]
    merits: tuple[Question, ...]
    most: int
    months: int


def asking(table: Mapping[str, Any]) -> Asking:
    """questions.toml as the program uses it; PipelineError where nobody is asked."""
    questions = tuple(Question(**row) for row in table["questions"])
    for question in questions:
        if question.to not in ASKED or not question.ask:
            raise PipelineError(
                f"规则文件 questions.toml 中 {question.when} 一条的 to 应为 {'、'.join(ASKED)} 之一，ask 不能为空。"
            )
    return Asking(questions, tuple(Question(**row) for row in table["merits"]), table["most"], table["months"])
