"""The rules of 督办 as TOML gives them come in; what is proposed, until when and up which ladder goes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pipeline.model import PipelineError

OTHER_CLUES = "clues"


@dataclass(frozen=True)
class Rule:
    """What makes a 督办事项 be proposed; ``of`` projects, problems or findings, ``when`` the fact that must hold,
    ``findings`` the codes that do, ``check`` what a claim of 已完成 is held against. The sentences have blanks."""

    code: str
    title: str
    kind: str
    of: str
    unit: str
    matter: str
    reason: str
    disposal: str
    days: int
    check: str
    contradiction: str
    source: str = "规则"
    when: str = ""
    findings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Onsite:
    """The words of 现场进度 that say that nothing was begun, or that work has stopped; and those that take it back."""

    not_begun: tuple[str, ...]
    halted: tuple[str, ...]
    resumed: tuple[str, ...]

    def idle(self, scene: str) -> str:
        """未开工, 停工 or ""."""
        if any(word in scene for word in self.not_begun):
            return "未开工"
        stopped = any(word in scene for word in self.halted) and not any(word in scene for word in self.resumed)
        return "停工" if stopped else ""


@dataclass(frozen=True)
class Supervision:
    """Everything arguable about 督办; ``days`` are working days by 处置 and by 转黄, 转红, 提级."""

    rules: tuple[Rule, ...]
    sources: tuple[str, ...]
    ladder: tuple[str, ...]
    days: Mapping[str, int]
    onsite: Onsite
    prefix: str
    width: int
    due_soon: int
    late_start_months: int

    def rule(self, code: str) -> Rule | None:
        return next((rule for rule in self.rules if rule.code == code), None)

    def number(self, year: int, at: int) -> str:
        """The n-th 督办编号 of a year: 督2026-001."""
        return f"{self.prefix}{year}-{at:0{self.width}d}"

    def tier_above(self, tier: str) -> str:
        """The next level of the ladder, "" at its top; an item that was never escalated stands on the first."""
        at = self.ladder.index(tier) if tier in self.ladder else 0
        return self.ladder[at + 1] if at + 1 < len(self.ladder) else ""

    @property
    def named(self) -> tuple[str, ...]:
        """What an office may set the days of."""
        return (*(rule.title for rule in self.rules), *self.days)

    def of(self, own: Mapping[str, Any]) -> Supervision:
        """The same with what an office has set for itself in [supervision]: days, thresholds, rules that it leaves
        off (``off``)."""
        days, off = own.get("days", {}), own.get("off", ())
        rules = tuple(replace(rule, days=days.get(rule.title, rule.days)) for rule in self.rules)
        return replace(
            self,
            rules=tuple(rule for rule in rules if rule.title not in off),
            days={name: days.get(name, known) for name, known in self.days.items()},
            prefix=own.get("prefix", self.prefix),
            due_soon=own.get("due_soon", self.due_soon),
            late_start_months=own.get("late_start_months", self.late_start_months),
        )


def supervision(table: Mapping[str, Any], clues: frozenset[str]) -> Supervision:
    """supervision.toml as the program uses it; ``clues`` are the findings that are 督查线索. Raises PipelineError."""
    rows = table["rules"]
    named = {code for row in rows if row.get("findings", OTHER_CLUES) != OTHER_CLUES for code in row["findings"]}
    others = tuple(sorted(clues - named))
    rules = tuple(_rule(row, others) for row in rows)
    own: dict[str, Any] = {key: table[key] for key in ("days", "prefix", "width", "due_soon", "late_start_months")}
    own |= {key: tuple(table[key]) for key in ("sources", "ladder")}
    onsite = Onsite(**{key: tuple(words) for key, words in table["onsite"].items()})
    made = Supervision(rules=rules, onsite=onsite, **own)
    for rule in rules:
        if rule.source not in made.sources or rule.disposal not in made.days:
            raise PipelineError(f"规则文件 supervision.toml 中“{rule.title}”的来源或处置不在所列之中。")
    return made


def _rule(row: Mapping[str, Any], others: tuple[str, ...]) -> Rule:
    known = row.get("findings", ())
    return Rule(**{**row, "findings": others if known == OTHER_CLUES else tuple(known)})
