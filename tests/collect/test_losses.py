"""No silent loss: every cell that a file holds is read, or the difference is said, and nothing is guessed."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.collect.opening import Opened, opened
from pipeline.collect.sheet import Refused, Rows
from pipeline.collect.tally import _elements, _holds, tally, void_strings
from pipeline.model import Fault, FaultKind, Value
from tests.collect.conftest import Gather, codes, data
from tests.collect.package import MAIN, package
from tests.workbook import Cell, Sheet, workbook, write_ods, write_xlsx

INPUT = Path(__file__).parents[2] / "input"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PHONETIC = '<rPh sb="0" eb="1"><t>jia</t></rPh>'
RICH = f"<r><rPr><b/></rPr><t>甲</t></r><r><t>乙</t></r>{PHONETIC}"
Blank = str | int | None
NOTHING_AND_ONE = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>1</v></c></row>'
NOON = '<row r="1"><c r="A1" s="1" t="d"><v>2026-05-31T12:00:00</v></c></row>'
ERROR, UNCALCULATED = FaultKind.ERROR, FaultKind.UNCALCULATED


def sheet(rows: str) -> str:
    return f'<worksheet xmlns="{MAIN}">{rows}</worksheet>'


def read(content: bytes) -> tuple[Rows, list[tuple[str, Blank, Blank]]]:
    """The only sheet's rows, and (code, counted, seen) of what is said."""
    result = opened(content)
    (grid,) = result.grids
    said = [(doubt.code, doubt.blanks.get("count"), doubt.blanks.get("value")) for doubt in result.doubts]
    return [list(row) for row in grid.rows], said


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (package("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"), [[1, 2], [3, None]]),
        (package('<row r="1"><c r="A1" s="1"/><c r="B1"><v>1</v></c><c s="1"><v>46173</v></c></row>'),
         [[None, 1, date(2026, 5, 31)]]),
        (package('<row r="2"><c><v>1</v></c></row><row r="3"><c><v>2</v></c></row>'), [[None], [1], [2]]),
        (package('<row r="2"><c r="A2"><v>2</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>'), [[1], [2]]),
        (package('<row r="1"><c r="B1"><v>2</v></c><c r="A1"><v>1</v></c></row>'), [[1, 2]]),
        (package(f'<row r="1"><c r="A1" t="inlineStr"><is>{RICH}</is></c></row>'), [["甲乙"]]),
        (package('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings=f"<si>{RICH}</si>"), [["甲乙"]]),
        (package(NOTHING_AND_ONE, strings=f"<si>{PHONETIC}</si>"), [[None, 1]]),
        (package(NOTHING_AND_ONE, strings="<si><t> </t></si>"), [[None, 1]]),
        (package('<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>0</v></c></row>'), [[True, False]]),
        (
            package(
                '<row r="1"><c r="A1" t="d"><v>2026-05-31</v></c></row>', main=STRICT, office=STRICT_OFFICE
            ),
            [[date(2026, 5, 31)]],
        ),
        (package(NOON), [[datetime(2026, 5, 31, 12)]]),
        (package('<row r="1"><c r="A1" t="str"><f>B1</f><v>甲</v></c></row>'), [["甲"]]),
        (package('<row r="1"><c r="A1" t="e"><v/></c></row>'), [[Fault(ERROR, "#VALUE!")]]),
        (package('<row r="1"><c r="A1" t="str"><f>B1</f></c></row>'), [[Fault(UNCALCULATED, "=B1")]]),
        (
            package(
                '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">1</f><v>1</v></c></row>'
                '<row r="2"><c r="A2"><f t="shared" si="0"/></c></row>'
            ),
            [[1], [Fault(UNCALCULATED, "=")]],
        ),
        (package('<row r="1"><c r="A1"><v>1</v></c></row>' + "".join(
            f'<row r="{at}"><c r="A{at}" s="1"/><c r="B{at}" s="1"/></row>' for at in range(2, 20_000))), [[1]]),
        (
            package("", sheet=('<?xml version="1.0" encoding="UTF-16"?>' + sheet(
                '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>甲</t></is></c></row></sheetData>'
            )).encode("utf-16")),
            [["甲"]],
        ),
        (package("", sheet=sheet('<sheetData><row r="1"><c\n r="A1"><v\n>1</v></c></row></sheetData>')), [[1]]),
    ],
)  # fmt: skip
def test_an_unusual_sheet_is_read_rightly(content: bytes, rows: list[list[Value]]) -> None:
    assert read(content) == (rows, [])


def declared(extent: str) -> bytes:
    """A sheet with one value in B2, whatever extent it declares."""
    cells = '<sheetData><row r="2"><c r="B2"><v>1</v></c></row></sheetData>'
    return package("", sheet=sheet(f'<dimension ref="{extent}"/>{cells}'))


@pytest.mark.parametrize("extent", ["B2", "A1:B2", "A1:B1002", "A1:CX2"])
def test_an_extent_somewhat_larger_than_its_cells_is_no_matter(extent: str) -> None:
    assert read(declared(extent)) == ([[None, None], [None, 1]], [])


@pytest.mark.parametrize("extent", ["A1", "A1:A2", "A1:B1", "A1:B1003", "A1:CY2", "A1:XFD1048576"])
def test_an_extent_that_does_not_fit_its_cells_is_told_and_the_cells_are_read(extent: str) -> None:
    (doubt,) = opened(declared(extent)).doubts
    assert (doubt.code, dict(doubt.blanks)) == ("dimension-differs", {"range": extent, "read": "B2"})
    assert read(declared(extent))[0] == [[None, None], [None, 1]]


@pytest.mark.parametrize(
    ("content", "counted", "seen"),
    [
        (package('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'), 2, 1),
        (package('<row r="1"><c r="A1"><v><![CDATA[5]]></v></c><c r="B1"><v>1</v></c></row>'), 2, 1),
    ],
)
def test_a_cell_that_the_reader_loses_is_told(content: bytes, counted: int, seen: int) -> None:
    assert read(content)[1] == [("cells-lost", counted, seen)]


def test_a_loss_blocks_and_names_the_sheet_and_both_numbers(month: Path, gather: Gather) -> None:
    path = workbook(month / "城关.xlsx", "项目名称|年度计划投资（万元）|本年完成投资（万元）\n甲项目|100|50", name="一")
    twice(path, '<c r="B2"')
    (finding,) = gather().findings
    assert (finding.level, finding.code, finding.sheet) == ("阻断", "cells-lost", "一")
    assert "7 个单元格有内容，读到的却是 6 个" in finding.message


def twice(path: Path, start: str) -> None:
    """Write one cell of a workbook twice."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    text = parts["xl/worksheets/sheet1.xml"]
    at = text.index(start)
    parts["xl/worksheets/sheet1.xml"] = text[:at] + text[at : text.index("</c>", at) + 4] + text[at:]
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)


@pytest.mark.parametrize("strings", [None, "<si><t>甲</t></si>"])
def test_a_text_that_is_not_there_is_no_empty_cell(strings: str | None) -> None:
    with pytest.raises(Refused, match="损坏"):
        opened(package('<row r="1"><c r="A1" t="s"><v>7</v></c><c r="B1"><v>1</v></c></row>', strings=strings))


def test_an_xls_is_counted_by_its_records(monkeypatch: pytest.MonkeyPatch) -> None:
    content = (INPUT / "2026-05" / "杏埠5月.xls").read_bytes()
    assert opened(content).doubts == ()
    from pipeline.collect import xls

    monkeypatch.setattr(xls, "trimmed", lambda rows: list(rows)[:-1])
    (doubt,) = opened(content).doubts
    assert doubt.code == "cells-lost"


def test_an_ods_is_counted_by_its_elements(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_ods(tmp_path / "a.ods", Sheet("甲|1|#REF!\n=A1||\n'  |乙", "一"), Sheet("丙", "二", hidden=True))
    assert opened(path.read_bytes()).doubts == ()
    from pipeline.collect import ods

    monkeypatch.setattr(ods, "trimmed", lambda rows: list(rows)[:-1])
    (doubt,) = opened(path.read_bytes()).doubts
    assert (doubt.code, doubt.sheet, dict(doubt.blanks)) == ("cells-lost", "一", {"count": 5, "value": 4})


CELLS = st.sampled_from(
    [
        "<v>1</v>", "<v></v>", "<v/>", "<v> </v>", "<f>A1</f>", "<f>A1</f><v></v>", "<f>A1</f><v>2</v>",
        "<f>A1</f><v/>",
        "<is><t>甲</t></is>", "<is><t/></is>", "<is><t> </t></is>", f"<is>{PHONETIC}</is>", f"<is>{RICH}</is>", "",
    ]
)  # fmt: skip
KINDS = st.sampled_from(["", ' t="s"', ' t="str"', ' t="e"', ' t="n"', ' t="inlineStr"'])
ITEMS = ("<si/>", "<si></si>", "<si><t/></si>", "<si><t>甲</t></si>", f"<si>{RICH}</si>", f"<si>{PHONETIC}</si>")


@settings(max_examples=200)
@given(st.lists(st.tuples(KINDS, CELLS), max_size=12))
def test_the_quick_count_is_that_of_every_element(cells: list[tuple[str, str]]) -> None:
    rows = "".join(f'<c r="A{at}"{kind}>{inside}</c>' for at, (kind, inside) in enumerate(cells))
    xml = sheet(f"<sheetData><row>{rows}</row></sheetData>").encode()
    assert tally(xml, frozenset({1})) == sum(_holds(cell, frozenset({1})) for cell in _elements(xml, "c"))


@given(st.lists(st.sampled_from(ITEMS), max_size=6))
def test_the_quick_count_of_void_strings_is_that_of_every_element(items: list[str]) -> None:
    xml = f'<sst xmlns="{MAIN}">{"".join(items)}</sst>'.encode()
    commented = xml.replace(b"</sst>", b"<!-- --></sst>")
    assert void_strings(xml) == void_strings(commented)


# ---- what lies beside the values


def doubted(result: Opened) -> list[str]:
    return [doubt.code for doubt in result.doubts]


def test_macros_links_and_embedded_objects_are_told() -> None:
    row = '<row r="1"><c r="A1"><v>1</v></c></row>'
    assert doubted(opened(package(row, also={"xl/vbaProject.bin": "x"}))) == ["macros-present"]
    links = {"externalLink": "externalLinks/externalLink1.xml"}
    assert doubted(opened(package(row, relations=links))) == ["external-links"]
    assert doubted(opened(package(row, also={"xl/embeddings/a.xlsx": "x"}))) == ["objects-embedded"]


@pytest.mark.parametrize(
    ("name", "told"),
    [("a.xlsx", []), ("a.xlsm", []), ("a.ods", ["extension-differs"]), ("a.xls", ["extension-differs"]),
     ("a", ["extension-differs"])],
)  # fmt: skip
def test_a_kind_that_the_name_belies_is_accepted_and_told(
    month: Path, gather: Gather, tmp_path: Path, name: str, told: list[str]
) -> None:
    path = workbook(
        tmp_path / "x.xlsx", "填报单位：城关\n项目名称|年度计划投资（万元）|本年完成投资（万元）\n甲项目|100|50"
    )
    (month / name).write_bytes(path.read_bytes())
    collected = gather()
    assert (codes(collected), len(collected.blocks), collected.inputs[0].kind) == (told, 1, "xlsx")


# ---- values under a merged range


def test_a_value_that_a_merged_range_hides_is_told_and_not_used(month: Path, gather: Gather) -> None:
    table: list[list[Cell]] = [
        ["项目名称", "镇街", "年度计划投资（万元）", "本年完成投资（万元）"],
        ["甲项目", "城关街道", 100, 50],
        ["乙项目", "柳渡镇", 200, 60],
        ["丙项目", "城关街道", 300, 70],
    ]
    write_xlsx(month / "城关.xlsx", Sheet(table, merges=["B2:B4"]))
    collected = gather()
    (block,) = collected.blocks
    assert data(block, "town") == ["城关街道"] * 3
    (finding,) = collected.findings
    assert (finding.level, finding.code, finding.cell, finding.value) == ("提示", "value-under-merge", "B3", "柳渡镇")
    assert "B2:B4 下面还藏有 1 个" in finding.message
    assert collected.inputs[0].cells == 16


# ---- hostile containers


def rezipped(content: bytes, *, again: str = "", lie: int = 0) -> bytes:
    """The package with one member twice, or with a declared size that is too small."""
    source, target = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive, pytest.warns() if again else io.StringIO():
        for name in [*source.namelist(), *([again] if again else [])]:
            archive.writestr(name, source.read(name))
    made = bytearray(target.getvalue())
    if lie:
        size = source.getinfo("xl/worksheets/sheet1.xml").file_size.to_bytes(4, "little")
        while (at := made.find(size)) != -1:
            made[at : at + 4] = lie.to_bytes(4, "little")
    return bytes(made)


def test_members_that_two_readers_would_take_differently_are_refused() -> None:
    content = package('<row r="1"><c r="A1"><v>1</v></c></row>')
    assert read(rezipped(content)) == ([[1]], [])
    with pytest.raises(Refused, match="重名"):
        opened(rezipped(content, again="xl/worksheets/sheet1.xml"))


def test_a_size_that_is_declared_too_small_inflates_no_further() -> None:
    content = package('<row r="1"><c r="A1"><v>1</v></c></row>' + " " * 50_000_000)
    with pytest.raises(Refused, match="损坏"):
        opened(rezipped(content, lie=5000))


@pytest.mark.parametrize(
    ("also", "reason"),
    [({"附件/城关.xlsx": "x"}, "另藏有"), ({"a.zip": "x"}, "另藏有")],
)
def test_an_archive_within_a_workbook_is_refused(also: dict[str, str], reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        opened(package("", also=also))


def test_a_folder_of_workbooks_that_was_zipped_is_to_be_unpacked() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("城关.xlsx", package(""))
    with pytest.raises(Refused, match="请解压后逐个报送"):
        opened(target.getvalue())


def test_a_declaration_in_utf16_is_refused() -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "c">]>' + sheet("<sheetData/>")
    with pytest.raises(Refused, match="实体"):
        opened(package("", sheet=text.encode("utf-16")))


def test_a_book_of_very_many_sheets_is_refused(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", *(Sheet("1", str(at)) for at in range(257)))
    with pytest.raises(Refused, match="257个工作表"):
        opened(path.read_bytes())
