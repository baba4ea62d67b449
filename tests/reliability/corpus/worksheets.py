"""Worksheets that lie, hide, repeat, overflow or hold odd cells, in a package that is whole."""

from __future__ import annotations

from tests.reliability.corpus.building import ROWS, good, packed, parts, sheet_rows, worksheet
from tests.reliability.corpus.kinds import GOOD, NONE, accepted, refused

WHOLE = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'


def _with(row: str) -> bytes:
    return good(sheet_rows() + row)


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
    cells = '<row r="{0}"><c r="A{0}" s="1"/><c r="B{0}" s="1"/><c r="C{0}" s="1"/><c r="D{0}" s="1"/></row>'
    rows = "".join(map(cells.format, range(4, 250_004)))
    return _with(rows)


@accepted("声明的区域虚大", GOOD, "dimension-differs")
def inflated_dimension() -> bytes:
    return good(before='<dimension ref="A1:XFD1048576"/>')


@accepted("声明的区域虚小", GOOD, "dimension-differs")
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


@accepted("同一坐标写了两次", None, "")
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


@accepted("整张表合并成一格", NONE, "value-under-merge", "sheet-left-out")
def whole_sheet_merged() -> bytes:
    return good(after=WHOLE)


@accepted("十万个合并区域")
def hundred_thousand_merges() -> bytes:
    merges = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(10, 100_010))
    return good(after=f"<mergeCells>{merges}</mergeCells>")


@accepted("合并区域写反了", None)
def backward_merge() -> bytes:
    return good(after='<mergeCells count="1"><mergeCell ref="D9:A5"/></mergeCells>')


@accepted("合并区域底下压着值", None, "合并")
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


@refused("两百万个有值的单元格", "过多")
def two_million_values() -> bytes:
    cells = "".join(f'<c r="{letter}{{0}}"><v>1</v></c>' for letter in "ABCDEFGHIJ")
    return _with("".join(map(f'<row r="{{0}}">{cells}</row>'.format, range(4, 200_004))))


@accepted("一行一万六千列标题", None)
def sixteen_thousand_headings() -> bytes:
    heads = "".join(f'<c t="inlineStr"><is><t>列{at}</t></is></c>' for at in range(16_000))
    return good(f"<row>{heads}</row><row>{'<c><v>1</v></c>' * 16_000}</row>")
