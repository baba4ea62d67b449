"""A paragraph comes in; what its text and look tell of the element that it is goes out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.standard.colours import is_red
from pipeline.standard.reading import Paragraph, number

SECRECY = re.compile(r"(绝密|机密|秘密)\S{0,20}")
URGENCY = re.compile(r"(特急|加急|特提|平急|急件)")
COPY_NUMBER = re.compile(r"\d{1,8}|№?\d{4,8}")
NUMBER = re.compile(r"^\S{0,16}?\s*[〔\[（(【［]\s*\d{2,4}\s*[〕\]）)】］]\s*(第?\s*[\d_]*)\s*号")
LETTER_NUMBER = re.compile(r"^\S{1,15}函\s*[〔\[（(]")
SIGNER = re.compile(r"签发人")
ISSUE = re.compile(r"第[\s\d_一二三四五六七八九十百]*期([（(].*[)）])?")
MINUTES, BRIEF = re.compile(r"纪\s*要$"), re.compile(r"(简报|专报|快报|动态|信息)$")
DATE = re.compile(
    r"(?:[\d〇○零一二三四五六七八九十Oo]{4}|\d{2})\s*[年.\-/]\s*[\d一二三四五六七八九十]*\s*[月.\-/]"
    r"\s*[\d一二三四五六七八九十]*\s*日?|\s*年\s*月\s*日"
)
LEVELS = {
    1: re.compile(r"^([一二三四五六七八九十]{1,3})(?=[、.．，,：\s])"),
    2: re.compile(r"^[（(]([一二三四五六七八九十]{1,3})[)）]"),
    3: re.compile(r"^(\d{1,2})[.．、](?!\d)"),
    4: re.compile(r"^[（(](\d{1,2})[)）]"),
}
LEVEL_NAMES = {1: "一级标题", 2: "二级标题", 3: "三级标题", 4: "四级标题"}
ANNEX_NOTE = re.compile(r"^附\s*件\s*[:：]")
ANNEX_NOTE_MORE = re.compile(r"^[\d一二三四五六七八九十]{1,3}\s*[.．、，,]")
ANNEX = re.compile(r"^附\s*件\s*[\d一二三四五六七八九十]{0,3}\s*[:：]?$")
COPIES, REPORTED = re.compile(r"^(抄\s*送|主\s*送|报|送|发)\s*[:：]?\s*\S"), re.compile(r"^(报|送|发)\s*[:：]")
PRINTED = re.compile(r"(印发|印制)$")
OPENING = re.compile(r"现将|如下|为了|根据|按照")
SENTENCE = re.compile(r"[。；！？]")
LONGEST_HEADING, LONGEST_TITLE, LONGEST_TITLE_LINE, LONGEST_SIGNATURE = 50, 160, 60, 40
SHIFTED = 3000  # twips: what begins so far right is no text
FOOT = 30  # the imprint is in so many of the last paragraphs

CAPTION = re.compile(r"^(图|表)\s*\d+|^(注|单位|数据来源|数据截至)[:：\d]|^\d+\.完成率")
LABELLED = ("份号", "密级", "紧急程度")


def of_masthead(line: Paragraph, head: Sequence[Paragraph]) -> bool:
    said = line.said
    known = (COPY_NUMBER, SECRECY, URGENCY, ISSUE)
    if any(pattern.fullmatch(said) for pattern in known) or NUMBER.match(said) or SIGNER.match(said):
        return True
    numbered = any(NUMBER.match(each.said) for each in head)
    if not numbered and is_mark(line):
        return True
    issue = any(ISSUE.fullmatch(each.said) for each in head)
    dated = any("年" in each.said and each.said.endswith("日") for each in head)
    return issue and not dated and "年" in said and said.rstrip().endswith("日")


def before_title(head: Sequence[Paragraph]) -> int:
    """Without a mark or a number only what cannot be a title is of the masthead."""
    return next((at for at, line in enumerate(head) if not labelled(line)), len(head))


def labelled(line: Paragraph) -> bool:
    return any(pattern.fullmatch(line.said) for pattern in (COPY_NUMBER, SECRECY, URGENCY, ISSUE))


def is_mark(line: Paragraph) -> bool:
    return is_red(line) or (line.size >= 26 and len(line.said) < 40) or line.said.endswith("文件")


def carrier(head: Sequence[Paragraph]) -> str:
    marks = [line for line in head if is_mark(line) and not NUMBER.match(line.said)]
    if any(MINUTES.search(line.said) for line in marks):
        return "纪要"
    if any(ISSUE.fullmatch(line.said) for line in head) or any(BRIEF.search(line.said) for line in marks):
        return "简报"
    doubled = ("double", "thickThin", "thinThick")
    borders = " ".join(str(value) for line in head for key, value in line.look.items() if key.startswith("border."))
    if any(word in borders for word in doubled) or any(line.said.endswith("函") for line in marks):
        return "信函"
    letter = any(LETTER_NUMBER.match(line.said) for line in head)
    if letter and not any(line.said.endswith("文件") for line in marks):
        return "信函"
    return "公文" if marks or any(NUMBER.match(line.said) for line in head) else "便文"


def title_lines(rest: Sequence[Paragraph]) -> int:
    """How many of the first lines are the title's."""
    count = 0
    for line in rest:
        said = line.said
        if count and (line.blank or line.size != rest[0].size):
            break
        if len(said) > _longest(line) or said.endswith(("：", ":")) or LEVELS[1].match(said):
            break
        if SENTENCE.search(said[:-1]) or (not count and line.table is not None):
            break
        count += 1
    return count


def _longest(line: Paragraph) -> int:
    """What looks like a title may be four lines long."""
    return LONGEST_TITLE if line.look.get("jc") == "center" or line.size >= 18 else LONGEST_TITLE_LINE


def is_recipients(line: Paragraph, carrier: str, titled: bool) -> bool:
    said = line.said
    if not titled or OPENING.search(said) or LEVELS[1].match(said) or len(said) > 120:
        return False
    colon = said.endswith(("：", ":"))
    return colon or (carrier in ("公文", "信函") and not SENTENCE.search(said) and len(said) < 60)


def is_signature(line: Paragraph) -> bool:
    said = line.said
    if any(pattern.match(said) for pattern in LEVELS.values()) and not said.startswith("（盖"):
        return False
    shifted = abs(number(line.look.get("ind.left", "0"))) > SHIFTED
    return len(said) <= LONGEST_SIGNATURE and not SENTENCE.search(said) and (shifted or not said.endswith("："))


def in_body(line: Paragraph) -> tuple[str, ...]:
    """正文, or a heading of its level; a heading that runs into its text is judged as text."""
    if line.boxed:
        return ()
    said = line.said
    level = next((level for level, pattern in LEVELS.items() if pattern.match(said)), 0)
    if not level:
        return () if is_caption(line) else ("正文",)
    if SENTENCE.search(said[:-1]) or len(said) > LONGEST_HEADING:
        return ("正文", f"第{level}层")
    alone = ("独立成行的标题",) if level < 3 else ()  # a lower one that stands alone is an item, a sentence
    return (LEVEL_NAMES[level], "层次标题", *alone, f"第{level}层")


def is_caption(line: Paragraph) -> bool:
    """Above or below a table or picture: smaller than text, or centred."""
    return bool(CAPTION.match(line.said)) or line.look.get("jc") == "center" or line.size <= 12


def is_imprint_table(line: Paragraph, foot: Sequence[Paragraph]) -> bool:
    mates = [each.said for each in foot if each.table is line.table]
    return any(PRINTED.search(text) or REPORTED.match(text) or "共印" in text for text in mates) and len(mates) < 12
