"""void: a number is withdrawn for a reason, and only what stood on it falls."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from pipeline.ledger import Ledger
from pipeline.model import PipelineError
from pipeline.run import execute
from pipeline.run.withdrawing import void
from tests.city import OFFICE, city
from tests.run.life import BULLETIN, DAY, MORE, entered, issued, made, register, request, voided

OWN_SERIES = """
[documents."督查报告"]
mark = "示督"
"""


def status(root: Path) -> str:
    return str(json.loads((root / "output/2026-05/manifest.json").read_bytes())["status"])


def stands(root: Path) -> bool:
    ledger = Ledger(request(root).ledger)
    try:
        return ledger.snapshots()["2026-05"].issued
    finally:
        ledger.close()


def test_the_figures_stand_while_another_document_does_whose_number_is_the_same_in_its_own_series(
    tmp_path: Path,
) -> None:
    folder = city(tmp_path)
    (folder / "office.toml").write_text(OFFICE.replace("[[towns]]", f"{OWN_SERIES}[[towns]]", 1), encoding="utf-8")
    asked = request(tmp_path)
    execute(type(asked)(asked.period, asked.input, asked.output, asked.ledger, "monthly", ("bulletin", "supervision")))
    assert (issued(tmp_path).text, issued(tmp_path, "督查报告").text) == ("示推办〔2026〕1号", "示督〔2026〕1号")
    voided(tmp_path)
    assert stands(tmp_path) and status(tmp_path) == "issued"
    voided(tmp_path, "督查报告")
    assert not stands(tmp_path) and status(tmp_path) == "made"


def test_an_outside_number_takes_nothing_with_it(tmp_path: Path) -> None:
    issued(made(tmp_path))
    entered(tmp_path, "示推办〔2026〕2号")
    voided(tmp_path, "示推办〔2026〕2号")
    assert stands(tmp_path) and status(tmp_path) == "issued"


def test_the_numbers_of_two_briefs_are_told_apart(tmp_path: Path) -> None:
    made(tmp_path)
    assert entered(tmp_path, "重点项目调度2026年第1期").text == "第1期"
    entered(tmp_path, "重点项目督查2026年第1期")
    told = void(request(tmp_path), "第1期", "登记错误", None)
    assert told == "“第1期”不止一个，请写明是哪一个：重点项目督查2026年第1期、重点项目调度2026年第1期。"
    voided(tmp_path, "重点项目督查2026年第1期")
    assert register(tmp_path) == [("第1期", "作废"), ("第1期", "外部登记")]
    with pytest.raises(PipelineError, match="用 --title 写明"):
        entered(tmp_path, "示推办〔2026〕1号", " ")


def test_a_draft_that_was_not_issued_is_not_withdrawn_in_place_of_the_one_that_was(tmp_path: Path) -> None:
    issued(made(tmp_path))
    city(tmp_path, 城关=MORE)
    told = void(request(tmp_path), "调度通报（第2稿）", "数据有误", DAY)
    assert told == "《调度通报》的第2稿没有印发过，以示推办〔2026〕1号印发的是第1稿。"
    assert register(tmp_path) == [("示推办〔2026〕1号", "已印发")]


def test_a_reason_and_a_day_that_can_be_are_asked_for(tmp_path: Path) -> None:
    issued(made(tmp_path))
    with pytest.raises(PipelineError, match="写明作废的原因"):
        voided(tmp_path, reason=" ")
    told = void(request(tmp_path), BULLETIN, "数据有误", date(2026, 6, 1))
    assert isinstance(told, str) and "早于" in told
