"""The marked copy: what is wrong is seen, and nothing else has changed."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.collect import sheets
from pipeline.model import Level, column_letter
from pipeline.workbooks.returns import package, rebuilding
from tests.workbook import Sheet, Table, workbook, write_ods, write_xlsx
from tests.workbooks.sent import copy, finding, opened, parts, read_back, rewritten, rich

ORANGE, YELLOW = "FFF8CBAD", "FFFFF2CC"
TABLE = "项目名称|总投资\n甲|约八千\n\n乙|5"


def fill(cell: Any) -> str | None:
    return cell.fill.fgColor.rgb if cell.fill.patternType == "solid" else None


def links(book: Any) -> dict[str, str]:
    """单元格 as the 退回说明 shows it → where its link leads."""
    return {cell.value: cell.hyperlink.location for row in book["退回说明"] for cell in row if cell.hyperlink}


def lines(book: Any) -> list[tuple[Any, ...]]:
    """The lines of the 退回说明, below its heads."""
    rows = [tuple(cell.value for cell in row) for row in book["退回说明"]]
    return rows[next(at for at, row in enumerate(rows) if row[0] == "序号") + 1 :]


def test_the_explanation_stands_first_and_is_opened_alone(tmp_path: Path) -> None:
    rich(tmp_path)
    book = opened(copy(tmp_path, [finding("C3")]))
    assert book.sheetnames == ["退回说明", "表", "二"]
    assert [sheet.sheet_view.tabSelected for sheet in book] == [True, None, None]
    assert book.active.title == "退回说明"


def test_every_error_of_every_row_is_marked_at_its_own_cell(tmp_path: Path) -> None:
    rich(tmp_path)
    found = [finding("C3"), finding("C5", level=Level.HINT), finding("A1", "二"), finding("F9"), finding("D5")]
    book = opened(copy(tmp_path, found))
    sheet = book["表"]
    assert [fill(sheet[cell]) for cell in ("C3", "C5", "F9", "D5", "A3")] == [ORANGE, YELLOW, ORANGE, ORANGE, None]
    assert fill(book["二"]["A1"]) == ORANGE
    assert links(book) == {"C3": "表!C3", "C5": "表!C5", "F9": "表!F9", "D5": "表!D5", "A1": "二!A1"}
    assert [line[0] for line in lines(book)] == [1, 2, 3, 4, 5]
    assert "1.【阻断】不是数字，请改。\n应填：数字" in sheet["C3"].comment.text


def test_a_finding_inside_a_merged_range_marks_the_cell_that_shows(tmp_path: Path) -> None:
    rich(tmp_path)
    book = opened(copy(tmp_path, [finding("B4"), finding("C1")]))
    assert [fill(book["表"][cell]) for cell in ("A1", "B3")] == [ORANGE, ORANGE]
    assert "不是数字" in book["表"]["B3"].comment.text and links(book)["B4"] == "表!B4"


def test_the_graver_of_two_findings_colours_the_cell_and_both_are_said(tmp_path: Path) -> None:
    rich(tmp_path)
    book = opened(copy(tmp_path, [finding("C5", level=Level.HINT, message="疑大。"), finding("C5")]))
    text = book["表"]["C5"].comment.text
    assert fill(book["表"]["C5"]) == ORANGE and text.index("1.【阻断】") < text.index("2.【提示】疑大。")


def test_what_the_sender_made_survives(tmp_path: Path) -> None:
    before = opened(rich(tmp_path).read_bytes())["表"]
    book = opened(copy(tmp_path, [finding("C3"), finding("C5")]))
    sheet = book["表"]
    assert [rule.formula1 for rule in sheet.data_validations.dataValidation] == ['"新建,技改"']
    assert [str(area.sqref) for area in sheet.conditional_formatting] == ["C3:C20"]
    assert [str(span) for span in sheet.merged_cells.ranges] == [str(span) for span in before.merged_cells.ranges]
    assert (sheet.column_dimensions["A"].width, sheet.row_dimensions[3].height) == (31, 33)
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.page_setup.orientation) == ("B3", "$2:$2", "landscape")
    assert book["二"].print_title_rows == "$1:$1" and book["退回说明"].print_title_rows
    assert (sheet["C5"].number_format, sheet["C5"].font.color.rgb) == ('0.00"万元"', "FF00B050")


def test_a_formula_stays_one_with_its_result_and_a_text_stays_a_text(tmp_path: Path) -> None:
    def computed(found: dict[str, bytes]) -> None:
        part = found["xl/worksheets/sheet1.xml"]
        found["xl/worksheets/sheet1.xml"] = part.replace(b"<f>SUM(C3:C5)</f><v></v>", b"<f>SUM(C3:C5)</f><v>5</v>")
        assert part != found["xl/worksheets/sheet1.xml"]

    rewritten(rich(tmp_path), computed)
    data = copy(tmp_path, [finding("C6"), finding("A7", value="=2+2", message="=3+3")])
    sheet = opened(data)["表"]
    assert (sheet["C6"].value, sheet["C6"].data_type) == ("=SUM(C3:C5)", "f")
    assert (sheet["A7"].value, sheet["A7"].data_type) == ("=1+1", "s")
    assert read_back(tmp_path, data)[0].at(5, 2) == 5
    kinds = {cell.data_type for row in opened(data)["退回说明"] for cell in row if cell.value}
    assert kinds == {"s", "n"}


def test_a_sheet_whose_columns_are_all_hidden_gets_its_comment_too(tmp_path: Path) -> None:
    def hidden(found: dict[str, bytes]) -> None:
        sheet = found["xl/worksheets/sheet1.xml"]
        columns = b'<cols><col min="1" max="2147483647" width="0" hidden="1"/></cols><sheetData'
        found["xl/worksheets/sheet1.xml"] = sheet.replace(b"<sheetData", columns, 1)

    write_xlsx(tmp_path / "城关.xlsx", Sheet([["甲", 1]], "表"))
    rewritten(tmp_path / "城关.xlsx", hidden)
    assert opened(copy(tmp_path, [finding("B1", "表")]))["表"]["B1"].comment is not None


def test_the_senders_own_comments_stay_above_ours(tmp_path: Path) -> None:
    rich(tmp_path)
    sheet = opened(copy(tmp_path, [finding("C3")]))["表"]
    assert sheet["C3"].comment.text.startswith("张三：月底再核\n〔核查意见〕\n1.【阻断】")
    assert sheet["A5"].comment.text == "李四：已更名"


def test_parts_that_are_not_touched_keep_their_bytes(tmp_path: Path) -> None:
    def drawn(found: dict[str, bytes]) -> None:
        found["xl/media/image1.png"], found["customXml/item1.xml"] = b"\x89PNG", b"<a/>"

    path = rich(tmp_path)
    rewritten(path, drawn)
    before, after = parts(path.read_bytes()), parts(copy(tmp_path, [finding("C3")]))
    changed = {name for name, data in before.items() if after.get(name) != data}
    assert "xl/media/image1.png" not in changed and changed == {
        "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
        "xl/worksheets/sheet1.xml", "xl/comments/comment1.xml",
        "xl/drawings/commentsDrawing1.vml",
    }  # fmt: skip


def test_a_mended_copy_that_comes_back_is_read_without_its_explanation_and_marked_anew(tmp_path: Path) -> None:
    rich(tmp_path)
    (tmp_path / "城关.xlsx").write_bytes(copy(tmp_path, [finding("C3"), finding("C5"), finding("F9")]))
    book = opened(copy(tmp_path, [finding("C5", message="还是不对。")]))
    sheet = book["表"]
    assert book.sheetnames == ["退回说明", "表", "二"] and len(lines(book)) == 1
    assert [fill(sheet[cell]) for cell in ("C3", "C5", "F9")] == [None, ORANGE, None]
    assert sheet["C3"].comment.text == "张三：月底再核" and sheet["F9"].comment is None
    assert sheet["C5"].comment.text == "〔核查意见〕\n1.【阻断】还是不对。\n应填：数字"
    assert book["二"].print_title_rows == "$1:$1"


def test_macros_stay_behind_and_the_explanation_says_so(tmp_path: Path) -> None:
    def armed(found: dict[str, bytes]) -> None:
        kind = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
        main = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
        found["[Content_Types].xml"] = found["[Content_Types].xml"].replace(main, kind)
        row = b'<Relationship Id="rId99" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" '
        rows = found["xl/_rels/workbook.xml.rels"].replace(b"</Rel", row + b'Target="vbaProject.bin"/></Rel')
        found |= {"xl/vbaProject.bin": b"macro", "xl/_rels/workbook.xml.rels": rows}

    rewritten(rich(tmp_path), armed)
    data = copy(tmp_path, [finding("C3")])
    found = parts(data)
    assert not [name for name in found if "vba" in name] and b"vba" not in found["xl/_rels/workbook.xml.rels"]
    assert b"macroEnabled" not in found["[Content_Types].xml"]
    assert "已去掉宏" in "".join(str(cell.value) for row in opened(data)["退回说明"] for cell in row)


@pytest.mark.parametrize(("name", "kind"), [("城关.csv", "text"), ("城关.html", "html"), ("城关.ods", "ods")])
def test_what_is_no_xlsx_comes_back_as_one_with_its_values(tmp_path: Path, name: str, kind: str) -> None:
    workbook(tmp_path / name, TABLE + "\n'=cmd|'1'!A1|5%")
    before = sheets(tmp_path / name)[0]
    data = copy(tmp_path, [finding("B2", before.name, file=name), finding("B9", before.name, file=name)], name, kind)
    sheet = opened(data).worksheets[1]
    assert [fill(sheet[cell]) for cell in ("B2", "B9", "B4")] == [ORANGE, ORANGE, None]
    assert "不是.xlsx格式" in "".join(str(cell.value) for row in opened(data)["退回说明"] for cell in row)
    assert not [cell for row in sheet for cell in row if cell.data_type == "f"]
    after = read_back(tmp_path, data)[0]
    assert [list(row) for row in after.rows[:5]] == [[*row, *[None] * (3 - len(row))] for row in before.rows]


def test_percents_dates_errors_and_what_is_hidden_come_through_a_rebuilding(tmp_path: Path) -> None:
    table: Table = [
        ["项目", "率", "日"],
        ["甲", 0.5, date(2026, 5, 30)],
        ["#REF!", True, date(1900, 1, 5)],
        ["乙", 1, None],
    ]
    path = write_xlsx(
        tmp_path / "a.xlsx",
        Sheet(table, merges=("A1:A2",), formats={"B2": 10, "C": 14}, hidden_rows=(4,), hidden_columns=("B",)),
    )
    (before,) = sheets(path)
    (tmp_path / "b.xlsx").write_bytes(rebuilding.rebuilt([before]))
    (after,) = sheets(tmp_path / "b.xlsx")
    assert [[*row, None][:3] for row in after.rows] == [[*row, None][:3] for row in before.rows]
    assert (after.merges, after.hidden_rows, after.hidden_columns) == (
        before.merges, before.hidden_rows, before.hidden_columns,
    )  # fmt: skip


def test_a_workbook_that_cannot_be_changed_is_rebuilt(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "城关.xlsx", Sheet(TABLE, "表"))
    rewritten(tmp_path / "城关.xlsx", lambda found: found.update({"xl/styles.xml": b"<styleSheet/>"}))
    book = opened(copy(tmp_path, [finding("B2")]))
    assert fill(book["表"]["B2"]) == ORANGE
    assert "另做" in "".join(str(cell.value) for row in book["退回说明"] for cell in row)


def test_a_workbook_whose_parts_are_too_large_is_rebuilt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rich(tmp_path)
    monkeypatch.setattr(rebuilding, "MOST_CELLS", 5)
    monkeypatch.setattr(package, "MOST_BYTES", 1000)
    book = opened(copy(tmp_path, [finding("C3")]))  # no room for its values either: the explanation alone
    assert book.sheetnames == ["退回说明"] and lines(book)[0][2] == "表"
    assert "无法标注" in "".join(str(cell.value) for row in book["退回说明"] for cell in row)


def test_the_same_workbook_gives_the_same_bytes(tmp_path: Path) -> None:
    rich(tmp_path)
    found = [finding("C3"), finding("F9"), finding("A1", "二")]
    assert copy(tmp_path, found) == copy(tmp_path, found[::-1])


def test_a_validator_finds_nothing(tmp_path: Path) -> None:
    audit = pytest.importorskip("openxml_audit")
    before, found = rich(tmp_path), [finding("C3"), finding("F9"), finding("A1", "二")]
    (tmp_path / "made.xlsx").write_bytes(copy(tmp_path, found))
    known, told = (
        {str(error) for error in audit.OpenXmlValidator().validate(path).errors}
        for path in (before, tmp_path / "made.xlsx")
    )
    assert {error for error in told - known if "inline-string" not in error} == set()


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=9)
CELL = st.none() | st.integers(-(10**14), 10**14) | st.floats(-1e9, 1e9) | st.booleans() | TEXT.map("'{}".format)
GRIDS = st.lists(st.lists(CELL, min_size=1, max_size=5), min_size=1, max_size=6)
PLACES = st.lists(st.tuples(st.integers(1, 9), st.integers(1, 8)), min_size=1, max_size=6)


@settings(max_examples=60)
@given(
    tables=st.lists(GRIDS, min_size=1, max_size=3), places=PLACES, merge=st.sampled_from(["A1:B2", "A1:A1", "B2:D9"])
)
def test_marks_change_no_value(tables: Sequence[Any], places: Sequence[tuple[int, int]], merge: str) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        made = [Sheet(table, f"表{at}", merges=(merge,)) for at, table in enumerate(tables)]
        path = write_xlsx(folder / "城关.xlsx", *made)
        before = list(sheets(path))
        found = [finding(f"{column_letter(column)}{row}", "表0") for row, column in places]
        assert read_back(folder, copy(folder, found)) == before


@settings(max_examples=60)
@given(table=GRIDS)
def test_a_rebuilt_sheet_holds_the_same_values(table: Any) -> None:
    with TemporaryDirectory() as name:
        before = sheets(write_ods(Path(name) / "a.ods", Sheet([["题"], *table])))
        (Path(name) / "b.xlsx").write_bytes(rebuilding.rebuilt(before))
        after = sheets(Path(name) / "b.xlsx")
    width = max(len(row) for row in before[0].rows)
    padded = [[*row, *[None] * width][:width] for row in before[0].rows]
    assert [[*row, *[None] * width][:width] for row in after[0].rows] == padded


def test_opening_needs_no_repair_of_the_zip(tmp_path: Path) -> None:
    import zipfile

    rich(tmp_path)
    with zipfile.ZipFile(io.BytesIO(copy(tmp_path, [finding("C3")]))) as archive:
        assert archive.testzip() is None
        assert {info.date_time for info in archive.infolist()} == {(2000, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"
