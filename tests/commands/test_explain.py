"""``explain``: names as people type them, the tree on the screen, JSON for programs, and its exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.model import Period, PipelineError, Request
from pipeline.run.explaining import Explained, explain_figure
from tests.city import CHENGGUAN, city, run
from tests.commanding import Ended, typed
from tests.run.life import MORE, issued, made

APRIL = CHENGGUAN.replace("|500|3000|", "|500|2500|")


def asked(root: Path, name: str, *, against: str | None = None, issued: bool = False) -> Explained:
    url = f"sqlite:///{(root / 'output' / 'ledger.sqlite').as_posix()}"
    request = Request(Period.parse("2026-05"), root / "input", root / "output", url, "explain")
    return explain_figure(request, name, against=against, issued=issued)


def command(root: Path, *words: str) -> Ended:
    return typed("explain", *words, "--input", str(root / "input"), "--output", str(root / "output"))


@pytest.mark.parametrize(
    ("name", "scope"),
    [
        ("年度投资完成率", "全市"),
        ("全市.年度投资完成率", "全市"),
        ("镇街:城关街道.年度投资完成率", "镇街:城关街道"),
        ("镇街：城关街道．年度投资完成率", "镇街:城关街道"),
        ("城关街道.年度投资完成率", "镇街:城关街道"),
        ("城关.年度投资完成率", "镇街:城关街道"),
        ("城关 年度投资完成率", "镇街:城关街道"),
    ],
)
def test_a_figure_is_found_under_every_name_that_people_type(tmp_path: Path, name: str, scope: str) -> None:
    city(tmp_path)
    told = asked(tmp_path, name)
    assert (told.scope, told.branch.title) == (scope, "年度投资完成率")


def test_permits_may_be_parted_by_a_point_as_in_templates(tmp_path: Path) -> None:
    city(tmp_path)
    assert asked(tmp_path, "全市.卡点.土地").branch.title == "卡点:土地"


def test_an_unknown_figure_names_the_nearest(tmp_path: Path) -> None:
    city(tmp_path)
    with pytest.raises(PipelineError, match="相近的有“镇街:城关街道"):
        asked(tmp_path, "镇街:城关街到.年度投资完成率")


def test_a_period_to_compare_with_that_is_not_there_is_misuse(tmp_path: Path) -> None:
    city(tmp_path)
    assert "没有 2026-04 的数据可比" in asked(tmp_path, "项目总数").silence
    with pytest.raises(PipelineError, match="没有 2026-03 的数据可比"):
        asked(tmp_path, "项目总数", against="2026-03")


def test_the_screen_leads_from_the_figure_to_the_cell_and_to_what_moved_it(tmp_path: Path) -> None:
    city(tmp_path, "2026-04", 城关=APRIL)
    city(tmp_path)
    done = command(tmp_path, "城关.本年完成投资", "--period", "2026-05")
    assert done.returncode == 0 and done.stderr == ""
    lines = done.stdout.splitlines()
    assert lines[0] == "镇街:城关街道　本年完成投资　2026年5月（数据截至2026年5月31日）"
    assert "  数值：0.30亿元（精确值 3000万元）" in lines
    assert "    甲项目　3000万元　← 城关.xlsx｜Sheet1｜F3 本年完成投资" in lines
    assert "  与2026年4月比：0.25亿元 → 0.30亿元（+500万元）" in lines
    assert "    甲项目　+500万元　本年完成投资 2500万元 → 3000万元　← 城关.xlsx｜Sheet1｜F3" in lines


def test_so_many_rows_as_are_asked_for(tmp_path: Path) -> None:
    city(tmp_path)
    assert "……还有2行" in command(tmp_path, "项目总数", "--rows", "1").stdout
    assert "……还有" not in command(tmp_path, "项目总数", "--rows", "0").stdout


def test_json_holds_every_row_and_every_number_as_a_decimal(tmp_path: Path) -> None:
    city(tmp_path)
    told = json.loads(command(tmp_path, "年度投资完成率", "--json").stdout)
    assert (told["scope"], told["figure"]["value"], told["figure"]["unit"]) == ("全市", "37.5", "%")
    rows = told["figure"]["parts"][0]["rows"]
    assert [row["value"] for row in rows] == ["30000000", "15000000", "0"]
    assert rows[0]["cells"][0] | {"notes": []} == rows[0]["cells"][0]
    assert told["shift"] is None and "2026-04" in told["silence"]


@pytest.mark.parametrize(
    "words", ["没有的数", "项目总数 --period 2026-13", "项目总数 --period 2026-07", "项目总数 --against 无"]
)
def test_misuse_ends_with_a_sentence_and_status_two(tmp_path: Path, words: str) -> None:
    city(tmp_path)
    done = command(tmp_path, *words.split())
    assert done.returncode == 2 and done.stderr.startswith("错误：") and "Traceback" not in done.stderr


def test_blocked_data_are_explained_with_a_caution_and_status_zero(tmp_path: Path) -> None:
    city(tmp_path, 城关=CHENGGUAN.replace("|6000|", "|约六千|"))
    done = command(tmp_path, "项目总数")
    assert done.returncode == 0 and "注意：本期有" in done.stdout


def test_what_was_issued_can_be_explained_after_the_data_changed(tmp_path: Path) -> None:
    issued(made(tmp_path))
    city(tmp_path, 城关=MORE)
    run(tmp_path)
    now, then = (asked(tmp_path, "城关.本年完成投资", issued=issued_ones) for issued_ones in (False, True))
    assert (now.branch.value, then.branch.value) == (31_000_000, 30_000_000)
    assert "已印发的数据" in then.caution and now.caution == ""


def test_the_cell_in_the_working_paper_is_that_of_the_figure(tmp_path: Path) -> None:
    import openpyxl

    city(tmp_path)
    run(tmp_path)
    told = asked(tmp_path, "城关.本年完成投资")
    book = openpyxl.load_workbook(tmp_path / "output" / "2026-05" / "底稿.xlsx", data_only=True)
    assert book["指标"][told.place.removeprefix("指标!")].value == told.branch.value
