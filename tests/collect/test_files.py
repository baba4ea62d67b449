"""Which files are read, how each kind is opened, who sent it, and the verdict on what is no workbook."""

from __future__ import annotations

import hashlib
import os
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.collect import fingerprint
from pipeline.collect.opening import opened
from pipeline.collect.sheet import Grid, Refused
from pipeline.model import Fault, FaultKind, Percent, Period, PipelineError
from tests.collect.conftest import Gather, codes, data
from tests.workbook import Sheet, workbook, write_ods, write_xlsx

TABLE = """
重点项目进度表|||单位：万元
项目名称|年度计划投资|本年完成投资|备注
甲项目|100|50.5|一
乙项目|200|#REF!|
"""
INPUT = Path(__file__).parents[2] / "input"
FOREIGN = Path(__file__).parents[3] / "shared" / "foreign"  # where workbooks of other projects may lie


def only(path: Path) -> Grid:
    (grid,) = opened(path.read_bytes()).grids
    return grid


# ---- each format


@pytest.mark.parametrize("name", ["城关.xlsx", "城关.xlsm", "城关.ods", "城关.csv", "城关.html", "城关.xls"])
def test_every_format_gives_the_same_table(month: Path, gather: Gather, name: str) -> None:
    workbook(month / name, TABLE)
    collected = gather()
    (block,) = collected.blocks
    assert [str(value) for value in data(block, "plan")] == ["100", "200"]
    assert str(data(block, "ytd_done")[0]) == "50.5"
    assert data(block, "ytd_done")[1] == Fault(FaultKind.ERROR, "#REF!")
    assert (block.unit, block.sheet is None) == (10_000, name.endswith(("csv", "html", "xls")))
    assert collected.inputs[0].cells == 13


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_text_tables_are_read_in_every_encoding(tmp_path: Path, encoding: str, mark: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(f'项目名称{mark}年度计划投资\r\n"甲,乙;项目"{mark}"1,000"\r\n'.encode(encoding))
    assert only(path).rows == [["项目名称", "年度计划投资"], ["甲,乙;项目", "1,000"]]


def test_excels_own_csv_marks_are_understood(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('sep=;\n项目代码;项目名称\n="0012";甲,项目\n', encoding="utf-8")
    assert only(path).rows == [["项目代码", "项目名称"], ["0012", "甲,项目"]]


@pytest.mark.parametrize("charset", ["gb2312", "utf-8", "gbk"])
def test_html_is_read_by_its_charset_with_its_spans(tmp_path: Path, charset: str) -> None:
    path = tmp_path / "a.xls"
    page = (
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"><title>x</title></head>'
        "<table><tr><th rowspan=2>项目&amp;名称<th colspan=2>完成<br>投资</tr><tr><td>本月<td>本年</tr>"
        "<tr style='display:none'><td>甲<td>1&nbsp;<td>2</table><table><tr><td>尾</td></tr></table>"
    )
    path.write_bytes(page.encode("gbk" if charset != "utf-8" else "utf-8"))
    grid = only(path)
    assert grid.rows == [["项目&名称", "完成\n投资"], [None, "本月", "本年"], ["甲", "1", "2"], ["尾"]]
    assert [(span.top, span.left, span.bottom, span.right) for span in grid.merges] == [(0, 0, 1, 0), (0, 1, 0, 2)]
    assert grid.hidden_rows == {2}


def test_an_old_xls_is_read_with_its_dates_and_merges() -> None:
    grid = only(INPUT / "2026-05" / "杏埠5月.xls")
    assert grid.rows[3][2] == "澜石高性能复合材料项目"
    assert grid.rows[3][16] == date(2026, 1, 5)
    assert grid.rows[3][0] == 1
    assert (3, 1) in {(span.top, span.left) for span in grid.merges}


def test_an_ods_repeats_its_cells_and_hides_its_sheets(tmp_path: Path) -> None:
    path = write_ods(tmp_path / "a.ods", Sheet("甲|1", "一"), Sheet("乙", "二", hidden=True))
    with zipfile.ZipFile(path) as archive:
        content = archive.read("content.xml").decode()
    repeated = content.replace("<table:table-row>", '<table:table-row table:number-rows-repeated="2">', 1)
    repeated = repeated.replace(
        "</table:table-row></table:table>",
        '</table:table-row><table:table-row table:number-rows-repeated="1048000"><table:table-cell'
        ' table:number-columns-repeated="16384"/></table:table-row></table:table>',
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", repeated)
    first, second = opened(path.read_bytes()).grids
    assert (first.rows, first.visible) == ([["甲", 1], ["甲", 1]], True)
    assert second.visible is False


def test_an_ods_formula_without_a_value_is_uncalculated(tmp_path: Path) -> None:
    assert only(workbook(tmp_path / "a.ods", "=A1+1")).rows == [[Fault(FaultKind.UNCALCULATED, "=A1+1")]]


# ---- what calamine hides


@pytest.mark.parametrize("number", [*range(27, 32), 36, *range(50, 55), 57, 58, 14])
def test_chinese_built_in_date_formats_are_dates(tmp_path: Path, number: int) -> None:
    path = workbook(tmp_path / "a.xlsx", [[46173]], formats={"A": number})
    assert only(path).rows == [[date(2026, 5, 31)]]


@pytest.mark.parametrize(
    "code", ['yyyy"年"m"月"d"日"', "[$-804]yyyy年m月", "[DBNum1][$-804]m月d日", "yyyy/m/d;@", "e.m.d"]
)
def test_custom_date_formats_are_dates(tmp_path: Path, code: str) -> None:
    assert only(workbook(tmp_path / "a.xlsx", [[46173]], formats={"A": code})).rows == [[date(2026, 5, 31)]]


@pytest.mark.parametrize(
    "code", ["0.00", "#,##0", '0"天d"', "0.00E+00", "[Red]0", "G/通用格式", "General", "_ * #,##0"]
)
def test_plain_numbers_stay_numbers(tmp_path: Path, code: str) -> None:
    assert only(workbook(tmp_path / "a.xlsx", [[46173]], formats={"A": code})).rows == [[46173]]


@pytest.mark.parametrize("code", [9, 10, "0.0%", "[Red]0%;-0%"])
def test_percent_formats_are_percentages(tmp_path: Path, code: int | str) -> None:
    assert only(workbook(tmp_path / "a.xlsx", [[1.29]], formats={"A": code})).rows == [[Percent(1.29)]]


def test_dates_count_from_1904_where_the_workbook_says_so(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", Sheet([[44711, 44711]], formats={"A": 31, "B": 14}), since_1904=True)
    assert only(path).rows == [[date(2026, 5, 31), date(2026, 5, 31)]]


def test_a_moment_and_a_time_of_day_are_told_apart(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [[46173.5, 0.25]], formats={"A": 31, "B": 31})
    assert only(path).rows == [[datetime(2026, 5, 31, 12), time(6)]]


def test_an_empty_text_that_a_formula_gave_is_calculated(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["甲", "=B1"]])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(b'<c r="B1"', b'<c t="str" r="B1"')
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    grid = only(path)
    assert (grid.at(0, 0), grid.at(0, 1), grid.cells) == ("甲", None, 1)


def test_a_formula_as_openpyxl_leaves_it_is_uncalculated(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    assert book.active is not None
    book.active.append(["甲", "=SUM(C1:D1)", 3, "乙"])
    book.save(tmp_path / "a.xlsx")
    assert only(tmp_path / "a.xlsx").rows == [["甲", Fault(FaultKind.UNCALCULATED, "=SUM(C1:D1)"), 3, "乙"]]


def test_other_prefixes_and_the_reach_of_cells_without_places_are_understood(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["甲", "=A1", "#N/A"]])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].replace("xmlns=", "xmlns:x=")
    for place in ("A1", "B1", "C1"):
        sheet = sheet.replace(f' r="{place}"', "")
    parts["xl/worksheets/sheet1.xml"] = sheet.replace("<", "<x:").replace("<x:/", "</x:")
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    assert only(path).rows == [["甲", Fault(FaultKind.UNCALCULATED, "=A1"), Fault(FaultKind.ERROR, "#N/A")]]


# ---- who sent it


@pytest.mark.parametrize(
    ("name", "line", "sender"),
    [
        ("a.xlsx", "填报单位（盖章）：城关街道办事处", "城关街道"),
        ("a.xlsx", "填报单位：示例市柳渡镇人民政府（盖章）   2026年5月31日", "柳渡镇"),
        ("a.xlsx", "填 报 单 位：开发区", "经济开发区"),
        ("a.xlsx", "报送单位|柳渡镇", "柳渡镇"),
        ("a.xlsx", "填报单位：||工信局", "市工业和信息化局"),
        ("柳渡2026.xlsx", "填报单位：", "柳渡镇"),
        ("柳渡2026.xlsx", "填报单位：某公司", "柳渡镇"),
        ("柳渡转城关街道.xlsx", "", "城关街道"),
        ("城关/5月.xlsx", "", "城关街道"),
        ("柳渡.xlsx", "填报单位：城关", "城关街道"),
    ],
)
def test_the_sender_is_the_line_then_the_file_then_the_folder(
    month: Path, gather: Gather, name: str, line: str, sender: str
) -> None:
    workbook(month / name, f"{line}\n项目名称|年度计划投资|本年完成投资\n甲项目|100|50")
    collected = gather()
    assert (collected.blocks[0].sender, collected.inputs[0].sender) == (sender, sender)
    assert codes(collected) == []


@pytest.mark.parametrize("name", ["调度表.xlsx", "柳渡城关.xlsx"])
def test_an_unknown_or_doubtful_sender_blocks(month: Path, gather: Gather, name: str) -> None:
    workbook(month / name, "项目名称|年度计划投资|本年完成投资\n甲项目|100|50")
    collected = gather()
    assert [(finding.level, finding.code) for finding in collected.findings] == [("阻断", "sender-unknown")]
    assert collected.blocks[0].sender is None


def test_an_unknown_sender_is_told_with_the_units_most_like_it(month: Path, gather: Gather) -> None:
    workbook(month / "调度表.xlsx", "填报单位：柳杜镇\n项目名称|年度计划投资|本年完成投资\n甲项目|100|50")
    (finding,) = gather().findings
    assert finding.value == "柳杜镇"
    assert "名称相近的单位有“柳渡镇”；" in finding.message


def test_the_register_needs_no_sender(month: Path, gather: Gather) -> None:
    workbook(month / "重点项目清单.xlsx", "项目名称|年度计划投资\n甲项目|100".replace("\n", "|总投资\n") + "|9")
    collected = gather()
    assert [block.form for block in collected.blocks] == ["重点项目清单"]
    assert codes(collected) == []


# ---- which files


OWN = {
    "更正.xlsx": "项目|字段|原值|更正值|原因|依据|经办人",
    "放行.xlsx": "单位/文件|单元格或项目|核查代码|处理|原因|批准人",
    "清单变动.xlsx": "项目|变动|新值|生效期|依据",
}


def test_files_are_listed_in_order_with_their_hashes(month: Path, gather: Gather) -> None:
    for name in ("柳渡.xlsx", "子/城关.csv", "开发区.ods"):
        workbook(month / name, TABLE)
    for name, heads in OWN.items():
        workbook(month / name, heads)
    for name in (".隐藏.xlsx", "~$柳渡.xlsx", "柳渡.xlsx.tmp", ".git/a.xlsx", "日历.toml"):
        (month / name).parent.mkdir(exist_ok=True)
        (month / name).write_bytes(b"junk")
    collected = gather()
    names = [file.path for file in collected.inputs]
    assert names == sorted(["柳渡.xlsx", "子/城关.csv", "开发区.ods", "更正.xlsx", "放行.xlsx", "清单变动.xlsx"])
    assert {block.file for block in collected.blocks} == {"柳渡.xlsx", "子/城关.csv", "开发区.ods", *OWN}
    assert {block.form for block in collected.blocks if block.file in OWN} == {"更正表", "放行表", "清单变动表"}
    file = next(file for file in collected.inputs if file.path == "柳渡.xlsx")
    assert file.sha256 == hashlib.sha256((month / "柳渡.xlsx").read_bytes()).hexdigest()
    assert codes(collected) == []


@pytest.mark.parametrize("name", OWN)
def test_nobody_can_send_a_table_of_the_office(month: Path, gather: Gather, name: str) -> None:
    workbook(month / "柳渡.xlsx", TABLE)
    workbook(month / "柳渡" / name, f"{OWN[name]}\n{'|'.join(['甲'] * 7)}")
    workbook(month / f"柳渡镇{name}", f"{OWN[name]}\n{'|'.join(['甲'] * 7)}")
    assert not {block.form for block in gather().blocks} & {"更正表", "放行表", "清单变动表"}


@pytest.mark.parametrize("name", OWN)
def test_an_own_table_that_is_not_recognised_stops_the_run(month: Path, gather: Gather, name: str) -> None:
    workbook(month / "柳渡.xlsx", TABLE)
    workbook(month / name, "甲|乙\n1|2")
    assert codes(gather()) == ["own-table-unknown"]


def test_confirmations_and_earlier_changes_stand_beside_the_period(tmp_path: Path, month: Path, gather: Gather) -> None:
    workbook(month / "城关.xlsx", TABLE)
    workbook(tmp_path / "更正.xlsx", OWN["更正.xlsx"])
    for earlier in ("2025-12", "2026-03", "2026-06"):
        workbook(tmp_path / earlier / "清单变动.xlsx", OWN["清单变动.xlsx"])
    assert [file.path for file in gather().inputs] == ["城关.xlsx", "../更正.xlsx", "../2026-03/清单变动.xlsx"]
    workbook(month / "重点项目清单.xlsx", "项目名称|年度计划投资|总投资\n甲项目|100|900")
    assert "../2026-03/清单变动.xlsx" not in [file.path for file in gather().inputs]


def test_the_standing_register_is_read_when_the_period_has_none(tmp_path: Path, month: Path, gather: Gather) -> None:
    register = "项目名称|年度计划投资|总投资\n甲项目|100|900"
    workbook(month / "城关.xlsx", TABLE)
    workbook(tmp_path / "重点项目清单.xlsx", register)
    assert [(block.file, block.form) for block in gather().blocks][-1] == ("重点项目清单.xlsx", "重点项目清单")
    workbook(month / "清单.xlsx", register)
    assert [block.file for block in gather().blocks] == ["城关.xlsx", "清单.xlsx"]


def test_a_missing_or_empty_period_is_misuse(tmp_path: Path, month: Path, gather: Gather) -> None:
    with pytest.raises(PipelineError, match="没有工作簿"):
        gather()
    workbook(month / "更正.xlsx", "项目|字段")
    with pytest.raises(PipelineError, match="没有工作簿"):
        gather()
    with pytest.raises(PipelineError, match="找不到"):
        gather("2026-04")


def test_each_file_is_announced(tmp_path: Path, month: Path, law: object, office: object) -> None:
    from pipeline.collect import collect
    from pipeline.rules import Law, Office

    assert isinstance(law, Law) and isinstance(office, Office)
    workbook(month / "城关.xlsx", TABLE)
    (month / "柳渡.xlsx").write_bytes(b"")
    seen: list[str] = []
    collect(tmp_path, Period.parse("2026-05"), law, office, seen=seen.append)
    assert seen == ["城关.xlsx", "柳渡.xlsx"]


def test_a_name_in_gbk_is_decoded(month: Path, gather: Gather) -> None:
    source = workbook(month / "a.xlsx", TABLE)
    os.rename(source, os.path.join(os.fsencode(month), "城关.xlsx".encode("gbk")))
    assert [(file.path, file.sender) for file in gather().inputs] == [("城关.xlsx", "城关街道")]


# ---- what is no workbook


def ole(stream: str) -> bytes:
    entry = stream.encode("utf-16-le") + b"\0\0"
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1016 + entry.ljust(128, b"\0") + b"\0" * 512


def zipped(path: Path, **members: str) -> bytes:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/"), text)
    return path.read_bytes()


@pytest.mark.parametrize(
    ("content", "code", "reason"),
    [
        (b"", "file-empty", "空文件"),
        (b"%PDF-1.7\n...", "file-not-a-workbook", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "file-not-a-workbook", "图片"),
        (bytes(range(256)), "file-not-a-workbook", "无法识别"),
        ("只是一段话。\n又一段话。".encode(), "file-not-a-workbook", "纯文本"),
        (b"   \r\n ", "file-not-a-workbook", "空白"),
        (b"<html><body><p>hello</p></body></html>", "file-not-a-workbook", "没有表格"),
        (b"PK\x03\x04 broken", "file-unreadable", "损坏"),
        (ole("EncryptedPackage"), "file-unreadable", "密码"),
        (ole("WordDocument"), "file-not-a-workbook", "Word"),
        (ole("Contents"), "file-not-a-workbook", "没有工作簿"),
        (ole("Workbook"), "file-unreadable", "损坏"),
    ],
)
def test_what_is_no_workbook_gets_a_verdict_in_words(
    month: Path, gather: Gather, content: bytes, code: str, reason: str
) -> None:
    (month / "城关.xlsx").write_bytes(content)
    collected = gather()
    (finding,) = collected.findings
    assert (finding.level, finding.code, finding.file, finding.sender) == ("阻断", code, "城关.xlsx", "城关街道")
    assert reason in finding.message
    assert collected.blocks == ()


def test_a_renamed_word_file_is_named_as_such(month: Path, gather: Gather) -> None:
    zipped(month / "城关.xlsx", **{"[Content_Types].xml": "<Types/>", "word__document.xml": "<w/>"})
    (finding,) = gather().findings
    assert (finding.code, "Word" in finding.message) == ("file-not-a-workbook", True)


def changed(path: Path, name: str, old: str, new: str) -> None:
    """Rewrite one part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {member: archive.read(member).decode() for member in archive.namelist()}
    assert old in parts[name]
    parts[name] = parts[name].replace(old, new, 1)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, text in parts.items():
            archive.writestr(member, text)


@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_entities_are_refused(month: Path, gather: Gather, name: str) -> None:
    path = workbook(month / "城关.xlsx", TABLE)
    root = {"xl/worksheets/sheet1.xml": "<worksheet", "xl/workbook.xml": "<workbook", "xl/styles.xml": "<styleSheet"}[
        name
    ]
    changed(path, name, root, f'<!DOCTYPE x [<!ENTITY a "aaaa">]>{root}')
    assert codes(gather()) == ["file-unreadable"]


@pytest.mark.parametrize("place", ["XFD1048576", "CV1048576"])
def test_a_value_in_the_farthest_corner_is_refused_before_it_is_allocated(
    month: Path, gather: Gather, place: str
) -> None:
    path = workbook(month / "城关.xlsx", TABLE)
    changed(path, "xl/worksheets/sheet1.xml", "<sheetData>", f'<sheetData><row r="1"><c r="{place}"><v>1</v></c></row>')
    (finding,) = gather().findings
    assert (finding.code, "过大" in finding.message) == ("file-unreadable", True)


def test_a_far_cell_is_seen_even_before_a_near_one_in_its_row(month: Path, gather: Gather) -> None:
    path = workbook(month / "城关.xlsx", TABLE)
    far = '<row r="1"><c r="XFD9999"><v>1</v></c><c r="A9998"><v>1</v></c></row>'
    changed(path, "xl/worksheets/sheet1.xml", "<sheetData>", f"<sheetData>{far}")
    assert codes(gather()) == ["file-unreadable"]


def test_a_bomb_is_refused_by_its_declared_size(month: Path, gather: Gather) -> None:
    zipped(month / "城关.xlsx", **{"xl__workbook.xml": " " * (11 * 1024 * 1024)})
    (finding,) = gather().findings
    assert (finding.code, "过大" in finding.message) == ("file-unreadable", True)


def test_merged_ranges_without_end_are_refused(month: Path, gather: Gather) -> None:
    path = workbook(month / "城关.xlsx", [["甲"]] * 3000)
    merges = '<mergeCell ref="A1:XFD1048576"/>' * 2000
    changed(path, "xl/worksheets/sheet1.xml", "</sheetData>", f"</sheetData><mergeCells>{merges}</mergeCells>")
    assert codes(gather()) == ["file-unreadable"]


def test_spans_of_a_page_without_end_are_refused(month: Path, gather: Gather) -> None:
    (month / "城关.xls").write_text(
        "<table>" + "<tr><td rowspan=2000 colspan=2000>甲" * 9 + "</table>", encoding="utf-8"
    )
    assert codes(gather()) == ["file-unreadable"]


def test_a_broken_sheet_is_a_finding(month: Path, gather: Gather) -> None:
    path = workbook(month / "城关.xlsx", TABLE)
    changed(path, "xl/worksheets/sheet1.xml", "</sheetData>", "")
    assert codes(gather()) == ["file-unreadable"]


def test_an_empty_workbook_still_gets_a_verdict(month: Path, gather: Gather) -> None:
    workbook(month / "城关.xlsx", "")
    assert codes(gather()) == ["sheet-left-out"]


def test_a_workbook_without_any_form_is_left_out_sheet_by_sheet(month: Path, gather: Gather) -> None:
    write_xlsx(month / "城关.xlsx", Sheet("通讯录|电话", "一"), Sheet("姓名", "二"))
    assert [(finding.code, finding.sheet) for finding in gather().findings] == [
        ("sheet-left-out", "一"),
        ("sheet-left-out", "二"),
    ]


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<table>", b"\x09\x08\x10\x00"]),
)
def test_no_bytes_escape_a_verdict(content: bytes, magic: bytes) -> None:
    try:
        grids = opened(magic + content).grids
    except Refused as refused:
        assert refused.code in ("file-empty", "file-unreadable", "file-not-a-workbook")
    else:
        assert all(isinstance(grid, Grid) for grid in grids)


SAMPLES = ("调度表01.xlsx", "杏埠5月.xls", "双栗202605.csv")


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SAMPLES), st.integers(0, 10**6), st.binary(min_size=1, max_size=40))
def test_no_damage_to_a_real_workbook_escapes_a_verdict(name: str, at: int, noise: bytes) -> None:
    content = bytearray((INPUT / "2026-05" / name).read_bytes())
    at %= len(content)
    content[at : at + len(noise)] = noise
    try:
        opened(bytes(content))
    except Refused as refused:
        assert refused.code in ("file-unreadable", "file-not-a-workbook")


@pytest.mark.skipif(not FOREIGN.is_dir(), reason="没有外来工作簿可试")
def test_every_foreign_workbook_gets_a_verdict(month: Path, gather: Gather) -> None:
    names = []
    for at, path in enumerate(sorted(path for path in FOREIGN.rglob("*") if path.suffix != ".md" and path.is_file())):
        names.append(f"{at:03}{path.suffix}")
        (month / names[-1]).write_bytes(path.read_bytes())
    collected = gather()
    assert {finding.file for finding in collected.findings} == set(names)
    assert collected.blocks == ()


# ---- files that cannot be loaded


def test_a_file_beyond_all_measure_is_refused_unread_and_still_has_its_hash(
    month: Path, gather: Gather, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.collect import folder

    content = workbook(month / "城关.xlsx", TABLE).read_bytes()
    monkeypatch.setattr(folder, "MOST_FILE", 10)
    collected = gather()
    assert [(finding.code, "过大" in finding.message) for finding in collected.findings] == [("file-unreadable", True)]
    assert collected.inputs[0].sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.skipif(os.name == "nt", reason="没有这样的权限")
def test_a_file_that_may_not_be_read_is_a_finding_and_no_fault(
    tmp_path: Path, month: Path, gather: Gather, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbook(month / "城关.xlsx", TABLE)

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", denied)
    monkeypatch.setattr(Path, "open", denied)
    assert fingerprint(tmp_path, Period.parse("2026-05")) == {"城关.xlsx": ""}
    monkeypatch.undo()
    assert fingerprint(tmp_path, Period.parse("2026-05")) != {"城关.xlsx": ""}
    monkeypatch.setattr(Path, "read_bytes", denied)
    assert codes(gather()) == ["file-unreadable"]
