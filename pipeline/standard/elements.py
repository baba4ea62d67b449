"""Paragraphs come in; each with the elements of the standard that it is, found by place and text, goes out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.standard.colours import is_red
from pipeline.standard.reading import Document, Paragraph
from pipeline.standard.signs import (
    ANNEX,
    ANNEX_NOTE,
    ANNEX_NOTE_MORE,
    COPIES,
    COPY_NUMBER,
    DATE,
    FOOT,
    ISSUE,
    LEVELS,
    LONGEST_SIGNATURE,
    NUMBER,
    OPENING,
    PRINTED,
    SECRECY,
    SIGNER,
    URGENCY,
    before_title,
    carrier,
    in_body,
    is_imprint_table,
    is_mark,
    is_recipients,
    is_signature,
    of_masthead,
    title_lines,
)


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
            if not of_masthead(line, head):
                break
            head.append(line)
        return head if any(is_mark(line) or NUMBER.match(line.said) for line in head) else head[: before_title(head)]

    def _masthead(self, head: Sequence[Paragraph]) -> int:
        self.carrier = carrier(head)
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
            loose = line.table is None or is_imprint_table(line, foot)
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
        title = title_lines(rest)
        for at, line in enumerate(rest[:title]):
            self.add(line, "标题", "文字", *(("标题首行",) if not at else ()))
        rest = rest[title:]
        if rest and is_recipients(rest[0], self.carrier, bool(title)):
            self.add(rest[0], "主送机关", "文字")
            rest = rest[1:]
        ending = _Ending.of(rest)
        for at, line in enumerate(rest):
            labels = ending.labels(at) or ("文字", *in_body(line))
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
        while first > 0 and is_signature(rest[first - 1]) and first - 1 not in notes and date - first < 6:
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
    while end > 1 and rest[end - 1].look.get("jc") == "right" and is_signature(rest[end - 1]):
        end -= 1
    return end


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
