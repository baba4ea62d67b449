"""Papers with one thing wrong each, and papers with nothing wrong: the linter names the right clause and only that."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Pt

from pipeline.standard import judge
from tests.documents.inspecting import report
from tests.documents.month import a_month, bulletin
from tests.documents.test_confirmation import confirmations
from tests.documents.test_notice import notice_file
from tests.documents.test_week import weekly
from tests.standard.planting import (
    Plant,
    align,
    at,
    blanks,
    bold,
    colour,
    dropped,
    face,
    footer,
    indent,
    page,
    pitch,
    planted,
    size,
    swapped,
    unruled,
    words,
)
from tests.standard.typed import LETTER, MINUTES, OFFICIAL, PLAIN, typed

HEADED = "黑顶格|000012\n黑顶格|秘密★1年\n黑顶格|特急\n" + OFFICIAL.strip("\n")
TITLE, BODY, NUMBER, MARK = "关于做好", "要坚持", "示政办发", "示例市人民政府办公室文件"


@cache
def paper(kind: str) -> bytes:
    made = {
        "手打": lambda: typed(),
        "版头": lambda: typed(HEADED),
        "信函": lambda: typed(LETTER, letter=True),
        "通报": lambda: bulletin(a_month()),
        "简报": lambda: bulletin(a_month(), carrier="简报"),
        "报告": lambda: report(signer="张某某"),
    }
    return made[kind]()


def centred(document: Any) -> None:
    document.sections[0].footer.paragraphs[0].alignment = ALIGN.CENTER


def number_size(line: Any) -> None:
    for run in line.runs:
        run.font.size = Pt(10.5)


def no_dashes(line: Any) -> None:
    line.runs[0].text = line.runs[-1].text = ""


def number_face(line: Any) -> None:
    for run in line.runs:
        run.font.name = "Arial"


def no_number(document: Any) -> None:
    for section in document.sections:
        for edge in (section.footer, section.even_page_footer):
            for run in edge.paragraphs[0].runs:
                run._element.getparent().remove(run._element)


def wide_number(document: Any) -> None:
    """The number of wide pages moved to their foot."""
    from copy import deepcopy

    wide = next(section for section in document.sections if section.page_width > section.page_height)
    number = deepcopy(document.sections[0].footer.paragraphs[0]._p)
    wide.footer.paragraphs[0]._p.addprevious(number)


def wide_margin(document: Any) -> None:
    wide = next(section for section in document.sections if section.page_width > section.page_height)
    wide.top_margin = wide.right_margin


def joined(document: Any) -> None:
    at(document, "附件1").paragraph_format.page_break_before = False


PLANTED: tuple[tuple[str, str, str, Plant], ...] = (
    ("paper-width", "5.1", "手打", page(page_width=216, right_margin=32)),
    ("paper-height", "5.1", "手打", page(page_height=279.4, bottom_margin=17.4)),
    ("margin-top", "5.2.1", "手打", page(top_margin=30, bottom_margin=42)),
    ("margin-left", "5.2.1", "手打", page(left_margin=31.7, right_margin=22.3)),
    ("type-width", "5.2.1", "手打", page(right_margin=28)),
    ("type-height", "5.2.1", "手打", page(bottom_margin=33)),
    ("lines-a-page", "5.2.3", "手打", pitch(BODY, 30)),
    ("characters-a-line", "5.2.3", "手打", lambda document: _loose(at(document, BODY))),
    ("black", "5.2.4", "手打", colour(BODY, "1F4E79")),
    ("landscape-number", "8", "通报", wide_number),
    ("landscape-margins", "8", "通报", wide_margin),
    ("copy-number-pattern", "7.2.1", "版头", words("000012", "000012", "0012")),
    ("copy-number-align", "7.2.1", "版头", align("000012", "RIGHT")),
    ("secrecy-face", "7.2.2", "版头", face("秘密", "仿宋_GB2312")),
    ("secrecy-pattern", "7.2.2", "版头", words("秘密", "★", "·")),
    ("urgency-size", "7.2.3", "版头", size("特急", 14)),
    ("marks-order", "7.2.3", "版头", swapped("秘密", "特急")),
    ("mark-colour", "7.2.4", "手打", colour(MARK, "000000")),
    ("mark-align", "7.2.4", "手打", align(MARK, "LEFT")),
    ("mark-face", "7.2.4", "手打", face(MARK, "楷体_GB2312")),
    ("number-pattern", "7.2.5", "手打", words(NUMBER, "〔2026〕", "[2026]")),
    ("number-pattern", "7.2.5", "手打", words(NUMBER, "12号", "第12号")),
    ("number-pattern", "7.2.5", "手打", words(NUMBER, "12号", "012号")),
    ("number-align", "7.2.5", "手打", align(NUMBER, "LEFT")),
    ("number-blank", "7.2.5", "手打", blanks(NUMBER, 1)),
    ("number-right", "10.1", "信函", align("示政办函", "CENTER")),
    ("letter-first-page", "10.1", "信函", lambda document: _titled(document, False)),
    ("letter-rules", "10.1", "信函", lambda document: _single(document)),
    ("signer-name", "7.2.6", "报告", face("示推办〔", "仿宋_GB2312")),
    ("signer-colon", "7.2.6", "报告", words("示推办〔", "签发人：", "签发人:")),
    ("red-rule", "7.2.7", "手打", unruled(NUMBER)),
    ("red-rule-thickness", "7.2.7", "手打", lambda document: _thick(at(document, NUMBER), "48")),
    ("title-size", "7.3.1", "手打", size(TITLE, 18)),
    ("title-face", "7.3.1", "手打", face(TITLE, "黑体")),
    ("title-align", "7.3.1", "手打", align(TITLE, "LEFT")),
    ("title-bold", "7.3.1", "手打", bold(TITLE)),
    ("title-blank", "7.3.1", "手打", blanks(TITLE, 1)),
    ("title-stop", "7.3.1", "手打", words(TITLE, "通知", "通知。")),
    ("recipients-blank", "7.3.2", "手打", blanks("各镇街", 0)),
    ("recipients-flush", "7.3.2", "手打", indent("各镇街", firstLine=200)),
    ("recipients-colon", "7.3.2", "手打", words("各镇街", "：", ":")),
    ("body-face", "5.2.2", "手打", face(BODY, "宋体")),
    ("body-size", "5.2.2", "手打", size(BODY, 15)),
    ("body-indent", "7.3.3", "手打", indent(BODY, firstLine=0)),
    ("body-spaces", "7.3.3", "手打", lambda document: _spaced(document)),
    ("level-1-face", "7.3.3", "手打", face("一、", "仿宋_GB2312")),
    ("level-2-face", "7.3.3", "手打", face("（一）", "黑体")),
    ("level-size", "5.2.2", "手打", size("一、", 18)),
    ("level-indent", "7.3.3", "手打", indent("一、", firstLine=0)),
    ("level-sequence", "7.3.3", "手打", words("二、", "二、", "三、")),
    ("annex-note-blank", "7.3.4", "手打", blanks("附件：", 0)),
    ("annex-note-indent", "7.3.4", "手打", indent("附件：", firstLine=0)),
    ("annex-note-colon", "7.3.4", "手打", words("附件：", "附件：", "附件:")),
    ("annex-note-number", "7.3.4", "手打", words("附件：", "1.", "1、")),
    ("annex-note-stop", "7.3.4", "手打", words("附件：", "清单", "清单。")),
    ("annex-note-names", "7.3.7", "手打", words("附件：", "任务清单", "工作方案")),
    ("date-pattern", "7.3.5", "手打", words("2026年6月8日", "6月8日", "06月08日")),
    ("date-pattern", "7.3.5", "手打", words("2026年6月8日", "2026年6月8日", "二〇二六年六月八日")),
    ("date-place", "7.3.5", "手打", align("2026年6月8日", "LEFT")),
    ("signature-place", "7.3.5", "手打", lambda document: _left(document)),
    ("date-missing", "7.3.5", "信函", dropped("2026年6月8日")),
    ("note-brackets", "7.3.6", "手打", words("（联系人", "（", "(")),
    ("note-indent", "7.3.6", "手打", indent("（联系人", firstLine=0)),
    ("annex-face", "7.3.7", "手打", face("附件1", "仿宋_GB2312")),
    ("annex-flush", "7.3.7", "手打", align("附件1", "CENTER")),
    ("annex-pattern", "7.3.7", "手打", words("附件1", "附件1", "附件一：")),
    ("annex-page", "7.3.7", "手打", joined),
    ("annex-title-blank", "7.3.7", "手打", blanks("任务清单", 0)),
    ("annex-title-align", "7.3.7", "通报", align("问题销号台账", "LEFT")),
    ("copies-size", "7.4.2", "手打", size("抄送", 16)),
    ("copies-stop", "7.4.2", "手打", words("抄送", "。", "")),
    ("copies-colon", "7.4.2", "手打", words("抄送", "：", ":")),
    ("printed-size", "7.4.3", "通报", size("2026年　月　日印发", 16)),
    ("printed-pattern", "7.4.3", "手打", words("示例市人民政府办公室　", "2026年6月8日", "2026年06月08日")),
    ("imprint-rules", "7.4.1", "手打", unruled("抄送")),
    ("page-number-missing", "7.5", "手打", no_number),
    ("page-number-dashes", "7.5", "手打", footer(no_dashes)),
    ("page-number-size", "7.5", "手打", footer(number_size)),
    ("page-number-face", "7.5", "手打", footer(number_face)),
    ("page-number-sides", "7.5", "手打", centred),
    ("percent-range", "GB/T 15835", "手打", words(BODY, "5%～8%", "5-8%")),
    ("unit-range", "GB/T 15835", "手打", words(BODY, "增长5%～8%", "9～16亿元")),
    ("month-range", "GB/T 15835", "手打", words("1—5月", "1—5月", "1-5月")),
    ("percent-points", "GB/T 15835", "手打", words(BODY, "5%～8%", "3个百分比")),
    ("mixed-thousand", "GB/T 15835", "手打", words(BODY, "增长5%～8%", "3千万元")),
    ("leading-zero-date", "GB/T 15835", "手打", words("现就", "现就", "自2026年06月起，就")),
    ("quoted-number", "7.2.5", "手打", words("现就", "现就", "根据示政办发[2026]3号，就")),
    ("level-2-punctuation", "GB/T 15834", "手打", words("（一）", "（一）", "（一）、")),
    ("level-1-punctuation", "GB/T 15834", "手打", words("一、", "一、", "一.")),
    ("level-3-punctuation", "GB/T 15834", "手打", words("1.建立", "1.", "1、")),
    ("level-stop", "GB/T 15834", "手打", words("一、", "要求", "要求。")),
    ("marks-between-titles", "GB/T 15834", "手打", words(BODY, "要坚持", "要贯彻《甲》、《乙》，")),
    ("half-width-marks", "GB/T 15834", "手打", words(BODY, "，", ",")),
)
SAME_PLACE = {
    "level-2-punctuation": {"level-stop"},
    "number-pattern": {"quoted-number"},
    "imprint-rules": {"imprint-thickness"},
    "type-width": {"characters-a-line"},
    "body-size": {"characters-a-line"},
    "signer-colon": {"signer-name"},  # the planted line is of one run
    "recipients-colon": {"half-width-marks"},
}


def _loose(line: Any) -> None:
    for run in line.runs:
        for node in run._element.rPr.findall("{*}spacing"):
            run._element.rPr.remove(node)


def _titled(document: Any, first: bool) -> None:
    document.sections[0].different_first_page_header_footer = first


def _single(document: Any) -> None:
    border = at(document, "示例市人民政府办公室").part.element.find(".//{*}pBdr/{*}bottom")
    border.set(f"{border.tag.removesuffix('bottom')}val", "single")


def _thick(line: Any, eighths: str) -> None:
    border = line._p.pPr.find("{*}pBdr/{*}bottom")
    border.set(f"{border.tag.removesuffix('bottom')}sz", eighths)


def _spaced(document: Any) -> None:
    indent(BODY, firstLine=0)(document)
    words(BODY, "要坚持", "　　要坚持")(document)


def _left(document: Any) -> None:
    line = document.paragraphs[[each.text for each in document.paragraphs].index("2026年6月8日") - 1]
    line.alignment = ALIGN.LEFT


@pytest.mark.parametrize(
    ("code", "clause", "kind", "plant"), PLANTED, ids=[f"{row[0]}-{at}" for at, row in enumerate(PLANTED)]
)
def test_one_thing_wrong_is_named_with_its_clause_and_nothing_else(
    code: str, clause: str, kind: str, plant: Plant
) -> None:
    found = judge(planted(paper(kind), plant), "样.docx")
    assert (code, clause) in {(each.code, each.clause) for each in found}
    assert {each.code for each in found} - {code} <= SAME_PLACE.get(code, set())


CORRECT = {
    "手打的公文": lambda: typed(),
    "带份号密级紧急程度": lambda: typed(HEADED),
    "用文档网格的公文": lambda: typed(grid=True),
    "手打的信函": lambda: typed(LETTER, letter=True),
    "手打的纪要": lambda: typed(MINUTES),
    "没有版头的便文": lambda: typed(PLAIN),
    "调度通报": lambda: bulletin(a_month()),
    "调度通报（密级、紧急程度）": lambda: bulletin(a_month(), 密级="秘密★1年", 紧急程度="特急"),
    "调度通报（简报）": lambda: bulletin(a_month(), carrier="简报"),
    "督查报告（上行文）": lambda: report(signer="张某某"),
    "督办通知单": lambda: notice_file(),
    "周调度专报": lambda: weekly(),
    "数据确认单": lambda: next(iter(confirmations(a_month()).values())),
}


@pytest.mark.parametrize("name", CORRECT)
def test_a_correct_paper_breaks_nothing_that_the_standard_fixes(name: str) -> None:
    assert [each for each in judge(CORRECT[name](), name) if each.strength == "定"] == []
