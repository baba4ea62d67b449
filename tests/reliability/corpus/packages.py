"""Workbooks whose parts are missing, broken, hostile or odd, while the zip itself is whole."""

from __future__ import annotations

from tests.reliability.corpus.building import (
    book,
    good,
    packed,
    parts,
    relations,
    sheet_rows,
    with_parts,
    worksheet,
)
from tests.reliability.corpus.kinds import NONE, accepted, refused
from tests.workbook import MAIN, OFFICE

SHEET, BOOK, RELS = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
LAUGHS = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 10))


@refused("缺 workbook.xml", "损坏")
def no_workbook_part() -> bytes:
    return with_parts(xl__workbook=None)


@refused("缺工作表部件", "损坏，缺少工作表")
def no_sheet_part() -> bytes:
    return with_parts(xl__worksheets__sheet1=None)


@refused("缺工作表的关系", "损坏，缺少工作表")
def no_sheet_relation() -> bytes:
    return packed(parts() | {RELS: relations()})


@refused("缺共享字符串表", "损坏")
def no_shared_strings() -> bytes:
    return with_parts(xl__sharedStrings=None)


@accepted("缺样式表")
def no_styles() -> bytes:
    return with_parts(xl__styles=None)


@refused("缺关系部件", "损坏")
def no_relations() -> bytes:
    return packed({name: data for name, data in parts().items() if name != RELS})


@accepted("缺内容类型部件", None)
def no_content_types() -> bytes:
    return packed({name: data for name, data in parts().items() if name != "[Content_Types].xml"})


@refused("工作表的 XML 中途断了", "损坏")
def broken_xml() -> bytes:
    return packed(parts() | {SHEET: worksheet()[:-60]})


@refused("共享字符串的 XML 标签不配对", "损坏")
def mismatched_tags() -> bytes:
    return packed(parts() | {"xl/sharedStrings.xml": parts()["xl/sharedStrings.xml"].replace(b"</si>", b"</s>", 1)})


def _declared(part: str, declaration: str, text: str = "") -> bytes:
    """A good workbook with a declaration before the root of a part."""
    data = parts()[part].decode()
    head, root = (data[: data.index("?>") + 2], data[data.index("?>") + 2 :]) if data.startswith("<?") else ("", data)
    return packed(parts() | {part: f"{head}{declaration}{root}".replace("甲项目", text or "甲项目").encode()})


@refused("部件里有 DOCTYPE", "实体")
def doctype() -> bytes:
    return _declared(SHEET, "<!DOCTYPE worksheet>")


@refused("十亿笑声（实体层层展开）", "实体")
def billion_laughs() -> bytes:
    return _declared("xl/sharedStrings.xml", f'<!DOCTYPE x [<!ENTITY l0 "哈">{LAUGHS}]>', "&l9;")


@refused("外部实体（读本机文件）", "实体")
def external_entity() -> bytes:
    return _declared("xl/sharedStrings.xml", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', "&e;")


@refused("用不到的部件里有 DOCTYPE", "实体")
def doctype_in_an_unread_part() -> bytes:
    return packed(parts() | {"docProps/app.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><Properties/>'})


@refused("UTF-16 部件里有 DOCTYPE", "实体")
def doctype_in_utf16() -> bytes:
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "b">]>'
    return packed(parts() | {SHEET: (text + worksheet().decode().partition("?>")[2]).encode("utf-16")})


@accepted("UTF-16 的工作表部件")
def utf16_part() -> bytes:
    text = worksheet().decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    return packed(parts() | {SHEET: text.encode("utf-16")})


@accepted("部件带 BOM")
def bom_parts() -> bytes:
    return packed({name: b"\xef\xbb\xbf" + data for name, data in parts().items()})


@refused("声明为 GBK 的部件", "")
def gbk_part() -> bytes:
    rows = sheet_rows((("项目名称", "计划"), ("丙", 1)))
    return packed(parts() | {SHEET: worksheet(rows).decode().replace("UTF-8", "GBK").encode("gbk")})


@accepted("XML 版本号写成 9.9", None)
def xml_of_another_version() -> bytes:
    return packed(parts() | {SHEET: worksheet().replace(b'version="1.0"', b'version="9.9"')})


@accepted("带宏的工作簿", None, "宏", suffix=".xlsm")
def macros() -> bytes:
    return packed(parts() | {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)})


@accepted("引用别的工作簿", None, "external-links")
def external_links() -> bytes:
    link = f'<externalLink xmlns="{MAIN}"><externalBook xmlns:r="{OFFICE}" r:id="rId1"/></externalLink>'
    outside = (
        f'<Relationship Id="rId9" Type="{OFFICE}/externalLinkPath" Target="file:///D:/a.xlsx" TargetMode="External"/>'
    )
    targets = (("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml"),
               ("externalLink", "externalLinks/externalLink1.xml"))  # fmt: skip
    more = {
        "xl/externalLinks/externalLink1.xml": link.encode(),
        "xl/externalLinks/_rels/externalLink1.xml.rels": relations(extra=outside),
        RELS: relations(*targets),
        BOOK: book("Sheet1").replace(b"</sheets>", b'</sheets><externalReferences><externalReference r:id="rId4"/>'
                                     b"</externalReferences>"),
    }  # fmt: skip
    return packed(parts() | more)


@accepted("带数据透视表")
def pivot() -> bytes:
    cache = f'<pivotCacheDefinition xmlns="{MAIN}"><cacheFields count="0"/></pivotCacheDefinition>'
    table = f'<pivotTableDefinition xmlns="{MAIN}" name="p" cacheId="1"/>'
    more = {
        "xl/pivotCache/pivotCacheDefinition1.xml": cache.encode(),
        "xl/pivotTables/pivotTable1.xml": table.encode(),
        "xl/worksheets/_rels/sheet1.xml.rels": relations(("pivotTable", "../pivotTables/pivotTable1.xml")),
    }
    return packed(parts() | more)


@accepted("严格模式的命名空间")
def strict_namespace() -> bytes:
    swapped = {name: data.replace(MAIN.encode(), STRICT.encode()).replace(
        OFFICE.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships")
        for name, data in parts().items()}  # fmt: skip
    return packed(swapped)


@accepted("命名空间带前缀")
def prefixed_namespace() -> bytes:
    text = worksheet().decode().partition("?>")[2]
    prefixed = text.replace("</", "\0").replace("<", "<x:").replace("\0", "</x:").replace(" xmlns=", " xmlns:x=")
    return packed(parts() | {SHEET: prefixed.encode()})


@accepted("只有图表页", NONE, "")
def chart_only() -> bytes:
    chart = f'<chartsheet xmlns="{MAIN}"/>'.encode()
    rels = relations(("chartsheet", "chartsheets/sheet1.xml"))
    members = {name: data for name, data in parts().items() if name != SHEET}
    return packed(members | {RELS: rels, "xl/chartsheets/sheet1.xml": chart})


@accepted("一张表也没有", NONE, "")
def no_sheets() -> bytes:
    return with_parts(xl__workbook=book())


@refused("一万张工作表", "过多")
def ten_thousand_sheets() -> bytes:
    names = [f"表{at}" for at in range(10_000)]
    targets = [("worksheet", f"worksheets/sheet{at}.xml") for at in range(1, 10_001)]
    more = {f"xl/worksheets/sheet{at}.xml": worksheet("") for at in range(2, 10_001)}
    targets += [("sharedStrings", "sharedStrings.xml")]
    return packed(parts() | more | {BOOK: book(*names), RELS: relations(*targets)})


@refused("工作表名含控制字符", "损坏")
def control_character_in_a_sheet_name() -> bytes:
    return with_parts(xl__workbook=book("表&#1;一"))


@accepted("工作表名含斜杠和方括号")
def slashes_in_a_sheet_name() -> bytes:
    return with_parts(xl__workbook=book("../一[二]:三*?"))


@accepted("工作表名三百字")
def long_sheet_name() -> bytes:
    return with_parts(xl__workbook=book("表" * 300))


@accepted("两张表同名", None)
def two_sheets_of_one_name() -> bytes:
    targets = [("worksheet", f"worksheets/sheet{at}.xml") for at in (1, 2)] + [("sharedStrings", "sharedStrings.xml")]
    other = worksheet(sheet_rows((("姓名", "电话"), ("张", "一"))))
    more = {BOOK: book("表", "表"), RELS: relations(*targets), "xl/worksheets/sheet2.xml": other}
    return packed(parts() | more)


def _second(state: str) -> bytes:
    """A good sheet and a second one in a state."""
    targets = [("worksheet", f"worksheets/sheet{at}.xml") for at in (1, 2)] + [("sharedStrings", "sharedStrings.xml")]
    listed = book("一", "二").replace(b'sheetId="2"', f'sheetId="2" state="{state}"'.encode())
    return packed(parts() | {BOOK: listed, RELS: relations(*targets), "xl/worksheets/sheet2.xml": worksheet()})


@accepted("另有隐藏的工作表", (("甲项目", 1_000_000), ("乙项目", 2_000_000)), "sheet-hidden")
def hidden_sheet() -> bytes:
    return _second("hidden")


@accepted("另有深度隐藏的工作表", (("甲项目", 1_000_000), ("乙项目", 2_000_000)), "sheet-hidden")
def very_hidden_sheet() -> bytes:
    return _second("veryHidden")


@accepted("一条 9 MB 的共享字符串")
def huge_shared_string() -> bytes:
    data = parts()["xl/sharedStrings.xml"].replace(b"</sst>", b"<si><t>" + b"x" * 9_000_000 + b"</t></si></sst>")
    return with_parts(xl__sharedStrings=data)


@refused("共享字符串编号超出表", "")
def shared_string_out_of_range() -> bytes:
    return good(sheet_rows().replace("<v>0</v>", "<v>99999</v>", 1))


@refused("共享字符串编号是负数", "损坏")
def shared_string_negative() -> bytes:
    return good(sheet_rows().replace("<v>0</v>", "<v>-1</v>", 1))


@refused("共享字符串编号不是数字", "损坏")
def shared_string_of_no_number() -> bytes:
    return good(sheet_rows().replace("<v>0</v>", "<v>1e1</v>", 1))


@accepted("一百万字的数字格式", None)
def huge_number_format() -> bytes:
    code = '"[\\' * 300_000
    escaped = code.replace('"', "&quot;")
    data = parts()["xl/styles.xml"].replace(b'<numFmts count="0"/>',
        f'<numFmts count="1"><numFmt numFmtId="0" formatCode="{escaped}"/></numFmts>'.encode())  # fmt: skip
    return with_parts(xl__styles=data)
