"""Papers whose file looks right and whose printed pages do not, and the other way round: the page is measured."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from docx.shared import Pt

from pipeline.standard import Judgement, judged
from pipeline.standard.rendering import converted
from tests.documents.month import a_month, bulletin
from tests.standard.planting import Plant, at, blanks, page, planted
from tests.standard.typed import OFFICIAL, typed

pytestmark = [pytest.mark.rendered, pytest.mark.slow]

FULL = OFFICIAL.replace("各单位要抓好落实。", "重" * 1700)


def bulletin_of_1700(plant: Plant | None = None) -> bytes:
    made = bulletin(a_month(), {"下步要求": ("重" * 1700,)})
    return planted(made, plant) if plant else made


def dashes_apart(document: Any) -> None:
    document.sections[0].footer_distance = 500000


def apart(document: Any) -> None:
    """LibreOffice sets lines by the grid where there is one."""
    for grid in document.element.iter("{*}docGrid"):
        grid.set(next(key for key in grid.attrib if key.endswith("}linePitch")), "600")
    document.styles["Normal"].paragraph_format.line_spacing = Pt(30)


def too_wide(document: Any) -> None:
    table = document.tables[0]._tbl
    for node in (*table.iter("{*}gridCol"), *table.iter("{*}tcW"), *table.iter("{*}tblW")):
        key = next(key for key in node.attrib if key.endswith("}w"))
        node.set(key, str(int(node.get(key)) * 3 // 2))


def loose(document: Any) -> None:
    line = at(document, "重")
    for run in line.runs:
        run.font.size = 203200
        run._element.get_or_add_rPr().append(run._element.makeelement(f"{{{run._element.nsmap['w']}}}spacing"))
        run._element.rPr[-1].set(f"{{{run._element.nsmap['w']}}}val", "20")


CASES: dict[str, tuple[str, Plant]] = {
    "30磅行距": ("page-lines", apart),
    "字距加宽": ("page-characters", loose),
    "标志过低": ("page-mark-top", lambda document: blanks("示例市工业推进办公室文件", 5)(document)),
    "页码过低": ("page-number-place", dashes_apart),
    "表格过宽": ("page-tables", too_wide),
    "首页无正文": ("page-first-body-none", lambda document: blanks("各镇街", 9)(document)),
    "版心下移": ("page-imprint-foot", lambda document: setattr(document.sections[-1], "bottom_margin", 1080000)),
    "订口不足": ("page-type-area", page(left_margin=20)),
}


@pytest.fixture(scope="module")
def found() -> Iterator[dict[str, Judgement]]:
    made = {name: bulletin_of_1700(plant) for name, (_, plant) in CASES.items()}
    made |= {"对": bulletin_of_1700(), "手打": typed(FULL)}
    pdfs = converted(list(made.values()))
    rows = zip(made.items(), pdfs, strict=True)
    yield {name: judged(data, name, rendered=pdf) for (name, data), pdf in rows}


def codes(judgement: Judgement) -> set[str]:
    return {each.code for each in judgement.violations}


@pytest.mark.parametrize("name", CASES)
def test_what_is_wrong_on_the_page_is_measured(found: dict[str, Judgement], name: str) -> None:
    code = CASES[name][0].replace("page-first-body-none", "first-page-body")
    assert code in codes(found[name])


def test_a_right_page_measures_right(found: dict[str, Judgement]) -> None:
    assert found["对"].measured and codes(found["对"]) == set()


def test_a_paper_typed_by_hand_is_measured_too(found: dict[str, Judgement]) -> None:
    assert not {"page-lines", "page-characters", "page-type-area", "page-tables"} & codes(found["手打"])


def test_the_faces_that_stand_in_are_named(found: dict[str, Judgement]) -> None:
    assert "仿宋由 FandolFang-Regular 替代。" in found["对"].notes
