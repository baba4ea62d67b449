"""What people wrote for the documents comes in beside the figures; a hint for each number that is said of a figure and
differs from it goes out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from pipeline.model import Figure, Finding, Measured
from pipeline.rules import Law
from pipeline.rules.numerals import fixed

CITY, FILE = "全市", "文字材料.docx"
SENTENCE, CLAUSE = re.compile(r"[。；！？\n]"), re.compile(r"[，、：（）()]")
UNITS: Mapping[str, tuple[str, int]] = {
    "亿元": ("元", 10**8),
    "万元": ("元", 10**4),
    "个百分点": ("个百分点", 1),
    "%": ("%", 1),
    "％": ("%", 1),
    "个": ("个", 1),
    "项": ("项", 1),
}
NUMBER = re.compile(rf"(?<![0-9.])([0-9]{{1,15}}(?:\.([0-9]{{1,6}}))?)({'|'.join(UNITS)})")
SPOKEN: Mapping[str, str] = {  # what people call a figure for short
    "完成率": "年度投资完成率",
    "投资完成率": "年度投资完成率",
    "年度计划": "年度计划投资",
    "完成投资": "本年完成投资",
    "重点项目": "项目总数",
    "红灯项目": "红灯数",
    "黄灯项目": "黄灯数",
    "已开工项目": "已开工数",
    "未开工项目": "未开工数",
    "未解决问题": "未解决数",
    "逾期问题": "逾期数",
}
WANTED = re.compile(
    "力争|确保|目标|不低于|不少于|不超过|以上|以内|以下|达到|提高到|提升到|降到|上年|去年|上月|上期|年底|月底"
)
OPENING = re.compile(r"(?:截至.*日|截至目前|目前|今年以来|本期|全市|年度|共有|共|亮|[0-9—-]+月份?)*")
LINK = re.compile("(?:为|是|有|共|仅|只有|已|已达|达)?")


def narrative_findings(narrative: Mapping[str, tuple[str, ...]], measured: Measured, law: Law) -> tuple[Finding, ...]:
    """One hint for each number of 文字材料 that stands beside a figure's name, with its unit, and is another number.
    What is wanted (确保达到50%以上), what was before and what is said of a single project is none of it."""
    reader = Reader(measured)
    return tuple(
        law.finding("narrative-differs", file=FILE, value=said, name=name, block=block, figure=figure)
        for block, paragraphs in narrative.items()
        for paragraph in paragraphs
        for name, said, figure in reader.differing(paragraph)
    )


@dataclass(frozen=True)
class Reader:
    """Knows figures by what people call them."""

    measured: Measured

    def differing(self, paragraph: str) -> Iterator[tuple[str, str, str]]:
        """The figure's name, the number as written and as measured."""
        for sentence in SENTENCE.split(paragraph):
            scope = CITY
            for clause in CLAUSE.split(sentence):
                scope, words = self._scope(clause, scope)
                if not WANTED.search(clause):
                    yield from self._compared(scope, words)

    def _scope(self, clause: str, before: str) -> tuple[str, str]:
        """Of whom a clause speaks: whom it begins with, else of whom the sentence spoke; and what it says then."""
        name = next((name for name in self._scopes if clause.startswith(name)), "")
        return (self._scopes[name], clause.removeprefix(name)) if name else (before, clause)

    @cached_property
    def _scopes(self) -> Mapping[str, str]:
        """The longest names first; 全市 itself needs none."""
        named = {figure.scope.partition(":")[2]: figure.scope for figure in self.measured.figures}
        return {name: named[name] for name in sorted(named, key=len, reverse=True) if len(name) > 1}

    def _compared(self, scope: str, words: str) -> Iterator[tuple[str, str, str]]:
        for match in NUMBER.finditer(words):
            figure, scale = self._figure(scope, words[: match.start()], match[3])
            if figure is None or figure.value is None:
                continue
            exact = fixed(abs(Fraction(figure.value)) / scale, len(match[2] or ""))
            if exact != match[1]:
                yield f"{scope.partition(':')[2] or scope}{figure.name}", match[0], f"{exact}{match[3]}"

    def _figure(self, scope: str, before: str, unit: str) -> tuple[Figure | None, int]:
        """The figure that the words before a number name, and nothing else besides."""
        kind, scale = UNITS[unit]
        for spoken, name in self._names:
            head, found, tail = before.rpartition(spoken)
            if found and LINK.fullmatch(tail) and OPENING.fullmatch(head):
                figure = self.measured.index.get((scope, name))
                return (figure, scale) if figure and figure.unit == kind else (None, scale)
        return None, scale

    @cached_property
    def _names(self) -> list[tuple[str, str]]:
        """Every name that a figure goes by, the longest first."""
        names = {**{figure.name: figure.name for figure in self.measured.figures}, **SPOKEN}
        return sorted(names.items(), key=lambda pair: len(pair[0]), reverse=True)
