"""Paragraphs come in; each with the elements of the standard that it is, found by place and text, goes out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.standard.colours import is_red
from pipeline.standard.reading import Document, Paragraph, number

SECRECY = re.compile(r"(绝密|机密|秘密)\S{0,20}")
URGENCY = re.compile(r"(特急|加急|特提|平急|急件)")
COPY_NUMBER = re.compile(r"\d{1,8}|№?\d{4,8}")
NUMBER = re.compile(r"^\S{0,16}?\s*[〔\[（(【［]\s*\d{2,4}\s*[〕\]）)】］]\s*(第?\s*[\d_]*)\s*号")
LETTER_NUMBER = re.compile(r"^\S{1,15}函\s*[〔\[（(]")
SIGNER = re.compile(r"签发人")
ISSUE = re.compile(r"第[\s\d_一二三四五六七八九十百]*期([（(].*[)）])?")
MARKED = re.compile(r".{2,40}(文件|简报|专报|快报|通报|督查|纪要|公函|函|命令|令)$")
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
LONGEST_HEADING, LONGEST_TITLE_LINE, LONGEST_SIGNATURE = 50, 60, 40
SHIFTED = 3000  # twips: what begins so far right is no text
FOOT = 30  # the imprint is in so many of the last paragraphs

LABELLED = ("份号", "密级", "紧急程度")


@dataclass(frozen=True)
class Found:
    """A paragraph (or a part of one) and what it is."""

    paragraph: Paragraph
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Elements:
    """What was recognised; ``carrier`` by the masthead."""

    carrier: str
    found: tuple[Found, ...]

    def of(self, label: str) -> list[Paragraph]:
        return [each.paragraph for each in self.found if label in each.labels]

    def first(self, label: str) -> Paragraph | None:
        return next(iter(self.of(label)), None)


def recognised(document: Document) -> Elements:
    """The elements of a document of any hand."""
    lines = [line for line in document.paragraphs if line.said]
    body = [line for line in lines if line.table is None]
    finder = _Finder(lines, body)
    finder.find()
    return Elements(finder.carrier, tuple(finder.found))


@dataclass
class _Finder:
    lines: Sequence[Paragraph]
    body: Sequence[Paragraph]
    found: list[Found] = field(default_factory=list)
    carrier: str = "便文"

    def find(self) -> None:
        imprint = self._imprint()
        rest = [line for line in self.body if line.at not in imprint]
        rest = rest[self._masthead(self._head(rest)) :]
        annexes = next((at for at, line in enumerate(rest) if ANNEX.match(line.said) and at), len(rest))
        self._text(rest[:annexes])
        self._annexes(rest[annexes:])

    def add(self, line: Paragraph, *labels: str) -> None:
        self.found.append(Found(line, labels))

    def _head(self, rest: Sequence[Paragraph]) -> list[Paragraph]:
        """What may be of the masthead: before the title."""
        head: list[Paragraph] = []
        for line in rest[:16]:
            if not _of_masthead(line, head):
                break
            head.append(line)
        return head if any(_is_mark(line) or NUMBER.match(line.said) for line in head) else head[: _loose(head)]

    def _masthead(self, head: Sequence[Paragraph]) -> int:
        self.carrier = _carrier(head)
        for line in head:
            self._in_masthead(line)
        return len(head)

    def _in_masthead(self, line: Paragraph) -> None:
        said = line.said
        if COPY_NUMBER.fullmatch(said):
            self.add(line, "份号")
        elif SECRECY.fullmatch(said):
            self.add(line, "密级")
        elif URGENCY.fullmatch(said):
            self.add(line, "紧急程度")
        elif NUMBER.match(said):
            self._number(line)
        elif SIGNER.match(said):
            self._signer(line)
        elif ISSUE.fullmatch(said):
            self.add(line, "期号")
        elif self.carrier == "简报" and not is_red(line):
            self.add(line, "简报机关日期")
        else:
            self.add(line, "发文机关标志")

    def _number(self, line: Paragraph) -> None:
        signer = SIGNER.search(line.text)
        if signer is None:
            self.add(line, "发文字号", "下行文字号", "字号所在行")
            return
        self.add(line.part(0, signer.start()), "发文字号", "上行文字号")
        self._signer(line.part(signer.start()))

    def _signer(self, line: Paragraph) -> None:
        end = len(line.text) - len(line.text.lstrip()) + len("签发人")
        self.add(line, "签发人")
        self.add(line.part(0, end), "签发人标签")
        if line.text[end:].strip("： :\u3000"):
            self.add(line.part(end + 1), "签发人姓名")

    def _imprint(self) -> set[int]:
        """The 版记: from 抄送 to 印发 in the last lines, in a table or not."""
        foot = self.lines[-FOOT:]
        kept: set[int] = set()
        for line in foot:
            said = line.said
            loose = line.table is None or _is_imprint_table(line, foot)
            if PRINTED.search(said) and DATE.search(said):
                self.add(line, "印发日期", "印发机关和印发日期", "版记")
            elif loose and COPIES.match(said) and len(self.lines) > 3 and not OPENING.search(said):
                self.add(line, "抄送机关", "版记")
            elif line.table is not None and loose:
                self.add(line, "印发机关和印发日期" if len(said) < LONGEST_SIGNATURE else "版记", "版记")
            else:
                continue
            kept.add(line.at)
        return kept

    def _text(self, rest: Sequence[Paragraph]) -> None:
        title = _title(rest)
        for at, line in enumerate(rest[:title]):
            self.add(line, "标题", "文字", *(("标题首行",) if not at else ()))
        rest = rest[title:]
        if rest and _is_recipients(rest[0], self.carrier, bool(title)):
            self.add(rest[0], "主送机关", "文字")
            rest = rest[1:]
        ending = _Ending.of(rest)
        for at, line in enumerate(rest):
            labels = ending.labels(at) or ("文字", *_in_body(line))
            self.add(line, *labels)

    def _annexes(self, rest: Sequence[Paragraph]) -> None:
        after = False
        for line in rest:
            if ANNEX.match(line.said):
                self.add(line, "附件编号")
            elif after:
                self.add(line, "附件标题", "文字")
            else:
                self.add(line, "文字")
            after = bool(ANNEX.match(line.said))


@dataclass(frozen=True)
class _Ending:
    """Where the end of the text lies: 附件说明, 署名, 成文日期, 附注."""

    notes: range
    signature: range
    date: int
    after: int

    @classmethod
    def of(cls, rest: Sequence[Paragraph]) -> _Ending:
        dates = [at for at, line in enumerate(rest) if DATE.fullmatch(line.said) and at]
        date = dates[-1] if dates else -1
        undated = range(_last_text(rest), len(rest)) if not dates else range(0)
        start = next((at for at, line in enumerate(rest) if ANNEX_NOTE.match(line.said)), -1)
        end = start + 1
        while 0 < end < len(rest) and ANNEX_NOTE_MORE.match(rest[end].said) and not rest[end].blank:
            end += 1
        notes = range(start, end) if start >= 0 else range(0)
        first = date
        while first > 0 and _is_signature(rest[first - 1]) and first - 1 not in notes and date - first < 6:
            first -= 1
        return cls(notes, range(first, date) if date > 0 else undated, date, len(rest))

    def labels(self, at: int) -> tuple[str, ...]:
        if at in self.notes:
            return ("附件说明", "附件说明首行") if at == self.notes.start else ("附件说明",)
        if at == self.date:
            return ("成文日期",)
        if at in self.signature:
            return ("署名",)
        return ("附注",) if 0 < self.date < at else ()


def _last_text(rest: Sequence[Paragraph]) -> int:
    """Where the short lines at the right begin that end a paper without a date."""
    end = len(rest)
    while end > 1 and rest[end - 1].look.get("jc") == "right" and _is_signature(rest[end - 1]):
        end -= 1
    return end


def _of_masthead(line: Paragraph, head: Sequence[Paragraph]) -> bool:
    said = line.said
    known = (COPY_NUMBER, SECRECY, URGENCY, ISSUE)
    if any(pattern.fullmatch(said) for pattern in known) or NUMBER.match(said) or SIGNER.match(said):
        return True
    if is_red(line):
        return True
    numbered = any(NUMBER.match(each.said) for each in head)
    if not numbered and _is_mark(line):
        return True
    issue = any(ISSUE.fullmatch(each.said) for each in head)
    dated = any("年" in each.said and each.said.endswith("日") for each in head)
    return issue and not dated and "年" in said and said.rstrip().endswith("日")


def _loose(head: Sequence[Paragraph]) -> int:
    """Without a mark or a number only what cannot be a title is of the masthead."""
    return next((at for at, line in enumerate(head) if not _labelled(line)), len(head))


def _labelled(line: Paragraph) -> bool:
    return any(pattern.fullmatch(line.said) for pattern in (COPY_NUMBER, SECRECY, URGENCY, ISSUE))


def _is_mark(line: Paragraph) -> bool:
    return is_red(line) or (line.size >= 26 and len(line.said) < 40) or line.said.endswith("文件")


def _carrier(head: Sequence[Paragraph]) -> str:
    marks = [line for line in head if _is_mark(line) and not NUMBER.match(line.said)]
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


def _title(rest: Sequence[Paragraph]) -> int:
    """How many of the first lines are the title's."""
    count = 0
    for line in rest:
        said = line.said
        if count and (line.blank or line.size != rest[0].size):
            break
        if len(said) > LONGEST_TITLE_LINE or said.endswith(("：", ":")) or LEVELS[1].match(said):
            break
        if SENTENCE.search(said[:-1]) or (not count and line.table is not None):
            break
        count += 1
    return count


def _is_recipients(line: Paragraph, carrier: str, titled: bool) -> bool:
    said = line.said
    if not titled or OPENING.search(said) or LEVELS[1].match(said) or len(said) > 120:
        return False
    colon = said.endswith(("：", ":"))
    return colon or (carrier in ("公文", "信函") and not SENTENCE.search(said) and len(said) < 60)


def _is_signature(line: Paragraph) -> bool:
    said = line.said
    if any(pattern.match(said) for pattern in LEVELS.values()) and not said.startswith("（盖"):
        return False
    shifted = abs(number(line.look.get("ind.left", "0"))) > SHIFTED
    return len(said) <= LONGEST_SIGNATURE and not SENTENCE.search(said) and (shifted or not said.endswith("："))


def _in_body(line: Paragraph) -> tuple[str, ...]:
    """正文, or a heading of its level; a heading that runs into its text is judged as text."""
    if line.boxed:
        return ()
    said = line.said
    level = next((level for level, pattern in LEVELS.items() if pattern.match(said)), 0)
    if not level:
        return () if _is_caption(line) else ("正文",)
    if SENTENCE.search(said[:-1]) or len(said) > LONGEST_HEADING:
        return ("正文", f"第{level}层")
    alone = ("独立成行的标题",) if level < 3 else ()  # a lower one that stands alone is an item, a sentence
    return (LEVEL_NAMES[level], "层次标题", *alone, f"第{level}层")


CAPTION = re.compile(r"^(图|表)\s*\d+|^(注|单位|数据来源|数据截至)[:：\d]|^\d+\.完成率")


def _is_caption(line: Paragraph) -> bool:
    """Above or below a table or picture: smaller than text, or centred."""
    return bool(CAPTION.match(line.said)) or line.look.get("jc") == "center" or line.size <= 12


def _is_imprint_table(line: Paragraph, foot: Sequence[Paragraph]) -> bool:
    mates = [each.said for each in foot if each.table is line.table]
    return any(PRINTED.search(text) or REPORTED.match(text) or "共印" in text for text in mates) and len(mates) < 12


def levels(elements: Elements) -> Iterator[tuple[int, int, Paragraph]]:
    """Level and ordinal of each numbered paragraph, in order."""
    for each in elements.found:
        level = next((level for level in LEVELS if f"第{level}层" in each.labels), 0)
        match = LEVELS[level].match(each.paragraph.said) if level else None
        if match:
            yield level, ordinal(match[1]), each.paragraph


def ordinal(text: str) -> int:
    """十二 and 12 → 12."""
    if text.isdecimal():
        return int(text)
    tens, found, ones = text.rpartition("十")
    digits = "零一二三四五六七八九"
    head = (digits.find(tens[-1]) if tens else 1) * 10 if found else 0
    return head + (digits.find(ones[-1]) if ones else 0)
