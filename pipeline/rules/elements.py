"""elements.toml and [elements] of office.toml come in; who holds which permit, how far up a problem has gone, and which
ones go to a meeting or up to the city's leaders, go out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.model import PipelineError

CRITERIA = ("agenda", "submission")
LISTS = ("holders", "attendees")


@dataclass(frozen=True)
class Criteria:
    """Which open problems are taken: those of which any of these holds; 0 days and no tier ask for nothing."""

    escalated: bool
    flagged: bool
    tier: str
    overdue_days: int
    open_days: int

    @property
    def words(self) -> tuple[str, ...]:
        """Each condition as a document names it."""
        told = (
            (self.escalated, "需提级协调的"),
            (self.flagged and not self.escalated, "报送单位提请市级协调的"),
            (self.tier, f"已提到“{self.tier}”这一级及以上的"),
            (self.overdue_days, f"逾期超过{self.overdue_days}天的"),
            (self.open_days, f"提出后超过{self.open_days}天的"),
        )
        return tuple(words for holds, words in told if holds)


@dataclass(frozen=True)
class Elements:
    """``holders``: permit → department, in the order of the permits; ``tiers``: level of the ladder → the words by
    which it is known; ``attendees``: 问题类别 → who else is asked to a meeting."""

    holders: Mapping[str, str]
    tiers: Mapping[str, tuple[str, ...]]
    attendees: Mapping[str, tuple[str, ...]]
    agenda: Criteria
    submission: Criteria

    @property
    def departments(self) -> tuple[str, ...]:
        """Every department that holds a permit, once."""
        return tuple(dict.fromkeys(self.holders.values()))

    def held(self, department: str) -> tuple[str, ...]:
        """The permits that a department holds."""
        return tuple(permit for permit, holder in self.holders.items() if holder == department)

    def tier(self, said: str | None) -> str:
        """The highest level of the ladder that the words of 当前层级 name, "" when they name none."""
        named = [tier for tier, words in self.tiers.items() if said and any(word in said for word in (tier, *words))]
        return named[-1] if named else ""

    def reached(self, tier: str, least: str) -> bool:
        """Whether a level is as high as another."""
        order = tuple(self.tiers)
        return bool(least) and tier in order and order.index(tier) >= order.index(least)

    def of(self, own: Mapping[str, Any]) -> Elements:
        """The same with what an office has set for itself."""
        criteria = {name: replace(getattr(self, name), **own.get(name, {})) for name in CRITERIA}
        attendees = {name: tuple(units) for name, units in own.get("attendees", {}).items()}
        holders = {**self.holders, **own.get("holders", {})}
        return replace(self, holders=holders, attendees={**self.attendees, **attendees}, **criteria)

    def faults(self, own: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """The key of an office's [elements] that names what there is not, and a sentence."""
        for name, known in zip(LISTS, (self.holders, self.attendees), strict=True):
            for key in own.get(name, {}):
                if key not in known:
                    yield f"{name}.{key}", f"不是{KINDS[name]}；可写：{'、'.join(known)}。"
        for name in CRITERIA:
            tier = own.get(name, {}).get("tier", "")
            if tier and tier not in self.tiers:
                yield f"{name}.tier", f"“{tier}”不是层级；可写：{'、'.join(self.tiers)}。"


KINDS = {"holders": "手续环节", "attendees": "问题类别"}


def elements(table: Mapping[str, Any], permits: Sequence[str], ladder: Sequence[str]) -> Elements:
    """elements.toml as the program uses it; PipelineError where it does not fit the permits or the ladder."""
    if tuple(table["holders"]) != tuple(permits) or tuple(table["tiers"]) != tuple(ladder):
        raise PipelineError("规则文件 elements.toml 的 holders、tiers 应与 permits、ladder 一一对应，次序相同。")
    tiers, attendees = (
        {name: tuple(words) for name, words in table[key].items()} for key in ("tiers", "attendees")
    )  # fmt: skip
    return Elements(table["holders"], tiers, attendees, *(Criteria(**table[name]) for name in CRITERIA))
