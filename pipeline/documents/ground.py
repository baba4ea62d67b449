"""What one run knows comes in and stands together: all that a document, or one part of it, may say something of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from pipeline.documents.catalogue import Entry
from pipeline.documents.division import DEPARTMENT, Own, divided
from pipeline.documents.told.histories import PROJECT
from pipeline.model import Figure, Finding, Followed, Measured, PipelineError
from pipeline.model.quality import Quality
from pipeline.rules import Law, Office
from pipeline.rules.calendar import Calendar

if TYPE_CHECKING:
    from pipeline.documents.engine.photographs import Photograph

__all__ = ["CITY", "DEPARTMENT", "TITLES", "Ground"]

CITY = "全市"
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
    quality: Quality | None = None
    shelves: Mapping[str, Sequence[Figure]] | None = None  # the figures by their scopes, where they are known already

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
        are its own; a department has the problems that it handles. Figures stay whole; ``figures`` are its own."""
        return self.narrowed(f"{each}:{name}", self.own(each, name))

    def own(self, each: str, name: str) -> Own:
        """The rows of one member, sorted out once for all."""
        if each not in self._divided:
            self._divided[each] = divided(self.measured, each, _column(each, self.law))
        return self._divided[each].get(name, Own())

    def narrowed(self, scope: str, own: Own) -> Ground:
        return replace(self, measured=own.in_place_of(self.measured), scope=scope, shelves=self.shelved)

    def bare(self) -> Ground:
        """Without any member's rows and the ids behind figures, to be narrowed elsewhere."""
        figures = tuple(replace(figure, rows=()) for figure in self.measured.figures)
        return replace(self, measured=replace(Own().in_place_of(self.measured), figures=figures), shelves=None)

    @property
    def figures(self) -> Sequence[Figure]:
        """Those of its scope."""
        return self.shelved.get(self.scope, ())

    @cached_property
    def _divided(self) -> dict[str, Mapping[str, Own]]:
        return {}

    @cached_property
    def shelved(self) -> Mapping[str, Sequence[Figure]]:
        """All figures by their scopes."""
        if self.shelves is not None:
            return self.shelves
        found: dict[str, list[Figure]] = {}
        for figure in self.measured.figures:
            found.setdefault(figure.scope, []).append(figure)
        return found


def _column(each: str, law: Law) -> str:
    if each == PROJECT:
        return ""
    fields = law.forms["项目进度表"].fields.values()
    return next(field.key for field in fields if field.title == TITLES.get(each, each))
