"""What a period's files say, in the order and with the marks that the desk page shows."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipeline.model import Period, Registered, Standing
from pipeline.pages import DeskView, PeriodView
from pipeline.run.desk import Desk
from pipeline.run.shelf import Shelf

MAY = "2026-05"


def a_view(
    *outputs: tuple[str, bool],
    status: str = "made",
    findings: Iterable[Any] = (),
    figures: Iterable[Any] = (),
    register: Iterable[Registered] = (),
) -> DeskView:
    """The desk with one month, whose manifest lists files (path, stale)."""
    listed = [{"path": path, "sha256": "", "run": "", "stale": stale} for path, stale in outputs]
    told = {
        "manifest.json": {"period": MAY, "status": status, "inputs": [], "outputs": listed},
        "findings.json": list(findings),
        "figures.json": {"period": MAY, "as_of": "2026-05-20", "figures": list(figures)},
    }
    pending = {f"{MAY}/{path}": b"" for path, _ in outputs}
    pending |= {f"{MAY}/{path}": json.dumps(value).encode() for path, value in told.items()}
    return Desk(Shelf(Path("nowhere"), pending), list(register)).view("示例市", "办")


def may(view: DeskView) -> PeriodView:
    assert [period.period for period in view.periods] == [Period.parse(MAY)]
    return view.periods[0]


def a_figure(scope: str, name: str, value: str | None) -> dict[str, str | None]:
    return {"scope": scope, "name": name, "value": value}


def blocking(sender: str | None, message: str) -> dict[str, str | None]:
    return {"level": "阻断", "sender": sender, "message": message}


def test_the_last_draft_stands_first_and_a_rough_one_last() -> None:
    names = ("通报（草稿）", "通报", "通报（第2稿）", "单/柳渡镇（第3稿）")
    view = a_view(*((f"{name}.docx", name == "通报") for name in names))
    papers = [(paper.name, paper.draft, paper.rough, paper.stale) for paper in may(view).papers]
    assert papers == [
        ("单/柳渡镇", 3, False, False),
        ("通报", 2, False, False),
        ("通报", 1, False, True),
        ("通报", 1, True, False),
    ]


def test_a_number_belongs_to_the_draft_that_it_was_given_to() -> None:
    row = Registered("示推办", 2026, 1, "1号", Standing.ISSUED, "题", period=MAY, name="通报", draft=2)
    view = a_view(("通报.docx", False), ("通报（第2稿）.docx", False), ("通报（草稿）.docx", False), register=[row])
    assert [paper.registered for paper in may(view).papers] == [(row,), (), ()]
    assert may(view).issued == 1


def test_whoever_has_most_to_mend_comes_first_and_the_office_last() -> None:
    told = [
        blocking(None, "本办错。"),
        blocking("甲镇", "一错。"),
        *(blocking("乙镇", f"{at}错。") for at in range(5)),
        {"level": "提示", "sender": "丙镇", "message": "提示。"},
    ]
    view = may(a_view(("退回/乙镇/表.xlsx", False), ("退回/丙镇/表.xlsx", False), status="blocked", findings=told))
    assert [(trouble.sender, trouble.count) for trouble in view.troubles] == [("乙镇", 5), ("甲镇", 1), ("", 1)]
    assert view.troubles[0].messages == ("0错。", "1错。", "2错。")
    assert view.troubles[0].files == ("2026-05/退回/乙镇/表.xlsx",)
    assert view.hints == 1


def test_files_are_told_apart_by_what_they_are_for() -> None:
    paths = ("底稿.xlsx", "待办.html", "figures.json", "退回/乙镇/表.xlsx", "退回/乙镇/函.docx", "通报.docx")
    view = may(a_view(*((path, False) for path in paths)))
    assert view.workbooks == ("2026-05/底稿.xlsx",)
    assert view.todo == "2026-05/待办.html"
    assert view.returns == (("乙镇", ("2026-05/退回/乙镇/表.xlsx", "2026-05/退回/乙镇/函.docx")),)
    assert [paper.path for paper in view.papers] == ["2026-05/通报.docx"]


def test_towns_stand_by_rank_and_those_without_one_at_the_end() -> None:
    ranks = {"甲镇": "2", "乙镇": None, "丙镇": "1"}
    view = a_view(figures=[a_figure(f"镇街:{town}", "名次", rank) for town, rank in ranks.items()])
    assert view.progress
    assert [town.name for town in view.progress.towns] == ["丙镇", "甲镇", "乙镇"]
    assert view.progress.as_of.day == 20


def test_figures_say_whether_they_are_rough_or_out_of_date() -> None:
    marks = []
    for status, stale in (("made", False), ("draft", False), ("blocked", True)):
        progress = a_view(("figures.json", stale), status=status).progress
        assert progress
        marks.append((progress.rough, progress.stale))
    assert marks == [(False, False), (True, False), (False, True)]


def test_the_rows_of_all_files_are_counted_together() -> None:
    row = {"rows_read": 5, "rows_accepted": 4, "rows_refused": 1}
    manifest = {"status": "checked", "inputs": [row, row, {"rows_read": "5"}], "outputs": []}
    told = {f"{MAY}/manifest.json": json.dumps(manifest).encode(), f"{MAY}/findings.json": b"[]"}
    view = may(Desk(Shelf(Path("nowhere"), told), []).view("示例市", "办"))
    assert (view.files, view.rows) == (3, (10, 8, 2))


def test_months_and_weeks_stand_by_their_last_day_a_month_before_its_last_week() -> None:
    names = ("2026-04", "2026-W22", "2026-05", "2026-W21", "2025-12")
    shelf = Shelf(Path("nowhere"), {f"{name}/manifest.json": b"" for name in names})
    assert [period.text for period in shelf.periods()] == ["2026-05", "2026-W22", "2026-W21", "2026-04", "2025-12"]
