"""The rules of 考核 as TOML gives them come in, the office's own where it has them; they go out checked, and a mistake
is told with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

from pipeline.model import Period, PipelineError
from pipeline.model.assessment import Adjustment, Assessment, Category, Indicator
from pipeline.rules.assessment import DEPARTMENT, FILE, HIGH, HUNDRED, LEAST, LOW, RULES, TARGETS, TOWN, ZERO
from pipeline.rules.law import HERE
from pipeline.rules.mishap import said
from pipeline.rules.nearness import near, proposed
from pipeline.rules.numerals import plain
from pipeline.rules.office import Office
from pipeline.rules.shape import faults
from pipeline.rules.toml import decode, read_toml


@dataclass(frozen=True)
class Text:
    """The text of a TOML file, in which what is wrong is to be found."""

    path: Path
    text: str

    def fault(self, line: int, sentence: str) -> PipelineError:
        return PipelineError(f"{self.path} 第{line}行：{sentence}")

    @cached_property
    def lines(self) -> list[str]:
        return [line.partition("#")[0] if line.lstrip().startswith("#") else line for line in self.text.splitlines()]

    def headers(self, pattern: str) -> list[int]:
        """The lines of the headers of a kind, counted from 1."""
        return [at for at, line in enumerate(self.lines, 1) if re.match(pattern, line)]

    def line(self, word: str, key: str = "name", *, start: int = 1, end: int = 0, nth: int = 0) -> int:
        """The n-th line between two that gives a key this value; the first of them where none does."""
        wanted = re.compile(rf"""["']?\b{key}["']?\s*=\s*["']?{re.escape(word)}(?:["'\s,}}]|$)""")
        reach = range(start, (end or len(self.lines)) + 1)
        found = [at for at in reach if at <= len(self.lines) and wanted.search(self.lines[at - 1])]
        return found[min(nth, len(found) - 1)] if found else start


CATEGORIES_AT, RULES_AT = r"\s*\[\[\s*rules\s*\.\s*categories\s*\]\]", r"\s*\[\[\s*rules\s*\]\]"


@dataclass(frozen=True)
class Block:
    """The lines of one category."""

    source: Text
    start: int
    end: int

    def fault(self, sentence: str, word: str = "", key: str = "name", nth: int = 0) -> PipelineError:
        line = self.source.line(word, key, start=self.start, end=self.end, nth=nth) if word else self.start
        return self.source.fault(line, sentence)


def load_assessment(folder: Path, period: Period, office: Office, figures: Mapping[str, Sequence[str]]) -> Assessment:
    """The rules in force at 数据截止日: those of input/assessment.toml where there is one, else the shipped ones.

    ``figures`` names the figures that there are for 镇街 and for 部门. PipelineError names the file and the line.
    """
    source = _text(folder / FILE if (folder / FILE).exists() else HERE / FILE)
    chosen = _in_force(source, _versions(source, figures), period)
    _judge_office(chosen, _text(folder / "office.toml"), office, period)
    return chosen


def shipped(period: Period, figures: Mapping[str, Sequence[str]]) -> Assessment:
    """The shipped rules alone."""
    source = _text(HERE / FILE)
    return _in_force(source, _versions(source, figures), period)


def _in_force(source: Text, versions: Sequence[Assessment], period: Period) -> Assessment:
    known = [version for version in versions if version.since <= period.as_of]
    if not known:
        first = min(version.since for version in versions)
        line = source.line(first.isoformat(), "from")
        raise source.fault(line, f"考核办法自{first}起用，{period.label}没有可用的办法，请补一版更早的 [[rules]]。")
    return max(known, key=lambda version: version.since)


def category_of(rules: Assessment, unit: str, kind: str, office: Office) -> Category | None:
    """Whom a unit is judged among; a department that has no 考核类别 is in the first one of departments."""
    own = [category for category in rules.categories if category.units == kind]
    wanted = office.units[unit].category if unit in office.units else ""
    if kind == DEPARTMENT and not wanted:
        return own[0] if own else None
    return next((category for category in own if category.name == wanted), None)


def _text(path: Path) -> Text:
    try:
        return Text(path, decode(path.read_bytes()))
    except UnicodeDecodeError:
        raise PipelineError(f"{path} 的文字编码无法识别，请另存为 UTF-8。") from None
    except OSError as error:
        raise PipelineError(f"无法读取 {path}：{said(error)}。") from None


def _versions(source: Text, figures: Mapping[str, Sequence[str]]) -> tuple[Assessment, ...]:
    raw = read_toml(source.path, source.text.encode())
    if wrong := list(faults("", raw, RULES)):
        raise PipelineError(f"{source.path}：{''.join(wrong)}")
    blocks = _blocks(source)
    made = []
    for row in raw["rules"]:
        categories = tuple(_category(each, next(blocks), figures) for each in row.get("categories", ()))
        if not categories:
            raise source.fault(
                source.line(str(row["from"]), "from"), "这一版没有考核类别，请补写 [[rules.categories]]。"
            )
        _told_apart(source, row["from"], categories)
        made.append(Assessment(row["from"], categories))
    if not made:
        raise source.fault(1, "没有考核办法，请补写 [[rules]]。")
    return tuple(made)


def _blocks(source: Text) -> Iterator[Block]:
    """The lines of each category, in their order; of one without a header of its own the whole file."""
    starts = source.headers(CATEGORIES_AT)
    ends = [*starts, *source.headers(RULES_AT), len(source.lines) + 1]
    for start in starts:
        yield Block(source, start, min(end for end in ends if end > start) - 1)
    while True:
        yield Block(source, 1, len(source.lines))


def _told_apart(source: Text, since: date, categories: Sequence[Category]) -> None:
    names = [category.name for category in categories]
    for at, name in enumerate(names):
        if name in names[:at]:
            start = source.line(since.isoformat(), "from")
            raise source.fault(source.line(name, start=start, nth=1), f"考核类别“{name}”出现两次。")


def _category(row: Mapping[str, Any], block: Block, figures: Mapping[str, Sequence[str]]) -> Category:
    name, known = row["name"], figures[row["units"]]
    indicators = tuple(_indicator(each) for each in row.get("indicators", ()))
    adjustments = tuple(_adjustment(each) for each in row.get("adjustments", ()))
    if not indicators:
        raise block.fault(f"考核类别“{name}”没有指标，请补写 indicators。", name)
    for part in (indicators, adjustments):
        _unrepeated([each.name for each in part], block, name)
    for each in indicators:
        _judge_indicator(each, block, known, row["units"])
    for one in adjustments:
        _judge_adjustment(one, block, known, row["units"])
    whole = sum(each.weight for each in indicators)
    if whole != HUNDRED:
        raise block.fault(f"考核类别“{name}”各指标的权重合计为{plain(whole)}，应为100。", name)
    least = Fraction(str(row.get("least", LEAST)))
    if not 0 <= least <= HUNDRED:
        raise block.fault(f"考核类别“{name}”的 least 应在0至100之间。", str(row["least"]), "least")
    return Category(name, row["units"], indicators, adjustments, least)


def _unrepeated(names: Sequence[str], block: Block, category: str) -> None:
    for at, name in enumerate(names):
        if name in names[:at]:
            raise block.fault(f"考核类别“{category}”中“{name}”出现两次。", name, nth=1)


def _indicator(row: Mapping[str, Any]) -> Indicator:
    target = row["target"]
    return Indicator(
        name=row["name"],
        figure=row.get("figure", row["name"]),
        over=row.get("over", ""),
        weight=Fraction(str(row["weight"])),
        target=target if target in TARGETS else Fraction(str(target)),
        cap=Fraction(str(row.get("cap", 1))),
        lower=row.get("better", HIGH) == LOW,
        present=row.get("missing") == ZERO,
    )


def _adjustment(row: Mapping[str, Any]) -> Adjustment:
    each, most = (Fraction(str(row[key])) for key in ("each", "most"))
    return Adjustment(row["name"], row["figure"], each, most, row["reason"])


def _judge_indicator(each: Indicator, block: Block, known: Sequence[str], units: str) -> None:
    for key, figure in (("figure", each.figure), ("over", each.over)):
        if figure and figure not in known:
            key = key if key == "over" or each.figure != each.name else "name"
            raise block.fault(f"“{each.name}”所用的“{figure}”{_unknown(figure, known, units)}", figure, key)
    if each.weight <= 0 or each.cap <= 0:
        raise block.fault(f"“{each.name}”的权重和封顶应大于0。", each.name)
    if isinstance(each.target, Fraction) and each.target <= 0:
        raise block.fault(f"“{each.name}”的目标应大于0。", each.name)


def _judge_adjustment(one: Adjustment, block: Block, known: Sequence[str], units: str) -> None:
    if one.figure not in known:
        raise block.fault(f"“{one.name}”所用的“{one.figure}”{_unknown(one.figure, known, units)}", one.figure, "figure")
    if one.each * one.most <= 0:
        raise block.fault(f"“{one.name}”的 each 和 most 应同为正数（加分）或同为负数（减分）。", one.name)


def _unknown(figure: str, known: Sequence[str], units: str) -> str:
    return f"不是{units}的指标；{proposed('相近的有', near(figure, known, least=50))}全部名称见 docs/figures.md。"


def _judge_office(rules: Assessment, source: Text, office: Office, period: Period) -> None:
    """Every 镇街 that stands in the period has a category that there is, and every department that names one."""
    groups = [(TOWN, unit) for unit in office.towns if unit.stands_in(period)]
    groups += [(DEPARTMENT, unit) for unit in office.senders if unit.category]
    for kind, unit in groups:
        if category_of(rules, unit.name, kind, office) is None:
            line, names = source.line(unit.name), [each.name for each in rules.categories if each.units == kind]
            wrong = f"的考核类别“{unit.category}”不在考核办法中" if unit.category else "没有考核类别"
            choice = f"请把 category 写成{'、'.join(f'“{name}”' for name in names)}之一" if names else "请补写办法"
            raise source.fault(line, f"“{unit.name}”{wrong}，{choice}。")
