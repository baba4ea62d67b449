from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Finding, Level, column_letter
from tests.tables import sheet, tables

TWO = "项目名称 | 镇街 | 年度计划投资 | 本年完成投资\n甲 | 城关街道 | 1 | 1\n乙 | 城关街道 | 2 | 1"


@given(st.integers(1, 18278))
def test_column_letters_count_in_base_26_without_a_zero(column: int) -> None:
    number = 0
    for letter in column_letter(column):
        number = number * 26 + ord(letter) - 64
    assert number == column


def test_a_refused_row_moves_from_accepted_to_refused_and_the_tables_given_stay() -> None:
    before = tables(sheet(TWO))
    after = before.without({0})
    assert [row["name"] for row in after.projects] == ["乙"]
    assert [(c.read, c.accepted, c.refused) for c in after.counts.values()] == [(2, 1, 1)]
    assert [(c.read, c.accepted, c.refused) for c in before.counts.values()] == [(2, 2, 0)]


def test_a_field_of_a_row_has_an_address_and_an_absent_column_has_none() -> None:
    made = tables(sheet(TWO))
    assert made.cell(made.projects[1], "plan") == "C3"
    assert made.cell(made.projects[1], "total") is None


def test_every_row_has_every_field_of_its_form() -> None:
    (row, _) = tables(sheet(TWO)).projects
    assert row["permit.土地"] is None and row["plan_start.month"] is None and row["in_register"] is False


def test_a_finding_is_written_in_the_order_of_the_contract() -> None:
    finding = Finding(Level.BLOCK, "a", "句子。", file="f", cell="A1")
    assert list(finding.as_json()) == [
        "level", "code", "file", "sheet", "cell", "field", "value", "message", "sender",
    ]  # fmt: skip
    assert finding.as_json()["level"] == "阻断" and finding.as_json()["sheet"] is None
