"""The ground of one document comes in; its files go out, each to be filled and printed when its turn comes, in this
process or, as plain data, in another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.documents.catalogue import UNIT
from pipeline.documents.division import Own
from pipeline.documents.ground import CITY, Ground
from pipeline.documents.members import asked_for
from pipeline.documents.printing import Prepared, Printer
from pipeline.documents.told.context import common, context
from pipeline.documents.told.families import family, notified, notified_units, own
from pipeline.documents.told.parts import parts


@dataclass(frozen=True)
class File:
    """One file of a document, by its path under output/<period>/ without the ending; of a family its member, "" for the
    whole city, with the rows that are its own."""

    path: str
    member: str = ""
    own: Own = field(default_factory=Own)


@dataclass(frozen=True)
class Basis:
    """What all files of a document stand on; ``said`` is what they share."""

    ground: Ground
    said: Mapping[str, Any]
    printer: Printer

    def __getstate__(self) -> dict[str, Any]:
        """It travels without the rows, for each file brings its own."""
        return {**vars(self), "ground": self.ground.bare()}

    def prepared(self, file: File) -> Prepared:
        """The file, filled."""
        title = self.ground.entry.title.replace("{期间}", self.ground.measured.period.label)
        said = self._filling(file)
        return Prepared(file.path, title.replace("{单位}", said.get("单位", "")), said, self.printer)

    def _filling(self, file: File) -> Mapping[str, Any]:
        each = self.ground.entry.each
        if each == UNIT:
            return notified(self.said, file.member)
        scope = f"{each}:{file.member}" if file.member else CITY
        return own(self.said, self.ground.narrowed(scope, file.own)) if each else self.said


@dataclass(frozen=True)
class Plan:
    """The files of a document in their order."""

    basis: Basis
    files: tuple[File, ...]

    def __len__(self) -> int:
        return len(self.files)

    def __iter__(self) -> Iterator[Prepared]:
        return map(self.basis.prepared, self.files)


def plan(ground: Ground, draft: str, only: Sequence[str] = ()) -> Plan:
    """``draft`` is what a draft says on every page; ``only`` names the members of a family that are asked for."""
    printer = Printer.of(ground.entry, ground.measured, ground.office)
    if not ground.entry.each:
        asked_for(ground, (), only)
        said = {**context(ground), **parts(ground), "草稿": draft}
        return Plan(Basis(ground, said, printer), (File(ground.entry.file),))
    shared, printer = {**common(ground), "草稿": draft}, printer.ready()
    if ground.entry.each == UNIT:
        basis = Basis(ground, shared | parts(ground), printer)
        return Plan(basis, tuple(_files(ground, notified_units(ground.supervised(), ground.office), only)))
    return Plan(Basis(ground, shared, printer), tuple(_files(ground, family(ground), only)))


def _files(ground: Ground, names: tuple[str, ...], only: Sequence[str]) -> Iterator[File]:
    from pipeline.rules.naming import file_names

    entry, chosen = ground.entry, asked_for(ground, names, only)
    if entry.whole and CITY in chosen:
        yield File(entry.file, own=Own.of(ground.measured))
    for name, file in file_names(names).items():
        if name in chosen:
            yield File(f"{entry.file}/{file}", name, Own() if entry.each == UNIT else ground.own(entry.each, name))
