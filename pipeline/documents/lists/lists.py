"""A document that is a workbook comes in, prepared; its sheets with all that they hold go out, ready to be written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from pathlib import Path

from jinja2 import Template

from pipeline.documents.engine.faults import reason_of
from pipeline.documents.engine.sandbox import Sandbox, cleaned
from pipeline.documents.engine.spans import read
from pipeline.documents.lists.outline import BookOutline, Place, SheetOutline, outline, written
from pipeline.documents.lists.ruling import Ruling
from pipeline.documents.lists.selection import selected
from pipeline.documents.printing import Prepared
from pipeline.documents.wording import chosen_filters
from pipeline.model import Kind, PipelineError, Printed
from pipeline.model.lists import ListBook, ListSheet


def laid_out(prepared: Prepared) -> ListBook:
    """Every sheet; TemplateError names the file and the line."""
    return Laying(_pattern(prepared, prepared.printer.entry.template), prepared).book()


def list_faults(prepared: Sequence[Prepared], template: Path | None = None) -> tuple[str, ...]:
    """What is wrong with the template of the documents (``template`` in its place where one is given), a sentence each;
    nothing when it takes every one of them."""
    try:
        pattern = _pattern(prepared[0], template or prepared[0].printer.entry.template)
    except PipelineError as fault:
        return (str(fault),)
    told: dict[str, None] = {}
    for one in prepared:
        laying = Laying(pattern, one, patient=True)
        laying.book()
        told |= dict.fromkeys(laying.told)
    return tuple(told)


def _pattern(prepared: Prepared, template: Path) -> Pattern:
    printer = prepared.printer
    chosen_filters(dict(printer.precision), f"office.toml：documents.{printer.entry.name}")
    return _read(template, written(template), tuple(sorted(printer.precision.items())))


@lru_cache(maxsize=8)
def _read(path: Path, text: str, precision: tuple[tuple[str, int], ...]) -> Pattern:
    """Read once for all files of a document."""
    return Pattern(outline(path, text), Sandbox(chosen_filters(dict(precision), path.name), lambda _: None))


@dataclass(frozen=True)
class Pattern:
    """A template with its sentences, ready to be filled."""

    outline: BookOutline
    sandbox: Sandbox
    _sentences: dict[str, Template] = field(default_factory=dict)

    def sentence(self, text: str) -> Template:
        if text not in self._sentences:
            self._sentences[text] = self.sandbox.from_string(text)
        return self._sentences[text]


class Laying:
    """A template on its way to a workbook; a ``patient`` one goes on after a fault, and ``told`` keeps all of them."""

    def __init__(self, pattern: Pattern, prepared: Prepared, *, patient: bool = False) -> None:
        self.pattern, self.prepared, self.patient = pattern, prepared, patient
        self.sandbox = pattern.sandbox
        self.told: list[str] = []
        self.printed: list[Printed] = []

    def book(self) -> ListBook:
        self.sandbox.values.clear()
        sheets = tuple(self._sheet(sheet) for sheet in self.pattern.outline.sheets)
        mark = str(self.prepared.said["草稿"])
        return ListBook(self.prepared.title, sheets, self.prepared.printer.organ, mark, tuple(self.printed))

    def blame(self, place: Place, fault: Exception) -> None:
        """Tell a fault of the template with its line; raise it, unless patient."""
        told = self.pattern.outline.fault(place, reason_of(fault))
        if not self.patient:
            raise told from fault
        self.told.append(str(told))

    def _sheet(self, sheet: SheetOutline) -> ListSheet:
        said, blame = self.prepared.said, self.blame
        rows = selected(sheet, said, self.sandbox, blame)
        ruling = Ruling(sheet, rows, said, self.sandbox.filters, self.prepared.printer.precision, blame)
        columns, entries = ruling.ruled()
        self.printed += ruling.printed(self.prepared.name, columns)
        notes = (*(self._words(sheet, "notes", note) for note in sheet.notes), *ruling.apart(columns))
        return ListSheet(
            name=sheet.name,
            heading=self._words(sheet, "heading", sheet.heading),
            columns=columns,
            rows=entries,
            lead=self._words(sheet, "lead", sheet.lead),
            unit=self._words(sheet, "unit", sheet.unit),
            empty=self._words(sheet, "empty", sheet.empty),
            notes=tuple(filter(None, notes)),
            totalled=bool(rows) and any(column.total for column in sheet.columns),
            frozen=sheet.frozen,
            paper=sheet.paper,
            upright=sheet.upright,
        )

    def _words(self, sheet: SheetOutline, key: str, template: str) -> str:
        """A sentence of the template, written under its ``key``, with its figures."""
        if "{" not in template:
            return cleaned(template).strip()
        try:
            rendered = self.pattern.sentence(template).render(self.prepared.said)
        except Exception as fault:
            self.blame(Place(sheet.at, key=key), fault)
            return ""
        said, spans = read(unescape(rendered), self.sandbox.values)
        for span in spans:
            if (origin := span.value.origin) and origin.kind is Kind.FIGURE:
                name = self.prepared.name
                self.printed.append(Printed(name, 0, sheet.name, said, span.start, span.text, origin))
        return said.strip()
