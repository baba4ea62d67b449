"""gbt9704.toml and the house rules of an office come in; the checked rules of the standard go out, by their code."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.model import PipelineError

FILE = Path(__file__).with_name("gbt9704.toml")
STRENGTHS = {"定": "标准规定", "荐": "标准推荐", "推": "由标准推算", "实": "惯例"}
JUDGED = {"xml": "查文件", "page": "量版面", "person": "由人判断"}
CARRIERS = ("公文", "信函", "简报", "纪要", "便文")
SIZES = {36: "小初", 26: "1号", 24: "小1号", 22: "2号", 18: "小2号", 16: "3号", 15: "小3号", 14: "4号", 12: "小4号",
         10.5: "5号", 9: "小5号"}  # fmt: skip
ALIGNED = {"center": "居中", "left": "居左", "right": "居右", "both": "两端对齐", "distribute": "分散对齐"}
KEYS = {"code", "clause", "element", "on", "aspect", "value", "tolerance", "expected", "strength", "judged", "carriers",
        "says"}  # fmt: skip
NEEDED = KEYS - {"on", "tolerance", "expected", "carriers"}
PATTERNS = ("matches", "lacks")


@dataclass(frozen=True)
class Rule:
    """One rule: where it stands in the standard, which element it judges by which aspect, and what must be found."""

    code: str
    clause: str
    element: str
    aspect: str
    value: Any
    strength: str
    judged: str
    says: str
    on: str = ""
    tolerance: float = 0.0
    expected: str = ""
    carriers: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Which recognised paragraphs it judges."""
        return self.on or self.element

    @property
    def wanted(self) -> str:
        """What must be found, in words."""
        return self.expected or said(self.aspect, self.value)


@dataclass(frozen=True)
class Violation:
    """One place that is not as a rule wants it; ``at`` counts the document's paragraphs, for a comment."""

    code: str
    clause: str
    element: str
    expected: str
    found: str
    strength: str
    says: str
    text: str = ""
    page: int | None = None
    at: int | None = None


@dataclass(frozen=True)
class Rulebook:
    """The rules in force, and the names that each face goes by."""

    rules: Mapping[str, Rule]
    faces: Mapping[str, tuple[str, ...]]

    def family(self, name: str) -> str:
        """The kind of a face: 仿宋_GB2312 → 仿宋; a face of no known kind is its own."""
        folded = name.casefold()
        for family, names in self.faces.items():
            if any(each.casefold() in folded for each in names):
                return family
        return name

    def violation(
        self, code: str, found: str, text: str = "", at: int | None = None, page: int | None = None
    ) -> Violation:
        rule = self.rules[code]
        head = (rule.code, rule.clause, rule.element, rule.wanted)
        return Violation(*head, found, rule.strength, rule.says, text[:80], page, at)


def said(aspect: str, value: Any) -> str:
    """A value as people say it: 22 → 2号（22磅）."""
    if aspect in ("size", "number-size"):
        return f"{SIZES[value]}（{value:g}磅）" if value in SIZES else f"{value:g}磅"
    if aspect == "align":
        return ALIGNED.get(value, str(value))
    if aspect in ("flush", "first", "left-space", "right-space"):
        return "顶格" if not value else f"空{value:g}字" if isinstance(value, int | float) else str(value)
    units = {"blank": "上空{}行", "lines": "{}行", "characters": "{}个字"}
    if aspect in ("width", "height", "top", "left", "type-width", "type-height"):
        return f"{value:g}mm"
    return units.get(aspect, "{}").format(value)


def rulebook(house: Mapping[str, Any] | None = None) -> Rulebook:
    """The standard with the house rules of office.toml in it; PipelineError names a key that is none or is ill-set."""
    book = _standard()
    rules = dict(book.rules)
    for code, value in (house or {}).items():
        if code not in rules:
            raise PipelineError(f"office.toml [house] 中的 {code} 不是已知的规则；规则的名称见 docs/standard.md。")
        if value is False and not isinstance(rules[code].value, bool):
            del rules[code]
        else:
            rules[code] = _overridden(rules[code], value)
    return replace(book, rules=rules)


def _overridden(rule: Rule, value: Any) -> Rule:
    if not _alike(rule.value, value) or (rule.aspect in PATTERNS and not _compiles(value)):
        raise PipelineError(
            f"office.toml [house] 的 {rule.code} 应与标准的写法相同（如 {rule.value!r}），不查则写 false。"
        )
    told = f"本单位规定：{value}" if rule.expected else ""
    return replace(rule, value=value, expected=told)


def _alike(old: Any, new: Any) -> bool:
    if isinstance(old, list):
        return isinstance(new, list) and len(new) == len(old) and all(map(_alike, old, new))
    if isinstance(old, bool) or isinstance(new, bool):
        return type(old) is type(new)
    return isinstance(new, int | float) if isinstance(old, int | float) else isinstance(new, type(old))


def _compiles(pattern: str) -> bool:
    try:
        return bool(re.compile(pattern))
    except re.error:
        return False


@cache
def _standard() -> Rulebook:
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))
    rules: dict[str, Rule] = {}
    for row in table["rule"]:
        rule = _rule(row)
        if rule.code in rules:
            raise ValueError(f"{FILE.name}: {rule.code} twice")
        rules[rule.code] = rule
    return Rulebook(rules, {family: tuple(names) for family, names in table["faces"].items()})


def _rule(row: Mapping[str, Any]) -> Rule:
    """A row of the file; ValueError where it lacks something or says what is not known."""
    if NEEDED - row.keys() or row.keys() - KEYS:
        raise ValueError(f"{FILE.name}: {row.get('code')}: {sorted(NEEDED - row.keys() | row.keys() - KEYS)}")
    rule = Rule(**{**row, "carriers": tuple(row.get("carriers", ()))})
    known = rule.strength in STRENGTHS and rule.judged in JUDGED and set(rule.carriers) <= set(CARRIERS)
    if not known or (rule.aspect in PATTERNS and not _compiles(rule.value)):
        raise ValueError(f"{FILE.name}: {rule.code}")
    return rule
