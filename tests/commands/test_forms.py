"""``forms`` from outside: where the forms lie and for which period they are made."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.commands import app
from pipeline.model import PipelineError
from tests.city import CHENGGUAN, city, run


def said(root: Path, *words: str) -> str:
    places = ["--output", str(root / "output"), "--input", str(root / "input")]
    result = CliRunner().invoke(app(), ["forms", *words, *places], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_forms_are_made_for_the_month_after_the_newest(tmp_path: Path) -> None:
    city(tmp_path)
    folder = tmp_path / "output" / "2026-06" / "空白表"
    assert f"文件：{folder / '城关街道.xlsx'}" in said(tmp_path)
    assert {path.name for path in folder.iterdir()} == {
        "城关街道.xlsx", "柳渡镇.xlsx", "更正.xlsx", "放行.xlsx", "清单变动.xlsx",
        "督办确认表.xlsx", "现场督查记录.xlsx", "考核加减分.xlsx",
    }  # fmt: skip


def test_forms_of_a_month_that_was_checked_are_listed_in_its_manifest(tmp_path: Path) -> None:
    city(tmp_path)
    run(tmp_path, None)
    assert "已出空白表 8 个" in said(tmp_path, "--period", "2026-05")
    outputs = json.loads((tmp_path / "output" / "2026-05" / "manifest.json").read_bytes())["outputs"]
    assert "空白表/城关街道.xlsx" in {row["path"] for row in outputs}


def test_a_blocked_month_fills_the_forms_all_the_same(tmp_path: Path) -> None:
    city(tmp_path, 城关=CHENGGUAN.replace("|6000|", "|约六千|"))
    assert "已出空白表 8 个" in said(tmp_path, "--period", "2026-06")


def test_the_first_forms_of_all_need_nothing_but_the_offices_facts(tmp_path: Path) -> None:
    folder = city(tmp_path)
    for path in (folder / "2026-05").iterdir():
        path.unlink()
    (folder / "2026-05").rmdir()
    assert "已出空白表 8 个" in said(tmp_path, "--period", "2026-06")
    with pytest.raises(PipelineError, match="没有期间文件夹"):
        said(tmp_path)
