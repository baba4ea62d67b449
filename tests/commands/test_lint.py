"""``lint`` as a clerk runs it: a table, JSON, a copy with comments, and the exit code."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from docx import Document
from typer.testing import CliRunner

from pipeline.commands import app
from pipeline.model import PipelineError
from tests.standard.planting import face, planted, size
from tests.standard.typed import typed


def lint(*words: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(app(), ["lint", *map(str, words), "--input", "没有"])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stdout


def test_a_correct_paper_ends_0_and_says_what_was_not_measured(tmp_path: Path) -> None:
    (tmp_path / "甲.docx").write_bytes(typed())
    code, said = lint(tmp_path / "甲.docx")
    assert code == 0 and "没有发现不合之处" in said and "未进行实际渲染核验" in said and "载体：公文" in said


def test_what_the_standard_fixes_ends_1_and_what_it_recommends_is_only_listed(tmp_path: Path) -> None:
    (tmp_path / "甲.docx").write_bytes(planted(typed(), size("关于做好", 18)))
    code, said = lint(tmp_path / "甲.docx")
    assert code == 1 and "定　7.3.1　标题　2号（22磅）　小2号（18磅）　“关于做好重点项目工作的通知”" in said
    (tmp_path / "乙.docx").write_bytes(planted(typed(), face("一、", "仿宋_GB2312")))
    code, said = lint(tmp_path / "乙.docx")
    assert code == 0 and "荐　7.3.3　一级标题　黑体　仿宋_GB2312" in said


def test_json_holds_every_violation_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "甲.docx").write_bytes(planted(typed(), size("关于做好", 18)))
    code, said = lint(tmp_path / "甲.docx", "--json")
    found = json.loads(said)[0]
    assert code == 1 and found["file"] == "甲.docx" and not found["measured"]
    assert [(each["code"], each["strength"]) for each in found["violations"]] == [("title-size", "定")]


def test_the_copy_has_a_comment_at_the_paragraph_and_the_original_none(tmp_path: Path) -> None:
    data = planted(typed(), size("关于做好", 18))
    (tmp_path / "甲.docx").write_bytes(data)
    lint(tmp_path / "甲.docx", "--comments", tmp_path / "乙.docx")
    copy = Document(io.BytesIO((tmp_path / "乙.docx").read_bytes()))
    told = next(comment.text for comment in copy.comments)
    assert told.startswith("7.3.1（定）应为：2号（22磅）；现为：小2号（18磅）。")
    marked = next(line for line in copy.paragraphs if "commentRangeStart" in line._p.xml)
    assert marked.text.startswith("关于做好") and (tmp_path / "甲.docx").read_bytes() == data


@pytest.mark.parametrize("words", [["没有.docx"], ["甲.docx", "--comments", "甲.docx"], ["坏.docx"]])
def test_misuse_is_a_sentence(words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("甲.docx").write_bytes(typed())
    Path("坏.docx").write_text("通报")
    with pytest.raises(PipelineError, match=r"。$"):
        lint(*words)
