"""``alias`` from outside: what it proposes can be pasted, and what was pasted is obeyed by the next check."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.commands import app
from pipeline.model import PipelineError
from tests.city import CHENGGUAN, city, run
from tests.workbook import workbook

ODD = CHENGGUAN.replace("本月完成投资", "本月完成的投资数").replace("项目名称|", "项目名称|镇街|").replace(
    "甲项目|", "甲项目|城关街办|").replace("乙项目|", "乙项目|城关|")  # fmt: skip


def said(root: Path, *words: str) -> list[str]:
    places = ["--output", str(root / "output"), "--input", str(root / "input")]
    result = CliRunner().invoke(app(), ["alias", *words, *places], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout.splitlines()


def test_what_is_proposed_can_be_pasted_and_is_obeyed(tmp_path: Path) -> None:
    city(tmp_path, 城关=ODD)
    workbook(tmp_path / "input" / "2026-05" / "流渡镇5月报表.xlsx", "项目名称|年度计划投资|本年完成投资\n丁项目|9|1")
    codes = {finding.code for finding in run(tmp_path, None).judged.findings}
    assert {"heading-unknown", "code-not-in-list", "sender-unknown"} <= codes
    lines = said(tmp_path)
    assert {line for line in lines if not line.startswith(" ")} == {
        "报送单位“流渡镇5月报表”（流渡镇5月报表.xlsx）可认作：",
        "标题“本月完成的投资数”可认作：",
        "镇街“城关街办”可认作：",
    }
    chosen = [line for line in lines if any(f" {word}" in line for word in ("城关街道 ", "柳渡镇 ", "本月完成投资 "))]
    assert len(chosen) == 3
    for line in chosen:
        said(tmp_path, *shlex.split(line)[4 : shlex.split(line).index("--input")])
    left = {finding.code for finding in run(tmp_path, None).judged.findings}
    assert not {"heading-unknown", "code-not-in-list", "sender-unknown"} & left
    assert said(tmp_path) == ["2026-05 的核查中没有不认识的标题、镇街和报送单位。"]


def test_a_choice_is_shown_as_it_was_and_as_it_is(tmp_path: Path) -> None:
    city(tmp_path)
    lines = said(tmp_path, "城关街办", "城关街道")
    assert lines[1:] == ['  - aliases = ["城关"]', '  + aliases = ["城关", "城关街办"]']
    assert "没有改动" in said(tmp_path, "城关街办", "城关街道")[0]


@pytest.mark.parametrize(
    "words", [("城关街办",), ("--heading",), ("甲", "城关街道", "--sender", "柳渡镇"), ("城办", "无此镇")]
)
def test_misuse_is_a_sentence_and_changes_nothing(tmp_path: Path, words: tuple[str, ...]) -> None:
    folder = city(tmp_path)
    before = (folder / "office.toml").read_bytes()
    with pytest.raises(PipelineError):
        said(tmp_path, *words)
    assert (folder / "office.toml").read_bytes() == before


def test_without_findings_it_says_what_to_run_first(tmp_path: Path) -> None:
    city(tmp_path)
    with pytest.raises(PipelineError, match="请先运行 make check"):
        said(tmp_path)


def test_findings_that_propose_nothing_say_how_to_write(tmp_path: Path) -> None:
    city(tmp_path)
    row = {"code": "code-not-in-list", "field": "镇街", "value": "省直", "sender": "城关街道", "file": "a.xlsx"}
    (tmp_path / "output" / "2026-05").mkdir(parents=True)
    (tmp_path / "output" / "2026-05" / "findings.json").write_text(json.dumps([row]), encoding="utf-8")
    assert said(tmp_path) == ["镇街“省直”：没有相近的名称，请写：python -m pipeline alias 写法 名称"]
