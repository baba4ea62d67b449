"""Worksheets that lie, hide, repeat, overflow or hold odd cells, in a package that is whole."""

from __future__ import annotations

from tests.reliability.corpus.building import ROWS, cell, good, packed, parts, sheet_rows, worksheet
from tests.reliability.corpus.kinds import GOOD, NONE, accepted, refused

HEAD = ROWS[0]
WHOLE = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'


def _with(row: str) -> bytes:
    return good(sheet_rows() + row)


def _plan(written: str) -> bytes:
    """A good workbook whose second row holds another cell in 年度计划投资."""
    return good(sheet_rows().replace('<c r="B3"><v>200</v></c>', written))


def _text(value: str) -> bytes:
    """A good workbook whose second row holds another 备注."""
    return good(sheet_rows().replace(cell("D3", "二"), cell("D3", value)))


@refused("右下角 XFD1048576 有一个值", "过大")
def value_at_the_last_corner() -> bytes:
    return _with('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


@refused("CV1048576 有一个值", "过大")
def value_at_a_far_corner() -> bytes:
    return _with('<row r="1048576"><c r="CV1048576"><v>1</v></c></row>')


@accepted("第三行最右一列之外（XFE3）有值", GOOD, "heading-unknown")
def beyond_the_last_column() -> bytes:
    return good(sheet_rows().replace('<c r="C3">', '<c r="XFE3"><v>1</v></c><c r="C3">'))


@accepted("一百万个只有格式的空单元格", GOOD)
def styled_empty_million() -> bytes:
    rows = "".join(f'<row r="{row}"><c r="A{row}" s="1"/><c r="B{row}" s="1"/><c r="C{row}" s="1"/><c r="D{row}" s="1"/>'
                   f"</row>" for row in range(4, 250_004))  # fmt: skip
    return _with(rows)


@accepted("声明的区域虚大", GOOD, "", today="虚报的区域不提示")
def inflated_dimension() -> bytes:
    return good(before='<dimension ref="A1:XFD1048576"/>')


@accepted("声明的区域虚小", GOOD, "", today="虚报的区域不提示")
def deflated_dimension() -> bytes:
    return good(before='<dimension ref="A1"/>')


@refused("声明的区域写得不成样", "损坏")
def nonsense_dimension() -> bytes:
    return good(before='<dimension ref="甲:乙"/>')


@accepted("单元格都不写坐标")
def no_references() -> bytes:
    rows = sheet_rows()
    for row in range(1, 4):
        for letter in "ABCD":
            rows = rows.replace(f' r="{letter}{row}"', "")
    return good(rows)


@accepted("同一坐标写了两次", None, "", today="同一坐标的两个值只留一个，没有说出来")
def duplicate_references() -> bytes:
    return good(sheet_rows().replace('<c r="B3">', '<c r="B3"><v>999</v></c><c r="B3">'))


@accepted("行的顺序是乱的")
def rows_out_of_order() -> bytes:
    first, second, third = (f"<row{part}" for part in sheet_rows().split("<row")[1:])
    return good(third + first + second)


@accepted("同一行内单元格的顺序是乱的")
def cells_out_of_order() -> bytes:
    a, b = '<c r="B3"><v>200</v></c>', '<c r="C3"><v>80</v></c>'
    return good(sheet_rows().replace(a + b, b + a))


@refused("行号是文字", "")
def row_number_in_words() -> bytes:
    return good(sheet_rows().replace('<row r="3">', '<row r="三">').replace('r="A3"', 'r="A三"'))


@refused("坐标不成样（1A）", "")
def nonsense_reference() -> bytes:
    return good(sheet_rows().replace('r="B3"', 'r="3B"'))


@refused("坐标在第零行", "")
def row_zero() -> bytes:
    return good(sheet_rows().replace('r="B3"', 'r="B0"'))


@refused("行号有二十位", "")
def row_beyond_counting() -> bytes:
    return _with('<row r="99999999999999999999"><c r="A99999999999999999999"><v>1</v></c></row>')


@accepted("整张表合并成一格", None, "", today="合并区域底下的值不提示")
def whole_sheet_merged() -> bytes:
    return good(after=WHOLE)


@accepted("十万个合并区域")
def hundred_thousand_merges() -> bytes:
    merges = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(10, 100_010))
    return good(after=f"<mergeCells>{merges}</mergeCells>")


@accepted("合并区域写反了", None)
def backward_merge() -> bytes:
    return good(after='<mergeCells count="1"><mergeCell ref="D9:A5"/></mergeCells>')


@accepted("合并区域底下压着值", None, "合并", today="合并区域底下的值不提示")
def values_under_a_merge() -> bytes:
    return good(after='<mergeCells count="1"><mergeCell ref="B2:B3"/></mergeCells>')


@accepted("有隐藏行", GOOD, "rows-hidden")
def hidden_rows() -> bytes:
    return good(sheet_rows().replace('<row r="3">', '<row r="3" hidden="1">'))


@accepted("有隐藏列", GOOD, "columns-hidden")
def hidden_columns() -> bytes:
    return good(before='<cols><col min="3" max="3" hidden="1"/></cols>')


@accepted("隐藏列写到一亿", GOOD, "columns-hidden")
def hidden_columns_without_end() -> bytes:
    return good(before='<cols><col min="3" max="100000000" hidden="1"/></cols>')


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


@accepted("二十万层嵌套的标签", GOOD)
def deep_nesting() -> bytes:
    return good(after="<extLst>" + "<a>" * 50_000 + "</a>" * 50_000 + "</extLst>")


@accepted("一个标签五万个属性", GOOD)
def many_attributes() -> bytes:
    attributes = " ".join(f'a{at}="1"' for at in range(50_000))
    return good(after=f"<a {attributes}/>")


@accepted("只有标题没有数据", NONE, "rows-none")
def only_a_heading() -> bytes:
    return good(sheet_rows(ROWS[:1]))


@accepted("十五万行只有一个字的列", None)
def many_rows() -> bytes:
    rows = "".join(f"<row><c><v>{row}</v></c></row>" for row in range(150_000))
    return packed(parts() | {"xl/worksheets/sheet1.xml": worksheet(rows)})


@accepted("一行一万六千列标题", None)
def sixteen_thousand_headings() -> bytes:
    heads = "".join(f'<c t="inlineStr"><is><t>列{at}</t></is></c>' for at in range(16_000))
    return good(f"<row>{heads}</row><row>{'<c><v>1</v></c>' * 16_000}</row>")
