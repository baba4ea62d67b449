"""数据质量: how each sender reported, which faults there are, and what the office corrected or let pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pipeline.check import quality
from pipeline.model import Counted, InputFile, Intervention, Judged, Remedy, Reported, Return, State
from pipeline.model.quality import Quality, Reporting
from pipeline.rules.calendar import Calendar
from tests.check.test_returns import OFFICE, below, money, month, silent
from tests.tables import LAW, an_office


def found(judged: Judged, before: Sequence[Return] = ()) -> Quality:
    return quality(judged, before, LAW, OFFICE, Calendar())


def line(judged: Judged, sender: str = "城关街道", before: Sequence[Return] = ()) -> Reporting:
    return next(one for one in found(judged, before).senders if one.sender == sender)


def used(remedy: Remedy, sender: str) -> Intervention:
    return Intervention(remedy, "a.xlsx", None, "A2", "甲项目", "本年完成投资", "1", "2", "笔误", "", "", sender)


def test_a_sender_is_late_by_the_days_after_the_deadline() -> None:
    judged = month(days=[Reported("城关.xlsx", None, "A1", "城关街道", date(2026, 6, 10))])
    one = line(judged)
    assert found(judged).due == date(2026, 6, 5) and (one.reported, one.days_late) == (date(2026, 6, 10), 5)
    assert quality(judged, (), LAW, an_office(), Calendar()).due is None


def test_who_sent_nothing_is_named_in_the_office_s_order() -> None:
    senders = found(month(silent(), silent("柳渡镇"))).senders
    assert [one.sender for one in senders] == ["城关街道", "石磨镇", "柳渡镇"]
    assert [one.state for one in senders] == [State.FINE, State.SILENT, State.SILENT]


def test_findings_are_counted_by_level_and_those_that_contradict_once_more() -> None:
    one = line(month(money(), below("甲", "9"), LAW.finding("image-unchanged", subject="甲", sender="城关街道")))
    assert (one.blocks, one.hints, one.contradictions) == (2, 1, 1)


def test_a_finding_of_nobody_is_nobody_s_fault() -> None:
    report = found(month(LAW.finding("release-unused", value="甲", title="甲")))
    assert report.faults == () and sum(one.hints for one in report.senders) == 0


def test_files_that_went_back_before_are_counted_with_those_that_go_back_now() -> None:
    before = [Return("2026-05", "城关街道", "城关.xlsx", "z", ()), Return("2026-04", "城关街道", "城关.xlsx", "y", ())]
    one = line(month(money()), before=before)
    assert (one.returns, one.returns_of_year) == (2, 3)


def test_rows_read_and_refused_are_those_of_the_sender_s_files() -> None:
    files = [InputFile("a.xlsx", "a", 9, "城关街道"), InputFile("b.xlsx", "b", 9, "石磨镇")]
    judged = month(files=files)
    counts = {"a.xlsx": Counted(5, 2), "b.xlsx": Counted(3, 0)}
    one = line(replace(judged, tables=replace(judged.tables, counts=counts)))
    assert (one.files, one.read, one.refused) == (1, 5, 2)


def test_corrections_and_releases_are_counted_and_changes_of_the_register_are_not() -> None:
    uses = tuple(used(remedy, "城关街道") for remedy in Remedy)
    judged = month()
    report = found(replace(judged, tables=replace(judged.tables, interventions=uses)))
    assert [one.remedy for one in report.interventions] == [Remedy.CORRECTION, Remedy.RELEASE]
    assert (report.senders[0].corrections, report.senders[0].releases) == (1, 1)


def test_the_gravest_kind_of_fault_comes_first_with_an_example_that_has_a_place() -> None:
    nowhere = money("约九千", sender="石磨镇", cell=None)
    hint = LAW.finding("image-unchanged", subject="甲", sender="柳渡镇")
    faults = found(month(hint, hint, hint, nowhere, money(), below("甲", "9"))).faults
    assert [(one.code, one.count) for one in faults] == [
        ("ytd-below-month", 1),
        ("money-not-a-number", 2),
        ("image-unchanged", 3),
    ]
    assert faults[1].example.cell == "D3" and faults[1].senders == {"石磨镇": 1, "城关街道": 1}
