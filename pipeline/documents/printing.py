"""A document's template and what fills it come in; the file goes out, as often as it is asked for: unissued, or with
its number and date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pipeline.documents.catalogue import LETTERHEADS, Entry
from pipeline.documents.keeping import kept, restored
from pipeline.model import Kind, Measured, Printed
from pipeline.rules import Office

if TYPE_CHECKING:
    from pipeline.documents.engine.engine import Finished, Template

BRIEF = "简报"
DRAFT_FILE = "（草稿）"


@dataclass(frozen=True)
class Printer:
    """One document of the catalogue as an office has it: carrier, decimals, and what its files say of themselves."""

    entry: Entry
    carrier: str
    precision: Mapping[str, Any]
    organ: str
    dated: date

    @classmethod
    def of(cls, entry: Entry, measured: Measured, office: Office) -> Printer:
        facts = office.document(entry.name)
        chosen = "" if entry.is_workbook else entry.carrier(str(facts.get("carrier", entry.carriers[0]))).stem
        return cls(entry, chosen, facts.get("precision", {}), str(facts["organ"]), measured.period.as_of)

    @cached_property
    def template(self) -> Template:
        from pipeline.documents.engine.engine import Template

        return Template(self.entry.template, self.entry.carrier(self.carrier))

    def ready(self) -> Printer:
        """With the bytes of its template, to print where the template is not."""
        assert self.entry.is_workbook or self.template.composed
        return self

    def printed(self, title: str, said: Mapping[str, Any]) -> Finished:
        from pipeline.documents.engine.engine import Properties
        from pipeline.documents.wording import chosen_filters

        filters = chosen_filters(dict(self.precision), f"office.toml：documents.{self.entry.name}")
        return self.template.finished(said, filters, Properties(title, self.organ, self.dated))


@dataclass(frozen=True)
class Proven:
    """A document that was printed, without number and date: its bytes, the figures in them with the places where they
    stand, and what the ledger keeps to print it again ("" where it takes no number or is a draft)."""

    name: str
    document: str
    title: str
    series: str
    path: str
    data: bytes
    printed: tuple[Printed, ...]
    kept: bytes


@dataclass(frozen=True)
class Prepared:
    """A document that can be printed; ``name`` is its path under output/<period>/ without 第n稿 and ending."""

    name: str
    title: str
    said: Mapping[str, Any]
    printer: Printer

    @property
    def document(self) -> str:
        """Its key in the catalogue."""
        return self.printer.entry.key

    @property
    def as_of(self) -> date:
        """数据截止日 of what it says."""
        return self.printer.dated

    @property
    def series(self) -> str:
        """Whose numbers it takes: the 代字, or the name of a 简报; "" for a form, which takes none."""
        if self.printer.carrier not in LETTERHEADS:
            return ""
        return str(self.said["发文"]["简报名" if self.printer.carrier == BRIEF else "代字"])

    @property
    def path(self) -> str:
        """The file of an unissued document, or of a draft that may not be issued."""
        return f"{self.name}{DRAFT_FILE if self.said['草稿'] else ''}{self.printer.entry.ending}"

    def number_text(self, year: int, number: int) -> str:
        """示推办〔2026〕5号, 第5期."""
        return f"第{number}期" if self.printer.carrier == BRIEF else f"{self.series}〔{year}〕{number}号"

    def printed(self) -> bytes:
        """Without number and date."""
        return self.printer.printed(self.title, self.said).data

    def proved(self, kinds: Iterable[Kind] = Kind) -> tuple[bytes, tuple[Printed, ...]]:
        """The same, and every value of these kinds that it prints: where it stands and where it comes from."""
        from pipeline.documents.engine.places import printed

        finished = self.printer.printed(self.title, self.said)
        return finished.data, printed(self.name, *finished.printed(frozenset(kinds)))

    def proven(self, data: bytes, printed: tuple[Printed, ...]) -> Proven:
        """Its file and what that prints, with all that a run keeps of it."""
        figures = tuple(one for one in printed if one.origin.kind is Kind.FIGURE)
        kept = self.kept() if self.series and not self.said["草稿"] else b""
        return Proven(self.name, self.document, self.title, self.series, self.path, data, figures, kept)

    def numbered(self, number: int, day: date) -> Prepared:
        """The same with its number and 成文日期, which is also the day of printing."""
        text, written = self.number_text(day.year, number), f"{day.year}年{day.month}月{day.day}日"
        place = "期号" if self.printer.carrier == BRIEF else "字号"
        facts = {**self.said["发文"], place: text, "成文日期": written, "印发日期": written}
        return replace(self, said={**self.said, "发文": facts})

    def kept(self) -> bytes:
        """Everything but the template, to print it again."""
        of = self.printer
        facts = {"carrier": of.carrier, "precision": of.precision, "organ": of.organ, "dated": of.dated}
        return kept({"name": self.name, "title": self.title, "said": self.said, **facts})


def prepared_again(entry: Entry, data: bytes) -> Prepared:
    """What ``kept`` gave, with the template as it is now; PipelineError when the bytes are not whole."""
    held = restored(data)
    printer = Printer(entry, *(held[name] for name in ("carrier", "precision", "organ", "dated")))
    return Prepared(held["name"], held["title"], held["said"], printer)
