"""A field of a form comes in; what its column of a blank form asks goes out: looks, drop-down list, hint, cell rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.model.terms import PROJECTS
from pipeline.rules import Field, Form, Law, Office

MOST_INLINE = 255  # what Excel takes of a list between quotes, separators included
MOST_TITLE, MOST_MESSAGE = 32, 255
ERROR = "填写有误"
FIRST_DAY, LAST_DAY = date(1980, 1, 1), date(2100, 12, 31)  # what the reader takes for a date
HINTS = {
    "money": "填数字，单位万元；没有数额的填0",
    "date": "填年月日，如2026-5-30",
    "count": "填整数",
    "percent": "填百分数",
    "points": "加分填正数，减分填负数",
    "private": "只用于联系，不进入任何文件",
}
WIDTHS = {"money": 13, "date": 11, "bool": 8, "status": 8, "count": 9, "private": 11}
WIDE = {"name": 28, "scale": 26, "image": 26, "detail": 30, "problem": 22, "code": 26, "reason": 30, "basis": 22,
        "owner": 18, "location": 14, "progress": 22, "trail": 22, "remedy": 22, "nodes": 18, "field": 18, "check": 24,
        "target": 22, "town": 11, "chain": 11, "leader": 12, "unit": 11, "section": 10, "person": 9, "matter": 34,
        "mending": 34, "proposal": 14, "number": 13, "tier": 16, "found": 30, "demand": 26, "verdict": 16, "scene": 20,
        "photos": 20}  # fmt: skip
FORMATS: Mapping[str, Mapping[str, Any]] = {
    "text": {"num_format": "@", "text_wrap": True},
    "private": {"num_format": "@"},
    "money": {"align": "right"},
    "count": {"num_format": "0", "align": "center"},
    "date": {"num_format": "yyyy-mm-dd", "align": "center"},
}
LISTED = {"align": "center", "text_wrap": True}


@dataclass(frozen=True)
class Asked:
    """One column of a blank form: ``options`` are what may be chosen, empty for free entry."""

    field: Field
    options: tuple[str, ...]
    hint: str

    @property
    def heading(self) -> str:
        unit = "\n（万元）" if self.field.type == "money" else ""
        return f"{'*' if self.field.required else ''}{self.field.title}{unit}"

    @property
    def width(self) -> float:
        longest = max((2 * len(option) + 3 for option in self.options), default=0)
        wide = WIDE.get(self.field.key) or WIDTHS.get(self.field.type) or (min(longest, 24) if self.options else 12)
        return max(wide, 8)

    @property
    def look(self) -> Mapping[str, Any]:
        return LISTED if self.options else FORMATS.get(self.field.type, {"text_wrap": True})

    @property
    def long(self) -> bool:
        """Whether the list must stand in cells, being too long (or holding a comma) for the rule itself."""
        return len(",".join(self.options).encode("utf-16-le")) // 2 > MOST_INLINE or any("," in o for o in self.options)

    def rule(self, source: str, told: str = "") -> dict[str, Any] | None:
        """The cell's rule as XlsxWriter takes it; ``source`` is where a long list stands, ``told`` a word on this very
        cell. None when nothing is to be said."""
        message = "；".join(part for part in (self.hint, told) if part)
        tested = self._tested(source)
        if not tested and not message:
            return None
        words = {"error_title": ERROR, "error_message": _clipped(f"{self.field.title}：{self.hint}。", MOST_MESSAGE)}
        said = {"input_title": _clipped(self.field.title, MOST_TITLE), "input_message": _clipped(message, MOST_MESSAGE)}
        return {"validate": "any", **tested, **(words if tested else {}), **said}

    def _tested(self, source: str) -> dict[str, Any]:
        if self.options:
            kind = "warning" if self.field.type == "status" else "stop"
            return {"validate": "list", "source": source or list(self.options), "error_type": kind}
        match self.field.type:
            case "money":
                return {"validate": "decimal", "criteria": ">=", "value": 0}
            case "points":
                return {"validate": "decimal", "criteria": "between", "minimum": -100, "maximum": 100}
            case "count":
                return {"validate": "integer", "criteria": ">=", "value": 0}
            case "date":
                return {"validate": "date", "criteria": "between", "minimum": FIRST_DAY, "maximum": LAST_DAY}
        return {}


@dataclass(frozen=True)
class Column:
    """A column of a blank form; without ``asked`` it is 序号."""

    group: str
    asked: Asked | None = None

    @property
    def heading(self) -> str:
        return self.asked.heading if self.asked else "序号"

    @property
    def width(self) -> float:
        return self.asked.width if self.asked else 6


def _clipped(text: str, most: int) -> str:
    """As much of a text as Excel takes, counted as it counts."""
    units = text.encode("utf-16-le")
    return text if len(units) <= 2 * most else units[: 2 * most - 2].decode("utf-16-le", "ignore") + "…"


def asked(form: Form, key: str, law: Law, office: Office) -> Asked:
    """What the column of a field asks; ``form`` has a blank."""
    field, blank = form.fields[key], form.blank
    options = _options(field, law, office)
    choices = blank.choices.get(key) if blank else None
    if choices == "fields":
        options = tuple(each.title for each in law.forms[PROJECTS].fields.values() if each.type != "private")
    elif choices == "releases":
        options = tuple(word.code for word in law.findings.values() if word.release)
    elif choices == "tiers":
        options = tuple(law.elements.tiers)
    hint = (blank.hints.get(key) if blank else None) or _hint(field, options)
    return Asked(field, options, hint)


def _options(field: Field, law: Law, office: Office) -> tuple[str, ...]:
    if field.code_list:
        return law.options(field.code_list, office)
    return law.options(field.type, office) if field.type in ("bool", "status") else ()


def _hint(field: Field, options: tuple[str, ...]) -> str:
    if field.type == "status":
        return f"选{'、'.join(options)}，也可填批准文号或日期"
    if options:
        return f"选{'、'.join(options)}" if len(options) <= 8 else "从下拉中选填"
    return HINTS.get(field.type, "")
