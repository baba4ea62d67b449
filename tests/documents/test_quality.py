"""数据质量通报: who reported late, what went back, whose figures contradict themselves; internal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pipeline.check import quality
from pipeline.model import Judged, PipelineError, Remedy, Reported, Return
from pipeline.model.quality import Quality
from pipeline.rules.calendar import Calendar
from tests.check.test_quality import used
from tests.check.test_returns import OFFICE, below, money, month, silent
from tests.documents.dump import dumped
from tests.documents.making import make
from tests.documents.month import LAW, TEMPLATES, a_month, office
from tests.documents.test_bulletin import LEFTOVER
from tests.tables import MAY

NOTHING = Quality(None, (), (), (), ())


def judged() -> Judged:
    late = Reported("城关.xlsx", None, "A1", "城关街道", date(2026, 6, 10))
    told = LAW.finding("reported-late", sender="城关街道", value="2026年6月10日", deadline="2026年6月5日")
    made = month(money(), below("甲项目", "9万元", "F7"), silent(), told, days=[late])
    uses = (used(Remedy.CORRECTION, "柳渡镇"),)
    return replace(made, tables=replace(made.tables, interventions=uses))


def quality_notice(found: Quality | None = None, before: tuple[Return, ...] = ()) -> bytes:
    found = found or quality(judged(), before, LAW, OFFICE, Calendar())
    return make("data-quality", a_month(), {}, office(), LAW, TEMPLATES, quality=found)["数据质量通报.docx"]


def said(found: Quality | None = None, before: tuple[Return, ...] = ()) -> str:
    return dumped(quality_notice(found, before))


def test_it_says_who_is_late_who_is_silent_and_what_went_back() -> None:
    text = said(before=(Return("2026-05", "城关街道", "城关.xlsx", "z", ()),))
    assert "重点项目数据质量通报／（2026年1—5月，内部）" in text and "规定报送时限为2026年6月5日" in text
    assert "应报未报的有石磨镇。迟报的有城关街道（迟5天）。被退回重报的有城关街道（本期2次，本年2次）。" in text
    assert "| 城关街道 | 待重报 | 2026.6.10／迟5天 | 0 | 0 | 2 | 2 | 1 | 1 | 0 | 0 |" in text
    assert not LEFTOVER.search(text), LEFTOVER.findall(text)


def test_every_kind_of_fault_has_an_example_with_its_place() -> None:
    text = said()
    assert "| 1 | 本年完成小于本月完成 | 阻断 | 1 | 城关街道 |" in text and "（《城关.xlsx》 F7） |" in text
    assert "共1项，较多的单位有城关街道（1项）。\n1.城关街道：甲项目" in text


def test_what_is_asked_of_the_sender_is_not_asked_of_the_reader() -> None:
    assert "请" not in said().split("四、自相矛盾和存疑的数据")[1].split("五、")[0]


def test_corrections_are_told() -> None:
    assert "1.更正：柳渡镇，甲项目，本年完成投资：1→2（笔误）。" in said()


def test_a_month_without_senders_says_so() -> None:
    text = said(NOTHING)
    assert "本期没有单位报送。" in text and not LEFTOVER.search(text)


def test_a_month_without_faults_says_so_in_every_section() -> None:
    text = said(quality(month(period=MAY), (), LAW, replace(OFFICE, deadlines={}), Calendar()))
    for line in ("办公室没有设定报送时限，不判断迟报。", "没有被退回重报的单位。", "本期没有发现问题。",
                 "本期没有发现自相矛盾的数据。", "本期没有使用更正和放行。"):  # fmt: skip
        assert line in text


def test_private_numbers_are_masked() -> None:
    assert "13800138000" not in said(quality(month(money("13800138000")), (), LAW, OFFICE, Calendar()))


def test_it_cannot_be_made_of_a_run_that_checked_nothing() -> None:
    with pytest.raises(PipelineError, match="《数据质量通报》要在数据核查之后才能成文"):
        make("data-quality", a_month(), {}, office(), LAW, TEMPLATES)
