"""Projects, problems and matters come in; the short texts by which each is known again, and the rows they mean now."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.model import Item, Measured, Row, Table
from pipeline.rules.identity import Identities
from pipeline.rules.spelling import folded

DIGITS = 8


def digest(*parts: str | None) -> str:
    """Eight hexadecimal digits that stand for some words, however these are blanked or widthened."""
    return hashlib.sha256("\0".join(folded(part or "") for part in parts).encode()).hexdigest()[:DIGITS]


def project_subject(title: str, row: Row, *detail: str | None) -> str:
    """What a rule proposes of a project, or of one of its problems: 红灯-7f3a91c2."""
    return "-".join((title, digest(_whole(row)), *([digest(*detail)] if detail else ())))


def _whole(row: Row) -> str:
    return row["code"] or f"{row['town']}/{row['name']}"


def matter_subject(source: str, matter: str, unit: str) -> str:
    """What a person adds by hand."""
    return "-".join((source, digest(matter, unit)))


@dataclass(frozen=True)
class Projects:
    """The measured projects and problems, to be found again by an item whatever they were called when it was raised."""

    measured: Measured
    _known: Identities = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_known", Identities.of(self.rows))

    @property
    def rows(self) -> Table:
        return self.measured.projects

    def of(self, item: Item) -> Row | None:
        """The item's project as it is reported now."""
        if not item.name:
            return None
        code = item.project if item.project and "/" not in item.project else None
        return self.like({"code": code, "name": item.name, "town": item.town}) or self._raised_as(item)

    def _raised_as(self, item: Item) -> Row | None:
        """By what it was called when its rule proposed it: in a period of before it was renamed or moved."""
        told = item.subject.split("-")[1:2] if item.rule else []
        return next((row for row in self.rows if [digest(_whole(row))] == told), None)

    def like(self, row: Mapping[str, Any]) -> Row | None:
        at = self._known.place(row)
        return None if at is None else self.rows[at]

    def problem(self, item: Item) -> Row | None:
        """The problem that the item is about, as it is reported now."""
        row, tail = self.of(item), item.subject.rpartition("-")[2]
        own = (problem for problem in self.measured.problems if self.owner(problem) is row)
        return next((problem for problem in own if digest(problem["category"], problem["detail"]) == tail), None)

    def owner(self, problem: Row) -> Row | None:
        return self.rows[problem["project"]] if problem["project"] >= 0 else None

    def same(self, item: Item, rule: str, subject: str, row: Row | None) -> bool:
        """Whether an item is about what a rule would propose, under whatever name it was raised."""
        if item.rule != rule or not rule:
            return item.subject == subject
        alike = item.subject.split("-")[2:] == subject.split("-")[2:]
        return item.subject == subject or (alike and row is not None and self.of(item) is row)

    def renamed(self, item: Item) -> Item:
        """The item under the name, 镇街 and id that its project has now."""
        row = self.of(item)
        return replace(item, name=row["name"], town=row["town"] or "", project=row["id"]) if row else item
