"""Worksheets of which one cell is odd: faults, extreme numbers, long and hostile texts, dates."""

from __future__ import annotations

from tests.reliability.corpus.building import ROWS, cell, good, packed, parts, sheet_rows
from tests.reliability.corpus.kinds import GOOD, accepted, refused

HEAD = ROWS[0]


def _plan(written: str) -> bytes:
    """A good workbook whose second row holds another cell in 年度计划投资."""
    return good(sheet_rows().replace('<c r="B3"><v>200</v></c>', written))


def _text(value: str) -> bytes:
    """A good workbook whose second row holds another 备注."""
    return good(sheet_rows().replace(cell("D3", "二"), cell("D3", value)))


@accepted("错误值单元格", GOOD[:1], "#REF!")
def error_cell() -> bytes:
    return _plan('<c r="B3" t="e"><v>#REF!</v></c>')


@accepted("没有说明的错误值", GOOD[:1], "cell-error")
def error_cell_without_words() -> bytes:
    return _plan('<c r="B3" t="e"><v></v></c>')


@accepted("公式没有计算过", GOOD[:1], "formula-uncalculated")
def uncalculated_formula() -> bytes:
    return _plan('<c r="B3"><f>SUM(B2:B2)</f></c>')


@accepted("公式有缓存值")
def calculated_formula() -> bytes:
    return _plan('<c r="B3"><f>B2*2</f><v>200</v></c>')


@accepted("内联字符串")
def inline_strings() -> bytes:
    return good(sheet_rows().replace('<c r="A2" t="s"><v>4</v></c>', cell("A2", "甲项" + "目")))


@accepted("富文本")
def rich_text() -> bytes:
    runs = "<r><t>甲</t></r><r><rPr><b/></rPr><t>项目</t></r>"
    return packed(parts() | {"xl/sharedStrings.xml": parts()["xl/sharedStrings.xml"].replace(
        "<t>甲项目</t>".encode(), runs.encode())})  # fmt: skip


@accepted("带拼音注音的文字")
def phonetic_text() -> bytes:
    text = "<t>甲项目</t><rPh sb='0' eb='1'><t>jiǎ</t></rPh><phoneticPr fontId='1'/>"
    return packed(parts() | {"xl/sharedStrings.xml": parts()["xl/sharedStrings.xml"].replace(
        "<t>甲项目</t>".encode(), text.encode())})  # fmt: skip


@accepted("日期按 1904 年起算")
def date_1904() -> bytes:
    data = parts()["xl/workbook.xml"].replace(b"<sheets>", b'<workbookPr date1904="1"/><sheets>')
    return packed(parts() | {"xl/workbook.xml": data})


@accepted("ISO 日期单元格", None)
def iso_date_cells() -> bytes:
    return good(sheet_rows().replace(cell("D3", "二"), '<c r="D3" t="d"><v>2026-05-31T00:00:00Z</v></c>'))


@accepted("日期格式的天文数字", None)
def date_out_of_range() -> bytes:
    return good(sheet_rows().replace(cell("D3", "二"), '<c r="D3" s="1"><v>99999999999</v></c>'))


@accepted("二十位的项目代码录成数字", None, "digits-lost")
def code_typed_as_a_number() -> bytes:
    rows = (("项目代码", *HEAD), (26011234567890123456, *ROWS[1]))
    return good(sheet_rows(rows))


@accepted("负零", (("甲项目", 1_000_000), ("乙项目", 0)))
def negative_zero() -> bytes:
    return _plan('<c r="B3"><v>-0</v></c>')


@accepted("文字写的 nan", GOOD[:1], "money-not-a-number")
def nan_text() -> bytes:
    return _plan(cell("B3", "nan"))


@accepted("数字单元格里是 nan", GOOD[:1], "")
def nan_number() -> bytes:
    return _plan('<c r="B3"><v>nan</v></c>')


@accepted("数字单元格里是无穷大", GOOD[:1], "")
def infinite_number() -> bytes:
    return _plan('<c r="B3"><v>1e999</v></c>')


@accepted("数字 1e308", GOOD[:1], "money-not-a-number")
def enormous_number() -> bytes:
    return _plan('<c r="B3"><v>1e308</v></c>')


@accepted("极小的数 1e-308", (("甲项目", 1_000_000), ("乙项目", 0)))
def tiny_number() -> bytes:
    return _plan('<c r="B3"><v>1e-308</v></c>')


@accepted("数字单元格里是一百万位数字", None, "")
def million_digits() -> bytes:
    return _plan(f'<c r="B3"><v>{"9" * 1_000_000}</v></c>')


@accepted("数字单元格里是文字", GOOD[:1], "money-not-a-number")
def words_in_a_number_cell() -> bytes:
    return _plan('<c r="B3"><v>二百</v></c>')


@accepted("四万字的单元格")
def long_text() -> bytes:
    return _text("长" * 40_000)


@accepted("名称是四万字", None)
def long_name() -> bytes:
    return good(sheet_rows((HEAD, ("长" * 40_000, 100, 50, "一"))))


@accepted("文字里有转义的控制字符")
def escaped_controls() -> bytes:
    return _text("二_x000D__x0000__xD800__x005F_x000D_")


@accepted("名称里有零宽字符", GOOD, "name-cleaned")
def zero_width_name() -> bytes:
    return good(sheet_rows((HEAD, ROWS[1], ("乙\u200b项\ufeff目", 200, 80, "二"))))


@refused("文字里有孤立的代理字符", "损坏")
def lone_surrogate() -> bytes:
    return _text("二&#xD800;")


@refused("文字里有控制字符", "损坏")
def control_character() -> bytes:
    return _text("二&#0;")


@accepted("以等号开头的文字（公式注入）")
def formula_text() -> bytes:
    return _text("=cmd|'/C calc'!A0")


@accepted("字段名是一段脚本", None)
def script_heading() -> bytes:
    return good(sheet_rows(((*HEAD[:3], "&lt;script&gt;alert(1)&lt;/script&gt;"), *ROWS[1:])))
