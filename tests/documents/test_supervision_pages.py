"""督查报告, 督办通知单 and 周调度专报 as LibreOffice sets them: what a reader with a ruler would find."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.documents.following import followed
from tests.documents.inspecting import INSPECTED, inspected, report
from tests.documents.month import ROWS
from tests.documents.test_notice import notice_file
from tests.documents.test_pages import BOTTOM, LEFT, RIGHT, TOP, ink, mm, within_type_area
from tests.documents.test_supervision import MORE, NOBODY
from tests.documents.test_week import weekly
from tests.rendering.render import to_pdfs

pytestmark = pytest.mark.rendered

CHARACTER = 5.6  # mm: one 字 of 16 points
LONG = ROWS.replace("甲项目", "甲" * 80)
UPRIGHT = ("报告", "空", "简报", "长", "通知", "周")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    pdfplumber = pytest.importorskip("pdfplumber")
    folder = tmp_path_factory.mktemp("pages")
    made = {
        "报告": report(signer="张某某"),
        "空": report(inspected("", "", ""), NOBODY),
        "简报": report(carrier="简报"),
        "长": report(inspected(INSPECTED.replace("主体", "主体" * 60), LONG), followed(MORE)),
        "通知": notice_file(),
        "周": weekly(),
    }
    files = [folder / f"{name}.docx" for name in made]
    for file, data in zip(files, made.values(), strict=True):
        file.write_bytes(data)
    opened = {pdf.stem: pdfplumber.open(pdf) for pdf in to_pdfs(files, folder)}
    yield {name: pdf.pages for name, pdf in opened.items()}
    for pdf in opened.values():
        pdf.close()


def upright(found: list[Any]) -> list[Any]:
    return [page for page in found if page.width < page.height]


def said(page: Any) -> str:
    return str(page.extract_text()).replace(" ", "").replace("　", "")


def test_the_one_who_signs_stands_on_the_line_of_the_number(pages: dict[str, Any]) -> None:
    """GB/T 9704 7.2.5, 7.2.6: one 字 from the left and one 字 from the right, the name in 楷体."""
    first = pages["报告"][0]
    name = [char for char in first.chars if char["text"] in "张某"][:3]
    line = [char for char in first.chars if abs(char["bottom"] - name[0]["bottom"]) < 2 and char["text"].strip()]
    assert "".join(char["text"] for char in line).startswith("示推办〔2026〕")
    assert mm(line[0]["x0"]) - LEFT == pytest.approx(CHARACTER, abs=0.8)
    assert RIGHT - mm(line[-1]["x1"]) == pytest.approx(CHARACTER, abs=0.8)
    assert all("Kai" in char["fontname"] for char in name)


def test_the_red_rule_still_spans_the_type_area(pages: dict[str, Any]) -> None:
    first = pages["报告"][0]
    rule = next(line for line in [*first.lines, *first.rects] if line["stroking_color"] == (1, 0, 0))
    assert (mm(rule["x0"]), mm(rule["x1"])) == pytest.approx((LEFT, RIGHT), abs=0.3)


def test_pictures_stand_two_to_a_row_inside_the_type_area(pages: dict[str, Any]) -> None:
    page = next(page for page in pages["报告"] if page.images)
    middles = ((mm(image["top"] + image["bottom"]) / 2, mm(image["x0"]), mm(image["x1"])) for image in page.images)
    boxes = sorted((round(middle), left, right) for middle, left, right in middles)
    assert len(boxes) == 3 and boxes[0][0] == boxes[1][0] < boxes[2][0]
    assert all(left > LEFT - 1 and right < RIGHT + 1 for _, left, right in boxes)
    assert boxes[0][2] < boxes[1][1] and "现场督查照片" in said(page)


@pytest.mark.parametrize("name", UPRIGHT)
def test_nothing_leaves_the_type_area(pages: dict[str, Any], name: str) -> None:
    for page in pages[name]:
        within_type_area(page)


@pytest.mark.parametrize("name", UPRIGHT)
def test_the_imprint_ends_on_the_foot_of_the_last_page(pages: dict[str, Any], name: str) -> None:
    last = pages[name][-1]
    rules = sorted(mm(line["top"]) for line in [*last.lines, *last.rects])
    assert rules[-1] == pytest.approx(BOTTOM, abs=0.6)


@pytest.mark.parametrize("name", ["报告", "空", "长", "通知", "周"])
def test_the_signature_is_not_alone_on_its_page(pages: dict[str, Any], name: str) -> None:
    signed = next(page for page in upright(pages[name]) if "2026年月日" in said(page))
    assert "附件：" in said(signed), "what is signed names its annexes on the same page"


def test_a_table_of_sixty_items_repeats_its_head_on_every_page(pages: dict[str, Any]) -> None:
    ledger = [said(page) for page in pages["长"] if page.width > page.height and "督2026-" in page.extract_text()]
    assert len(ledger) > 3 and all("督办编号" in text for text in ledger)


def test_the_colour_of_a_notice_is_small_and_beside_its_word(pages: dict[str, Any]) -> None:
    first = pages["通知"][0]
    painted = [box for box in first.rects if box["fill"] and box["non_stroking_color"] not in ((0, 0, 0), (1, 1, 1))]
    width = max(mm(box["x1"]) for box in painted) - min(mm(box["x0"]) for box in painted)
    assert width < 20 and max(mm(box["height"]) for box in painted) < 12
    assert "色督办单（承办单位" in said(first)
    left, top, right, bottom = ink(first, (28, TOP + 85, 44, TOP + 115))
    assert right > left and bottom > top, "the mark is dark enough to print in black and white"


def test_every_annex_of_a_week_begins_a_page_and_none_lies_wide(pages: dict[str, Any]) -> None:
    assert upright(pages["周"]) == pages["周"]
    titles = ("各镇街本周进展情况表", "30天内到期节点表", "进度滞后项目名单")
    begun = [said(page) for page in pages["周"] if said(page).startswith("附件")]
    assert len(begun) == 3 and all(title in text for title, text in zip(titles, begun, strict=True))
