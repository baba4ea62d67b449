"""A run on a small city that makes a document which is a workbook: where its files lie, and what may become of them."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from pipeline.model import PipelineError
from pipeline.run import execute
from tests.city import city, run
from tests.documents.listing import typed
from tests.run.life import desk, faults, refused, request

WHOLE, TOWN = "三个清单两张表.xlsx", "三个清单两张表/城关街道.xlsx"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("lists")
    city(made)
    assert run(made, "lists").status == "made"
    return made


def test_the_files_lie_on_the_desk_are_listed_and_stand_among_the_documents(root: Path) -> None:
    listed = {row["path"] for row in json.loads(desk(root, "manifest.json").read_bytes())["outputs"]}
    assert listed >= {WHOLE, TOWN, "三个清单两张表/柳渡镇.xlsx"}
    page = (root / "output/index.html").read_text("utf-8")
    documents, _, papers = page.partition("底稿")
    assert "三个清单两张表" in documents and "三个清单两张表" not in papers


def test_each_prints_the_figures_of_its_own_scope(root: Path) -> None:
    totals = {path: load_workbook(desk(root, path))["项目进度调度表"] for path in (WHOLE, TOWN)}
    said = {path: [row[7].value for row in page.iter_rows() if row[1].value == "合计"] for path, page in totals.items()}
    assert said == {WHOLE: ["=SUM(H5:H7)"], TOWN: ["=SUM(H5:H6)"]}
    values = load_workbook(desk(root, TOWN), data_only=True)["项目进度调度表"]
    assert [row[7].value for row in values.iter_rows() if row[1].value == "合计"] == [10000]


def test_where_a_figure_is_printed_stands_in_the_working_paper(root: Path) -> None:
    page = load_workbook(desk(root, "底稿.xlsx"), data_only=True)["指标"]
    (line,) = [row for row in page.iter_rows(values_only=True) if row[:2] == ("年度投资完成率", "镇街:城关街道")]
    told = "｜".join(str(value) for value in line if value)
    assert "三个清单两张表/城关街道：项目进度调度表合计" in told and "相符" in told


@pytest.mark.parametrize("name", ["三个清单两张表", TOWN, "三个清单两张表.xlsx"])
def test_it_takes_no_number(root: Path, name: str) -> None:
    assert "是工作簿，不编文号，也不印发" in refused(root, name) and faults(root) == ()


def test_a_draft_is_named_and_marked_so(tmp_path: Path) -> None:
    city(tmp_path)
    assert run(tmp_path, "lists", draft=True).status == "draft"
    data = desk(tmp_path, "三个清单两张表/城关街道（草稿）.xlsx").read_bytes()
    page: Any = load_workbook(io.BytesIO(data))["任务清单"]
    assert page.oddHeader.center.text == "草　稿" and desk(tmp_path, "三个清单两张表（草稿）.xlsx").is_file()


def test_a_template_with_a_fault_ends_the_run_with_its_line(tmp_path: Path) -> None:
    city(tmp_path)
    folder = typed(tmp_path, '[[sheets]]\nname = "甲"\nheading = "甲"\nsource = "项木"\ncolumns = [\n'
                             '{ title = "乙", value = "项目名称", width = 9 },\n]\n')  # fmt: skip
    asked = replace(request(tmp_path), verb="lists", documents=("lists",), templates=folder)
    with pytest.raises(PipelineError, match=r"《三个清单两张表\.toml》第4行：没有名为“项木”的内容，相近的有：项目"):
        execute(asked)
