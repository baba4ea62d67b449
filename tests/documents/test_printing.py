"""A prepared document: what the ledger keeps of it prints the same file again, and its number and date go in later."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from pipeline.documents import again, prepare
from pipeline.documents.charts.chart import Chart, Series
from pipeline.documents.keeping import kept, restored
from pipeline.documents.printing import Prepared
from pipeline.documents.quantity import Quantity
from pipeline.model import TEMPLATES, Day, Made, PipelineError
from tests.documents.dump import dumped
from tests.documents.month import LAW, a_month, office


def bulletin(carrier: str = "公文") -> Prepared:
    (one,) = prepare("bulletin", a_month(), {}, office(carrier=carrier), LAW, TEMPLATES)
    return one


def made(one: Prepared) -> Made:
    return Made("2026-05", one.name, one.document, one.title, 1, "", "", "", one.series, one.kept())


def test_everything_that_fills_a_template_is_kept_exactly() -> None:
    chart = Chart("level", "图", ("城关", "柳渡"), (Series("时序", (Fraction(1, 3), None), "above"),), "%", 1)
    filling = {
        "甲": [Quantity(Fraction(10, 3), "%"), Quantity(None, "元"), Quantity(7, "个")],
        "日": {"止": date(2026, 5, 31), "约": Day(date(2026, 5, 1), True)},
        "图": chart,
        "字": ["", None, True, 3, b"\x00\xff"],
    }
    read = restored(kept(filling))
    assert read == filling
    assert [(one.value, one.unit) for one in read["甲"]] == [(Fraction(10, 3), "%"), (None, "元"), (7, "个")]


def test_a_thing_that_is_not_plain_data_is_not_kept() -> None:
    with pytest.raises(TypeError, match="Path"):
        kept({"甲": Path()})


@pytest.mark.parametrize("carrier", ["公文", "简报"])
def test_a_kept_document_prints_the_same_bytes_again(carrier: str) -> None:
    one = bulletin(carrier)
    assert again(made(one), TEMPLATES).printed() == one.printed()


def test_bytes_that_are_not_whole_are_told() -> None:
    broken = Made("2026-05", "调度通报", "bulletin", "", 1, "", "", "", "", b"no")
    with pytest.raises(PipelineError, match="已损坏"):
        again(broken, TEMPLATES)


def test_number_and_date_go_into_the_letterhead_and_nothing_else_changes() -> None:
    one = bulletin()
    plain, numbered = (dumped(each.printed()) for each in (one, one.numbered(12, date(2026, 6, 8))))
    assert one.series == "示推办"
    assert "〔2026〕12号" in numbered and "2026年6月8日" in numbered
    changed = [(old, new) for old, new in zip(plain.splitlines(), numbered.splitlines(), strict=True) if old != new]
    assert 2 <= len(changed) <= 4
    assert all("号" in new or "6月8日" in new for _, new in changed)


def test_a_brief_takes_numbers_of_its_own_name() -> None:
    one = bulletin("简报")
    assert one.series == "重点项目调度"
    assert one.number_text(2026, 7) == "第7期"
    assert "第7期" in dumped(one.numbered(7, date(2026, 6, 8)).printed())


def test_a_form_without_a_letterhead_takes_no_number() -> None:
    forms = prepare("confirmation", a_month(), {}, office(), LAW, TEMPLATES)
    assert {one.series for one in forms} == {""}
