"""底稿 of more projects than one sheet serves: the details stand in volumes by 镇街, every project in one of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.rules import Law
from pipeline.workbooks import working_papers
from tests.workbooks import month
from tests.workbooks.month import project
from tests.workbooks.reading import everything, records, sheet_names

OFFICE = month.office("城关街道", "柳渡镇", "石磨镇")
SENT = month.tables(
    [
        project(f"{town[0]}{at}", town)
        for town, count in (("城关街道", 2), ("柳渡镇", 1), ("石磨镇", 4))
        for at in range(count)
    ]
)


def few(most: int) -> Law:
    law = month.law()
    return replace(law, figures={**law.figures, "checks": {**law.checks, "most_detailed": most}})


def papers(most: int) -> dict[str, bytes]:
    return working_papers(month.measured(SENT, OFFICE), SENT, (), few(most), month.link)


def test_each_town_stands_whole_in_one_volume_and_the_paper_says_in_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.workbooks.working.MOST_FORMULAS", 0)
    made = papers(3)
    assert list(made) == ["底稿", "底稿明细1", "底稿明细2"]
    assert "明细" not in sheet_names(made["底稿"])
    told = "项目较多，按镇街分列在同一文件夹的《底稿明细1》城关街道—柳渡镇；《底稿明细2》石磨镇。"
    assert told in str(everything(made["底稿"]))
    names = [[row["项目名称"] for row in records(made[name], "明细")] for name in ("底稿明细1", "底稿明细2")]
    assert names == [["城0", "城1", "柳0"], ["石0", "石1", "石2", "石3"]]


def test_one_sheet_serves_where_it_can_and_where_formulas_count_over_it() -> None:
    assert list(papers(3)) == ["底稿"]
    assert "明细" in sheet_names(papers(3)["底稿"])
