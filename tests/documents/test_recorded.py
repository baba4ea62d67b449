"""Rows that tell a value when it is asked for it: kept, carried to another process and printed as if all were told, and
nothing of their record beside their columns."""

from __future__ import annotations

import json
import pickle
import zlib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.documents.engine.engine import Template, TemplateError
from pipeline.documents.keeping import kept, restored
from pipeline.documents.told.rows import project_rows
from tests.documents.month import LAW, a_month
from tests.documents.word import template

MONTH = a_month()
PRIVATE = "13800138000"


def rows() -> list[Any]:
    records = tuple({**record, "contact": PRIVATE} for record in MONTH.projects)
    return list(project_rows(records, LAW, MONTH.period))


def test_a_row_is_kept_and_travels_as_all_that_it_tells_and_no_more() -> None:
    mine = rows()
    for again in (restored(kept({"项目": mine, "首项": mine[:1]})), pickle.loads(pickle.dumps({"项目": mine}))):
        assert [dict(row) for row in again["项目"]] == [dict(row) for row in mine]
    assert PRIVATE.encode() not in pickle.dumps(mine)


def test_a_row_that_stands_in_several_lists_is_kept_once() -> None:
    mine = [*rows(), {"镇街": "城关街道"}]
    twice = restored(kept({"甲": mine, "乙": mine}))
    assert twice["甲"] == mine and all(one is other for one, other in zip(twice["甲"], twice["乙"], strict=True))


def test_what_an_earlier_edition_kept_is_still_read() -> None:
    assert restored(zlib.compress(json.dumps({"甲": [{"乙": {"~": "date", "is": "2026-05-31"}}]}).encode())) == {
        "甲": [{"乙": date(2026, 5, 31)}]
    }


@pytest.mark.parametrize(
    "expression", ["行._record", "行['_record']", "行._record.contact", "行._columns", "行.联系人", "行.contact"]
)
def test_a_template_reaches_nothing_behind_a_row(tmp_path: Path, expression: str) -> None:
    made = template(tmp_path / "行.docx", "{% for 行 in 项目 %}{{ " + expression + " }}{% endfor %}")
    with pytest.raises(TemplateError):
        Template(made).render({"项目": rows()})


@pytest.mark.parametrize("expression", ["行.总投资", "行.已开工|缺省", "行.竣工时间|缺省('3')", "行.总投资|百分率"])
def test_what_may_not_be_printed_of_a_row_is_refused(tmp_path: Path, expression: str) -> None:
    made = template(tmp_path / "行.docx", "{% for 行 in 项目 %}{{ " + expression + " }}{% endfor %}")
    with pytest.raises(TemplateError):
        Template(made).render({"项目": rows()})
