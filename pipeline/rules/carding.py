"""The rules of 红黄牌 as TOML gives them, and those of an office, come in; who gets which card, and why, goes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from string import Formatter
from typing import Any

from pipeline.model import PipelineError
from pipeline.model.cards import RED, YELLOW
from pipeline.rules.numerals import plain

TOWN, PROJECT, DEPARTMENT = "镇街", "项目", "部门"
AGAINST_TIME, LAST, RED_LIGHT, SUPERVISED, PROBLEMS = "时序比", "连续末位", "连续红灯", "督办逾期", "问题逾期"
UNITS = {AGAINST_TIME: "%", LAST: "个月", RED_LIGHT: "个月", SUPERVISED: "项", PROBLEMS: "个"}
SEEN = {
    TOWN: (AGAINST_TIME, LAST, SUPERVISED, PROBLEMS),
    PROJECT: (RED_LIGHT,),
    DEPARTMENT: (SUPERVISED, PROBLEMS),
}
BLANKS = frozenset({"value", "rate", "time", "gap", "category"})


@dataclass(frozen=True)
class CardRule:
    """Whoever is ``of`` a kind and whose number ``by`` is ``below`` this, or ``at_least`` this, gets the ``card``."""

    of: str
    by: str
    card: str
    reason: str
    below: Fraction | None = None
    at_least: Fraction | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        return self.of, self.by, self.card

    @property
    def told(self) -> str:
        """低于60%亮红牌."""
        limit = f"低于{plain(self.below)}" if self.below is not None else f"达到{plain(self.at_least or 0)}"
        return f"{limit}{UNITS[self.by]}亮{self.card}牌"

    def holds(self, value: Fraction | int | None) -> bool:
        """Nothing holds of a number that is not known."""
        if value is None:
            return False
        return value < self.below if self.below is not None else value >= (self.at_least or 0)


def card_rules(table: Mapping[str, Any]) -> tuple[CardRule, ...]:
    """cards.toml as the program uses it, red before yellow; PipelineError names what is wrong."""
    try:
        return _ordered([_rule(row) for row in table["rules"]])
    except ValueError as error:
        raise PipelineError(f"规则文件 cards.toml 中的一条有误：{error}") from None


def with_own(rules: Sequence[CardRule], own: Sequence[Mapping[str, Any]]) -> tuple[CardRule, ...]:
    """The rules with those of an office: one of the same ``of``, ``by`` and ``card`` takes a shipped one's place, with
    its ``reason`` where it gives none; ``off`` leaves it out. Raises ValueError with a sentence."""
    reasons = {(rule.of, rule.by): rule.reason for rule in rules}
    held = {rule.key: rule for rule in rules}
    for row in own:
        rule = _rule({"reason": reasons.get((row["of"], row["by"]), ""), **row})
        held[rule.key] = rule
        if row.get("off"):
            del held[rule.key]
    return _ordered(list(held.values()))


def _ordered(rules: Sequence[CardRule]) -> tuple[CardRule, ...]:
    return tuple(sorted(rules, key=lambda rule: rule.card != RED))


def _rule(row: Mapping[str, Any]) -> CardRule:
    limits = {key: Fraction(str(row[key])) for key in ("below", "at_least") if key in row}
    rule = CardRule(row["of"], row["by"], row["card"], row["reason"], **limits)
    where = f"“{rule.of}”“{rule.by}”“{rule.card}”牌"
    if rule.by not in SEEN.get(rule.of, ()):
        seen = "；".join(f"{of}可看{'、'.join(names)}" for of, names in SEEN.items())
        raise ValueError(f"{where}没有这一项：{seen}。")
    if rule.card not in (RED, YELLOW):
        raise ValueError(f"{where}：card 应为“{YELLOW}”或“{RED}”。")
    if len(limits) != 1 and not row.get("off"):
        raise ValueError(f"{where}：below（低于）和 at_least（达到）应写一个，也只写一个。")
    if not _is_reason(rule.reason):
        raise ValueError(
            f"{where}：reason（理由）应写明，其中可填 {'、'.join(f'{{{name}}}' for name in sorted(BLANKS))}。"
        )
    return rule


def _is_reason(text: str) -> bool:
    """Whether something is said, with no blanks but those that are filled."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return False
    return bool(text) and all(name is None or (name in BLANKS and not (form or made)) for _, name, form, made in parts)
