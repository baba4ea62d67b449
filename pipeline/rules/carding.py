"""The rules of 红黄牌 as TOML gives them come in; who gets which card, and why, goes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
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
    rules = [_rule(row) for row in table["rules"]]
    return tuple(sorted(rules, key=lambda rule: rule.card != RED))


def _rule(row: Mapping[str, Any]) -> CardRule:
    limits = {key: Fraction(str(row[key])) for key in ("below", "at_least") if key in row}
    rule = CardRule(row["of"], row["by"], row["card"], row["reason"], **limits)
    if rule.by not in SEEN.get(rule.of, ()) or rule.card not in (RED, YELLOW) or len(limits) != 1:
        raise PipelineError(
            f"规则文件 cards.toml 中“{rule.of}”“{rule.by}”“{rule.card}”的一条有误："
            "by 应为该类对象可看的一项，card 为黄或红，below 和 at_least 只写一个。"
        )
    return rule
