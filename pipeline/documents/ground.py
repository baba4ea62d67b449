"""What one run knows comes in and stands together: all that a document, or one part of it, may say something of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pipeline.documents.catalogue import Entry
from pipeline.model import Finding, Followed, Measured, PipelineError, Table
from pipeline.rules import Law, Office
from pipeline.rules.calendar import Calendar
from pipeline.rules.spelling import departments

if TYPE_CHECKING:
    from pipeline.documents.photographs import Photograph

CITY, DEPARTMENT = "全市", "部门"
TITLES = {"级别": "项目级别", DEPARTMENT: "办理部门"}  # of the column that makes a scope, unless it is the scope's own


@dataclass(frozen=True)
class Ground:
    """What the document ``entry`` stands on. ``scope`` is whose figures and rows these are: 全市, or of one member of
    a family its own (镇街:城关街道)."""

    entry: Entry
    measured: Measured
    office: Office
    law: Law
    narrative: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    calendar: Calendar | None = None
    followed: Followed | None = None
    photos: Mapping[str, Photograph] = field(default_factory=dict)
    findings: Sequence[Finding] = ()
    scope: str = CITY

    @property
    def kind(self) -> str:
        """The kind of the scope (镇街), "" for 全市."""
        return self.scope.partition(":")[0] if ":" in self.scope else ""

    @property
    def member(self) -> str:
        """The name in the scope (城关街道), "" for 全市."""
        return self.scope.partition(":")[2]

    def supervised(self) -> Followed:
        """What following gave; PipelineError when this run did not follow."""
        if self.followed is None:
            raise PipelineError(f"《{self.entry.name}》要在督办事项跟踪之后才能成文，本次运行没有跟踪督办事项。")
        return self.followed

    def of(self, each: str, name: str) -> Ground:
        """The same of one member only: its projects, their problems and nodes, and the rows of the other tables that
        are its own; a department has the problems that it handles. Figures stay whole; look them up by ``scope``."""
        whole, column = self.measured, _column(each, self.law)
        at = [place for place, row in enumerate(whole.projects) if _belongs(row[column], each, name)]
        own = replace(
            whole,
            projects=tuple(whole.projects[place] for place in at),
            problems=_problems(whole.problems, at, each, name),
            leads=_own(whole.leads, column, name),
            reserves=_own(whole.reserves, column, name),
            nodes=_nodes(whole, at, each, name),
            inspections=_of_projects(whole.inspections, [whole.projects[place] for place in at]),
        )
        return replace(self, measured=own, scope=f"{each}:{name}")


def _column(each: str, law: Law) -> str:
    fields = law.forms["项目进度表"].fields.values()
    return next(field.key for field in fields if field.title == TITLES.get(each, each))


def _belongs(value: Any, each: str, name: str) -> bool:
    return name in departments(value) if each == DEPARTMENT else value == name


def _problems(problems: Table, places: Sequence[int], each: str, name: str) -> Table:
    """A problem is in its project's scopes; a department has those that it handles."""
    moved = {place: at for at, place in enumerate(places)}
    mine = (
        row for row in problems
        if (name in departments(row["solver"]) if each == DEPARTMENT else row["project"] in moved)
    )  # fmt: skip
    return tuple({**row, "project": moved.get(row["project"], -1)} for row in mine)


def _nodes(whole: Measured, places: Sequence[int], each: str, name: str) -> Table:
    """A node is in its project's scopes; a department has those that it answers for."""
    if each == DEPARTMENT:
        return tuple(row for row in whole.nodes if name in departments(row["unit"]))
    return _of_projects(whole.nodes, [whole.projects[place] for place in places])


def _own(rows: Table, column: str, name: str) -> Table:
    return tuple(row for row in rows if row.get(column) == name)


def _of_projects(rows: Table, projects: Sequence[Mapping[str, object]]) -> Table:
    """The rows that tell of these projects."""
    from pipeline.rules.identity import Identities

    known = Identities.of(tuple(projects))
    return tuple(row for row in rows if known.place(row) is not None)
