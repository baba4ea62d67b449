"""``template NAME --check`` as it is typed: 0 for a sound template, 1 with every fault, 2 for one that is not there."""

from __future__ import annotations

from pathlib import Path

from tests.commanding import typed
from tests.documents.word import template


def told(*words: str) -> tuple[int, str]:
    run = typed("template", *words)
    return run.returncode, run.stdout + run.stderr


def test_a_sound_template_ends_with_nothing() -> None:
    assert told("调度通报", "--check") == (0, "模板“调度通报”没有错误。\n")


def test_a_broken_one_ends_with_one_and_its_faults(tmp_path: Path) -> None:
    code, said = told(str(template(tmp_path / "甲.docx", "共{{ 没有 }}个", "共{{ 也没有 }}个")), "--check")
    assert code == 1 and said.count("段落“共") == 2 and "共2处错误" in said


def test_an_unknown_name_is_misuse() -> None:
    code, said = told("没有这种", "--check")
    assert code == 2 and "没有名为“没有这种”的模板" in said and "调度通报" in said
