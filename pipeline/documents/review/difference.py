"""A line as two files have it comes in; what differs goes out, whole for the record or short for the screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

TOKEN = re.compile(r"\d+(?:\.\d+)?|.", re.DOTALL)  # a number differs as a whole
BLANK, CUT = "（空）", "…"
HEAD, AROUND = 12, 6  # tokens of the line's beginning, and beside what differs
LONGEST = 120  # characters of a short line


@dataclass(frozen=True)
class Difference:
    """``old`` or ``new`` is "" where only one has the line."""

    old: str
    new: str

    def __str__(self) -> str:
        return f"原：{self.old or BLANK}；改：{self.new or BLANK}"

    @property
    def short(self) -> str:
        """全市共有重点项目3个，总…完成投资[0.45→0.46]亿元，年度…"""
        if not self.old or not self.new:
            return _cut(f"{'增加' if self.new else '删去'}：{self.old or self.new}")
        return _cut("".join(self._parts()))

    def _parts(self) -> Iterator[str]:
        before, after = TOKEN.findall(self.old), TOKEN.findall(self.new)
        codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        for at, (kind, *bounds) in enumerate(codes):
            old, new = before[slice(*bounds[:2])], after[slice(*bounds[2:])]
            if kind != "equal":
                yield f"[{''.join(old)}→{''.join(new)}]"
            else:
                yield _shortened(old, HEAD if at == 0 else AROUND, AROUND if at < len(codes) - 1 else 0)


def _shortened(tokens: list[str], head: int, tail: int) -> str:
    """What stands beside what differs, less its middle; no number is cut."""
    if len(tokens) <= head + tail + 1:
        return "".join(tokens)
    return "".join([*tokens[:head], CUT, *tokens[len(tokens) - tail :]])


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}{CUT}"
