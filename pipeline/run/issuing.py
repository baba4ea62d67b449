"""A made document comes in; numbered, dated and frozen it goes out to output/印发/, or the reason why it may not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.model import Event, Item, Made, PipelineError, Registered, Request, Standing, Step
from pipeline.run import products
from pipeline.run.attaching import completed, read, sha256, signed_with
from pipeline.run.corridor import Corridor, Watch, opened
from pipeline.run.drafts import ordinal
from pipeline.run.named import Named
from pipeline.run.publishing import published

if TYPE_CHECKING:
    from pipeline.documents.printing import Prepared
    from pipeline.ledger import Book
    from pipeline.publish import Publication

ISSUED = "印发"
SHOWN = 5  # names that a sentence lists
LONGEST_AFTER = timedelta(days=366)  # a 成文日期 farther from 数据截止日 is taken for a slip of the pen


@dataclass(frozen=True)
class Issue:
    """What is asked for: a document's ``name`` (``调度通报``, ``督办通知单/城关街道``), its 成文日期, the number that
    the 文书 desk gave (None: the next of its series), a leader's edited file and the scan of the signed sheet."""

    name: str
    day: date
    number: int | None = None
    file: Path | None = None
    signed: Path | None = None
    preview: bool = True

    @property
    def document(self) -> str:
        return Named.read(self.name).document

    @property
    def draft(self) -> int | None:
        """第n稿, where the name says which."""
        return Named.read(self.name).draft


def issue(request: Request, asked: Issue, watch: Watch = lambda _: None) -> Registered | str:
    """Issue a document; a sentence where it may not be issued. Asked twice it gives the same number. Raises
    PipelineError (exit 2) where a file cannot be read, a number is taken or the disk refuses."""
    with opened(request, watch) as corridor:
        standing = corridor.ledger.registered(request.period.text, asked.document)
        if standing:
            return _again(corridor, standing, asked)
        made = corridor.ledger.made(request.period.text, asked.document)
        if made is None:
            return _nothing_made(corridor, asked)
        issuing = _Issuing.of(corridor, made, asked)
        return next(issuing.refusals(), None) or issuing.done()


def _nothing_made(corridor: Corridor, asked: Issue) -> str:
    """What could be issued instead, where something could."""
    period, output = corridor.request.period.text, corridor.request.output
    if asked.document.partition("/")[0] in products.books(corridor.request):
        return f"《{asked.document}》是工作簿，不编文号，也不印发：{output / period} 中的文件可以直接打印、分送。"
    names = list(dict.fromkeys(made.name for made in corridor.ledger.mades(period)))
    if of_family := [name for name in names if name.startswith(f"{asked.document}/")]:
        return f"《{asked.document}》是分单位成文的，请写明是哪一份：{_few(of_family)}。"
    told = f"{output / period} 中没有可以印发的《{asked.document}》"
    if names:
        return f"{told}（草稿、表单不能印发），可以印发的有：{_few(names)}。"
    return f"{told}：请先成文（草稿、表单不能印发）。"


def _few(names: Sequence[str]) -> str:
    return "、".join(names[:SHOWN]) + ("等" if len(names) > SHOWN else "")


def _again(corridor: Corridor, row: Registered, asked: Issue) -> Registered | str:
    """What stands already: its own number again, with the signed sheet where that comes now."""
    name = f"《{row.name}》已以{row.text}印发"
    if asked.draft not in (None, row.draft):
        return f"{name}；第{asked.draft}稿须先作废（void）原件才能印发。"
    if asked.number not in (None, row.number):
        return f"{name}，不能再用第{asked.number}号；确需换号的，先作废（void）。"
    if asked.file:
        return f"{name}，不能再换成 {asked.file.name}；确需更换的，先作废（void）。"
    if asked.signed is None or row.signed:
        return completed(corridor, row, preview=asked.preview)
    signed = read(asked.signed)

    def fill(book: Book, publication: Publication) -> Registered:
        kept = signed_with(row, signed)
        publication.put(kept.signed, signed, frozen=True)
        book.amend(kept)
        return kept

    return completed(corridor, published(corridor, fill)[0], preview=asked.preview)


@dataclass(frozen=True)
class _Issuing:
    """A made document, and the same prepared again from what the ledger kept, on its way to a number."""

    corridor: Corridor
    made: Made
    one: Prepared
    asked: Issue

    @classmethod
    def of(cls, corridor: Corridor, made: Made, asked: Issue) -> _Issuing:
        """On the 数据截止日 that the document was made for."""
        from pipeline.documents import again

        one = again(made, corridor.request.templates)
        request = replace(corridor.request, period=replace(corridor.request.period, as_of=one.as_of))
        return cls(replace(corridor, request=request), made, one, asked)

    def refusals(self) -> Iterator[str]:
        """Why the document may not be issued, the plainest reason first."""
        made, period = self.made, self.corridor.request.period
        name = f"《{made.name}{ordinal(made.draft)}》"
        if self.asked.draft not in (None, made.draft):
            yield f"最新的是{name}，不能印发第{self.asked.draft}稿。"
        if not period.as_of <= self.asked.day <= period.as_of + LONGEST_AFTER:
            yield f"成文日期{self.asked.day}与{name}的数据截止日{period.as_of}对不上：应不早于它，也不晚于它一年以上。"
        redo = f"请重新运行（python -m pipeline {made.document} --period {made.period}），核对后再印发。"
        yield from self._touched(redo)
        if self.corridor.fingerprint(period) != made.run:
            yield f"{name}成文以后，报送数据、office.toml 或规则有变化，{redo}"
        elif sha256(self.one.printed()) != made.sha256:
            yield f"{name}成文以后，模板或程序有变化，{redo}"
        yield from self._second_figures()

    def _touched(self, redo: str) -> Iterator[str]:
        place = self.corridor.request.output / self.made.path
        if self.asked.file:
            return
        if not place.is_file():
            yield f"{place} 不在了，{redo}"
        elif sha256(read(place)) != self.made.sha256:
            yield f"{place} 成文后被改动过：要印发改动后的文件，请加 --file；否则{redo}"

    def _second_figures(self) -> Iterator[str]:
        """One set of figures a period: what else stands issued must print the same."""
        rows, made = self.corridor.ledger.register(), self.made
        others = [row for row in rows if row.period == made.period and row.standing is Standing.ISSUED]
        if other := next((row for row in others if row.run != made.figures), None):
            told = f"《{other.name}》（{other.text}）印发的是另一套数据，同一期只能有一套"
            yield f"{told}：先作废（void）它，或重新运行使《{made.name}》与它一致。"

    def done(self) -> Registered:
        row, _ = published(self.corridor, self.fill)
        return completed(self.corridor, row, preview=self.asked.preview)

    def fill(self, book: Book, publication: Publication) -> Registered:
        made, year = self.made, self.asked.day.year
        number = self.asked.number or book.take(made.series, year)
        data, edited = self._file(number)
        row = self._row(number, self.one.number_text(year, number), sha256(data), edited)
        row = self._beside(row, publication)
        book.enter(row)
        publication.put(row.path, data, frozen=True)
        self._remember(book, row)
        products.lay_status(self.corridor, publication, made.period, "issued")
        products.lay_overview(self.corridor, publication, row)
        return row

    def _row(self, number: int, text: str, sha256: str, edited: str) -> Registered:
        made, day = self.made, self.asked.day
        return Registered(
            made.series,
            day.year,
            number,
            text,
            Standing.ISSUED,
            made.title,
            day,
            period=made.period,
            name=made.name,
            draft=made.draft,
            path=f"{ISSUED}/{made.period}/{made.name}.docx",
            sha256=sha256,
            run=made.figures,
            edited=edited,
        )

    def _file(self, number: int) -> tuple[bytes, str]:
        """What is frozen: the made document with number and date, or the edited one and what it says differently."""
        one = self.one
        numbered, file = one.numbered(number, self.asked.day).printed(), self.asked.file
        if file is None:
            return numbered, ""
        from pipeline.documents.review.edited import differences, issued_file

        text, day = one.number_text(self.asked.day.year, number), self.asked.day
        data = issued_file(read(file), one.series, text, f"{day.year}年{day.month}月{day.day}日", file.name)
        return data, "\n".join(map(str, differences(numbered, data, file.name)))

    def _beside(self, row: Registered, publication: Publication) -> Registered:
        """With the signed sheet, where there is one."""
        if self.asked.signed is None:
            return row
        signed = read(self.asked.signed)
        row = signed_with(row, signed)
        publication.put(row.signed, signed, frozen=True)
        return row

    def _remember(self, book: Book, row: Registered) -> None:
        """The figures stand from now on, and what the document demands of a unit is handed over on its day."""
        self._snapshot(book)
        book.mark_issued(row.period, True)
        for item in self._demanded():
            period = self.corridor.request.period
            book.act(item.number, Event(Step.ASSIGNED, period.text, period.as_of, self.asked.day, row.text, act=True))

    def _snapshot(self, book: Book) -> None:
        """The rows whose figures are issued: where an earlier run's stand in the ledger, those of this one."""
        corridor, made = self.corridor, self.made
        held = corridor.ledger.snapshots().get(made.period)
        if held and held.inputs_sha256 == made.figures:
            return
        kept = [kept for kept in corridor.ledger.kept(made.period, corridor.law.types) if kept.run.run == made.figures]
        if not kept:
            raise PipelineError(f"台账中没有《{made.name}》所依据的数据，请重新运行后再印发。")
        from pipeline.measure import measure

        period, tables = corridor.request.period, kept[-1].tables
        history, _, _ = corridor.history()
        book.mark_issued(made.period, False)
        figures = measure(tables, period, corridor.law, corridor.office, history=history).figures
        book.write_snapshot(period, made.figures, tables, figures)

    def _demanded(self) -> Iterator[Item]:
        """The open items of the unit that a 督办通知单 goes to, which were not handed over before."""
        from pipeline.documents import catalogue

        entries = catalogue(self.corridor.request.templates)
        _, _, unit = self.made.name.partition("/")
        if not (entries[self.made.document].supervises and unit):
            return
        for item in self.corridor.ledger.items():
            if item.unit == unit and item.is_open and item.day(Step.ASSIGNED) is None:
                yield item
