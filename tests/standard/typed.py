"""Lines typed in a test come in; a Word file set by hand, all by direct formatting as a clerk does it, goes out."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
FACES = {"仿": "仿宋_GB2312", "黑": "黑体", "楷": "楷体_GB2312", "标": "方正小标宋简体"}
LOOKS: Mapping[str, tuple[str, float, ALIGN, float]] = {  # face, size, alignment, first line in 字
    "标志": ("标", 50, ALIGN.CENTER, 0),
    "字号": ("仿", 16, ALIGN.CENTER, 0),
    "右": ("仿", 16, ALIGN.RIGHT, 0),
    "标题": ("标", 22, ALIGN.CENTER, 0),
    "顶格": ("仿", 16, ALIGN.LEFT, 0),
    "黑顶格": ("黑", 16, ALIGN.LEFT, 0),
    "一": ("黑", 16, ALIGN.JUSTIFY, 2),
    "二": ("楷", 16, ALIGN.JUSTIFY, 2),
    "文": ("仿", 16, ALIGN.JUSTIFY, 2),
    "日期": ("仿", 16, ALIGN.RIGHT, 0),
    "版记": ("仿", 14, ALIGN.LEFT, 0),
}
OFFICIAL = """
标志|示例市人民政府办公室文件
|
|
字号|示政办发〔2026〕12号
|
|
标题|关于做好重点项目工作的通知
|
顶格|各镇街，市直各部门：
文|现就做好有关工作通知如下。
一|一、总体要求
文|要坚持项目为王，投资增长5%～8%。
二|（一）主要目标
文|1—5月完成投资9亿元。
文|1.建立台账。每周更新。
文|（1）按月销号。
一|二、工作要求
文|各单位要抓好落实。
|
文|附件：1.任务清单
|
日期|示例市人民政府办公室
日期|2026年6月8日
文|（联系人：张某，电话：略）
黑顶格|附件1
|
标题|任务清单
文|见清单。
版记|抄送：市委办公室。
版记|示例市人民政府办公室　　　　　　　　　2026年6月8日印发
"""
LETTER = """
标志|示例市人民政府办公室
右|示政办函〔2026〕3号
|
标题|关于商请支持的函
|
顶格|市发展和改革局：
文|为推进重点项目，商请贵局支持。
|
日期|示例市人民政府办公室
日期|2026年6月8日
"""
MINUTES = """
标志|示例市重点项目调度会议纪要
|
|
字号|〔2026〕3号
|
|
标题|第三次调度会议纪要
|
文|6月8日，副市长主持召开调度会，现将议定事项纪要如下。
一|一、关于用地保障
文|会议议定，由市自然资源局负责落实。
"""
PLAIN = """
标题|关于报送材料的说明
|
文|现将有关情况说明如下。
一|一、基本情况
文|各单位均已报送。
"""


def typed(text: str = OFFICIAL, **options: Any) -> bytes:
    """A correct paper; ``grid`` sets the lines and characters as WPS does, ``lists`` numbers the headings."""
    document = Document()
    _page(document, grid=bool(options.get("grid")))
    previous = None
    for line in text.strip("\n").splitlines():
        kind, _, said = line.partition("|")
        previous = _line(document, kind, said, previous, bool(options.get("grid")))
    document.settings.odd_and_even_pages_header_footer = True
    for footer, side in ((document.sections[0].footer, "right"), (document.sections[0].even_page_footer, "left")):
        _footer(footer, side)
    if options.get("letter"):
        document.sections[0].different_first_page_header_footer = True
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document: Any, grid: bool) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    kind = 'w:type="linesAndChars" w:linePitch="579" w:charSpace="-852"' if grid else 'w:type="lines" w:linePitch="579"'
    properties.append(parse_xml(f"<w:docGrid {W} {kind}/>"))


def _line(document: Any, kind: str, said: str, previous: Any, grid: bool) -> Any:
    paragraph = document.add_paragraph()
    face, size, align, first = LOOKS.get(kind, LOOKS["顶格"])
    form = paragraph.paragraph_format
    form.space_after = form.space_before = Pt(0)
    form.line_spacing = Pt(32) if size == 22 else Pt(60) if size > 30 else Pt(28.95)
    paragraph.alignment = align
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
    if first:
        indent.set(qn("w:firstLineChars"), "200")
        indent.set(qn("w:firstLine"), "630")
    if kind == "日期":
        indent.set(qn("w:rightChars"), "400" if "日" in said else "200")
    if kind == "版记":
        indent.set(qn("w:left"), "280")
    if said:
        _run(paragraph, said, face, size, grid)
    _rules(paragraph, kind, said)
    if said.startswith("附件1"):
        form.page_break_before = True
    return paragraph


def _run(paragraph: Any, said: str, face: str, size: float, grid: bool) -> None:
    run = paragraph.add_run(said)
    run.font.size, run.font.name = Pt(size), "Times New Roman"
    run._element.rPr.rFonts.set(qn("w:eastAsia"), FACES[face])
    if size == 50:
        run.font.color.rgb = RGBColor(0xFF, 0, 0)
    if size == 16 and not grid:
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), "-5")
        run._element.rPr.append(spacing)


def _rules(paragraph: Any, kind: str, said: str) -> None:
    sides = ""
    if kind == "字号":
        sides = '<w:bottom w:val="single" w:sz="10" w:space="7" w:color="FF0000"/>'
    elif said.startswith("抄送"):
        sides = '<w:top w:val="single" w:sz="8" w:space="1" w:color="000000"/>'
    elif said.endswith("印发"):
        sides = ('<w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/>'
                 '<w:bottom w:val="single" w:sz="8" w:space="1" w:color="000000"/>')  # fmt: skip
    elif kind == "标志" and said.endswith("办公室"):
        sides = '<w:bottom w:val="thickThinSmallGap" w:sz="24" w:space="7" w:color="FF0000"/>'
    if sides:
        paragraph._p.get_or_add_pPr().insert_element_before(
            parse_xml(f"<w:pBdr {W}>{sides}</w:pBdr>"), "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc"
        )


def _footer(footer: Any, side: str) -> None:
    paragraph = footer.paragraphs[0]
    paragraph.style = footer.part.document.styles["Normal"] if hasattr(footer.part, "document") else paragraph.style
    paragraph.alignment = ALIGN.RIGHT if side == "right" else ALIGN.LEFT
    paragraph._p.get_or_add_pPr().get_or_add_ind().set(qn(f"w:{side}Chars"), "100")
    for text in ("— ", "PAGE", " —"):
        run = paragraph.add_run("" if text == "PAGE" else text)
        run.font.size, run.font.name = Pt(14), "宋体"
        if text == "PAGE":
            for kind in ("begin", "", "end"):
                run._element.append(
                    parse_xml(
                        f'<w:fldChar {W} w:fldCharType="{kind}"/>' if kind else f"<w:instrText {W}> PAGE </w:instrText>"
                    )
                )
