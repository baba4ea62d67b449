"""The bulletin as LibreOffice sets it: what a ruler on the page would find (GB/T 9704-2012)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.documents.month import ROWS, a_month, bulletin
from tests.documents.test_bulletin import MANY
from tests.rendering.render import to_pdfs

pytestmark = pytest.mark.rendered

LEFT, RIGHT, TOP, BOTTOM = 28, 184, 37, 262  # the type area of an upright page, mm
LONG = ROWS.replace("甲项目", "甲" * 200).replace("主体施工", "主体施工" * 40)
BODY = {"下步要求": ("重" * 1700,)}


def mm(points: float) -> float:
    return points / 72 * 25.4


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    pdfplumber = pytest.importorskip("pdfplumber")
    folder = tmp_path_factory.mktemp("pages")
    made = {
        "公文": bulletin(a_month(), BODY),
        "简报": bulletin(a_month(), carrier="简报"),
        "长": bulletin(a_month(LONG)),
        "多": bulletin(a_month(MANY, "")),
        "草稿": bulletin(a_month(), draft=True),
    }
    files = [folder / f"{name}.docx" for name in made]
    for file, data in zip(files, made.values(), strict=True):
        file.write_bytes(data)
    opened = {pdf.stem: pdfplumber.open(pdf) for pdf in to_pdfs(files, folder)}
    yield {name: pdf.pages for name, pdf in opened.items()}
    for pdf in opened.values():
        pdf.close()


def lines(page: Any) -> dict[int, list[Any]]:
    """The characters of the type area by the height of their line, left to right."""
    found: dict[int, list[Any]] = {}
    for char in page.chars:
        if mm(char["bottom"]) < BOTTOM + 1:
            found.setdefault(round(char["bottom"]), []).append(char)
    return found


def ink(page: Any, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what is printed inside a box, mm."""
    from PIL import ImageOps

    dots = 300 / 25.4
    cut = page.to_image(resolution=300).original.convert("L").crop([round(side * dots) for side in box])
    found = ImageOps.invert(cut).point(lambda shade: 255 if shade > 100 else 0).getbbox()
    assert found, "nothing printed there"
    left, top, right, bottom = (side / dots for side in found)
    return box[0] + left, box[1] + top, box[0] + right, box[1] + bottom


def test_a_full_page_has_22_lines_of_28_characters(pages: dict[str, Any]) -> None:
    full = [page for page in pages["公文"] if sum(char["text"] == "重" for char in page.chars) == 22 * 28]
    assert full and [len(line) for line in lines(full[0]).values()] == [28] * 22


def test_the_mark_begins_35_mm_below_the_type_area(pages: dict[str, Any]) -> None:
    left, top, right, _ = ink(pages["公文"][0], (20, 40, 200, 105))
    assert top == pytest.approx(TOP + 35, abs=1) and left >= LEFT and right <= RIGHT


def test_the_red_rule_lies_4_mm_below_the_number_as_wide_as_the_type_area(pages: dict[str, Any]) -> None:
    page = pages["公文"][0]
    rule = next(line for line in [*page.lines, *page.rects] if line["stroking_color"] == (1, 0, 0))
    number = ink(page, (60, 105, 150, mm(rule["top"]) - 1))
    assert mm(rule["top"]) - number[3] == pytest.approx(4, abs=0.5)
    assert (mm(rule["x0"]), mm(rule["x1"])) == pytest.approx((LEFT, RIGHT), abs=0.3)


def test_the_first_page_shows_body_text(pages: dict[str, Any]) -> None:
    assert "现将2026年1—5月全市重点项目推进情况通报如下" in pages["公文"][0].extract_text().replace(" ", "")


def test_page_numbers_stand_7_mm_below_the_type_area_outside(pages: dict[str, Any]) -> None:
    odd, even = pages["公文"][0], pages["公文"][1]
    right, left = ink(odd, (100, BOTTOM, 200, 290)), ink(even, (20, BOTTOM, 120, 290))
    assert RIGHT - right[2] == pytest.approx(4.9, abs=1) and left[0] - LEFT == pytest.approx(4.9, abs=1)
    dash = ink(odd, (right[0], BOTTOM, right[0] + 2, 290))
    assert dash[1] - BOTTOM == pytest.approx(7, abs=0.5)


@pytest.mark.parametrize("month", ["公文", "简报", "长", "多"])
def test_wide_pages_keep_the_number_where_an_upright_page_has_it(pages: dict[str, Any], month: str) -> None:
    """GB/T 9704 8: the foot of the upright page is the left of the wide one, its right the wide one's bottom."""
    for page in [page for page in pages[month] if page.width > page.height][:8]:
        _, top, right, bottom = ink(page, (1, 5, 34, 205))
        assert 35 - right == pytest.approx(5.25, abs=0.5), "the figures; the dashes are 7 mm from the type area"
        outside = 184 - bottom if page.page_number % 2 else top - 28
        assert outside == pytest.approx(4.9, abs=1), page.page_number


@pytest.mark.parametrize("carrier", ["公文", "简报"])
def test_the_imprint_ends_on_the_foot_of_the_last_page(pages: dict[str, Any], carrier: str) -> None:
    last = pages[carrier][-1]
    rules = sorted(mm(line["top"]) for line in [*last.lines, *last.rects])
    assert rules[-1] == pytest.approx(BOTTOM, abs=0.6)
    assert not [char for char in last.chars if mm(char["top"]) > BOTTOM], "no number on the page of the imprint"


@pytest.mark.parametrize("month", ["公文", "长", "多"])
def test_nothing_leaves_the_type_area(pages: dict[str, Any], month: str) -> None:
    for page in pages[month]:
        within_type_area(page)


def within_type_area(page: Any) -> None:
    """Upright or landscape, no character of the text leaves the type area; the page number does not count."""
    wide = page.width > page.height
    left, right, bottom = (35, 260, 184) if wide else (LEFT, RIGHT, BOTTOM)
    inside = [char for char in page.chars if not wide or mm(char["x0"]) > 33]
    text = [char for char in inside if wide or mm(char["bottom"]) < BOTTOM + 2]
    assert min(mm(char["x0"]) for char in text) > left - 1, page.page_number
    assert max(mm(char["x1"]) for char in text) < right + 6, "no more than a hanging comma"
    assert max(mm(char["bottom"]) for char in text) < bottom + 1, page.page_number


def test_the_signature_is_not_alone_on_its_page(pages: dict[str, Any]) -> None:
    for month in ("公文", "长", "多"):
        texts = [(page, page.extract_text().replace(" ", "").replace("　", "")) for page in pages[month]]
        signed = next(page for page, text in texts if "2026年月日" in text)
        assert len(lines(signed)) >= 7, "five annexes, the organ and the date at least"


def test_a_table_head_is_repeated_on_every_page(pages: dict[str, Any]) -> None:
    wide = [page.extract_text() for page in pages["多"] if page.width > page.height]
    assert len(wide) > 30 and all("项目名称" in text for text in wide if "无。" not in text)


def test_the_stand_in_faces_are_the_ones_meant(pages: dict[str, Any]) -> None:
    faces = {char["fontname"].split("+")[-1] for page in pages["公文"] for char in page.chars}
    assert {"FandolFang-Regular", "FandolHei-Regular", "FandolKai-Regular"} <= faces
    assert any(face.startswith("FandolSong") for face in faces)


def test_a_draft_can_be_set_too_where_it_was_put(pages: dict[str, Any]) -> None:
    assert len(pages["草稿"]) > 1
