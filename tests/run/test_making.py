"""A run of the corridor on a small city: what people wrote is held against the figures, and what goes beside a document
for review is made when it is asked for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import docx
import pytest

from pipeline.run import execute
from tests.city import city, run
from tests.run.life import MORE, issued, made, request


def told(root: Path, words: str) -> None:
    document = docx.Document()
    document.add_heading("下步要求", level=1)
    document.add_paragraph(words)
    document.save(str(root / "input" / "2026-05" / "文字材料.docx"))


@pytest.mark.parametrize("document", ["bulletin", None])
def test_a_number_in_the_words_that_differs_from_its_figure_is_told(tmp_path: Path, document: str | None) -> None:
    city(tmp_path)
    told(tmp_path, "全市重点项目9个，年度投资完成率37.5%。")
    found = [one for one in run(tmp_path, document).judged.findings if one.code == "narrative-differs"]
    assert [(one.value, one.file) for one in found] == [("9个", "文字材料.docx")]


def names(root: Path) -> set[str]:
    return {path.name for path in (root / "output/2026-05").iterdir() if "稿" in path.name}


def test_review_copies_lie_beside_each_draft_and_only_when_they_are_asked_for(tmp_path: Path) -> None:
    issued(made(tmp_path))
    assert names(tmp_path) == {"底稿.xlsx"}
    asked = replace(request(tmp_path), verb="bulletin", documents=("bulletin",), review=True)
    execute(asked)
    first = {"底稿.xlsx", "调度通报（核稿）.docx", "调度通报（发文稿纸）.docx"}
    assert names(tmp_path) == first
    city(tmp_path, 城关=MORE)
    execute(asked)
    assert {"调度通报（第2稿）（核稿）.docx", "调度通报（第2稿）（发文稿纸）.docx"} <= names(tmp_path) - first
