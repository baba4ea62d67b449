"""A made document comes in; numbered, dated and frozen it goes out to output/印发/, or the reason why it may not."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.model import Event, Item, Made, PipelineError, Registered, Request, Standing, Step
from pipeline.run import products
from pipeline.run.corridor import Corridor, Watch, opened
from pipeline.run.drafts import ordinal
from pipeline.run.publishing import published

if TYPE_CHECKING:
    from pipeline.documents.printing import Prepared
    from pipeline.ledger import Book
    from pipeline.publish import Publication

ISSUED, SIGNED, BACKUPS = "印发", "签发", "备份"
DRAFT = re.compile(r"（第(\d+)稿）$")


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
        return DRAFT.sub("", self.name.removesuffix(".docx"))

    @property
    def draft(self) -> int | None:
        """第n稿, where the name says which."""
        match = DRAFT.search(self.name.removesuffix(".docx"))
        return int(match[1]) if match else None


def issue(request: Request, asked: Issue, watch: Watch = lambda _: None) -> Registered | str:
    """Issue a document; a sentence where it may not be issued. Asked twice it gives the same number. Raises
    PipelineError (exit 2) where a file cannot be read, a number is taken or the disk refuses."""
    with opened(request, watch) as corridor:
        standing = corridor.ledger.registered(request.period.text, asked.document)
        if standing:
            return _again(corridor, standing, asked)
        made = corridor.ledger.made(request.period.text, asked.document)
        if made is None:
            return _nothing_made(request, asked)
        if reason := next(_refusals(corridor, made, asked), None):
            return reason
        return _Issuing(corridor, made, asked).done()


def _nothing_made(request: Request, asked: Issue) -> str:
    where = f"{request.output / request.period.text}"
    return f"{where} 中没有可以印发的《{asked.document}》：请先成文（草稿、表单不能印发），名称照该文件夹中的写。"


def _again(corridor: Corridor, row: Registered, asked: Issue) -> Registered | str:
    """What stands already: its own number again, with the signed sheet where that comes now."""
    name = f"《{row.name}》已以{row.text}印发"
    if asked.draft not in (None, row.draft):
        return f"{name}；第{asked.draft}稿须先作废（void）原件才能印发。"
    if asked.number not in (None, row.number):
        return f"{name}，不能再用第{asked.number}号；确需换号的，先作废（void）。"
    if asked.file:
        return f"{name}，不能再换成 {asked.file.name}；确需更换的，先作废（void）。"
    row = _previewed(corridor, row) if asked.preview and not row.preview else row
    if asked.signed is None or row.signed:
        return row
    signed = _read(asked.signed)

    def fill(book: Book, publication: Publication) -> Registered:
        kept = _signed(row, signed)
        publication.put(kept.signed, signed, frozen=True)
        book.amend(kept)
        return kept

    return published(corridor, fill)[0]


def _refusals(corridor: Corridor, made: Made, asked: Issue) -> Iterator[str]:
    """Why a made document may not be issued, the plainest reason first."""
    from pipeline.documents import again

    request, name = corridor.request, f"《{made.name}{ordinal(made.draft)}》"
    redo = f"请重新运行（python -m pipeline {made.document} --period {made.period}），核对后再印发。"
    place = request.output / made.path
    if asked.draft not in (None, made.draft):
        yield f"最新的是{name}，不能印发第{asked.draft}稿。"
    if not asked.file and not place.is_file():
        yield f"{place} 不在了，{redo}"
    elif not asked.file and _sha(_read(place)) != made.sha256:
        yield f"{place} 成文后被改动过：要印发改动后的文件，请加 --file；否则{redo}"
    if corridor.fingerprint(request.period) != made.run:
        yield f"{name}成文以后，报送数据、office.toml 或规则有变化，{redo}"
    elif _sha(again(made, request.templates).printed()) != made.sha256:
        yield f"{name}成文以后，模板或程序有变化，{redo}"
    yield from _second_figures(corridor, made)


def _second_figures(corridor: Corridor, made: Made) -> Iterator[str]:
    """One set of figures a period: what else stands issued must print the same."""
    rows = corridor.ledger.register()
    others = [row for row in rows if row.period == made.period and row.standing is Standing.ISSUED]
    if other := next((row for row in others if row.run != made.figures), None):
        told = f"《{other.name}》（{other.text}）印发的是另一套数据，同一期只能有一套"
        yield f"{told}：先作废（void）它，或重新运行使《{made.name}》与它一致。"


@dataclass(frozen=True)
class _Issuing:
    corridor: Corridor
    made: Made
    asked: Issue

    def done(self) -> Registered:
        row, _ = published(self.corridor, self.fill)
        row = _previewed(self.corridor, row) if self.asked.preview else row
        self.corridor.watch("正在备份台账")
        label = f"{row.series}{row.year}-{row.number:03d}"
        self.corridor.ledger.backup(self.corridor.request.output / BACKUPS, label)
        return row

    def fill(self, book: Book, publication: Publication) -> Registered:
        from pipeline.documents import again

        made, year = self.made, self.asked.day.year
        one = again(made, self.corridor.request.templates)
        number = self.asked.number or book.take(made.series, year)
        data, edited = self._file(one, number)
        row = self._row(number, one.number_text(year, number), _sha(data), edited)
        row = self._beside(row, publication)
        book.enter(row)
        publication.put(row.path, data, frozen=True)
        self._remember(book, row)
        products.lay_status(self.corridor, publication, "issued")
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

    def _file(self, one: Prepared, number: int) -> tuple[bytes, str]:
        """What is frozen: the made document with number and date, or the edited one and what it says differently."""
        numbered, file = one.numbered(number, self.asked.day).printed(), self.asked.file
        if file is None:
            return numbered, ""
        from pipeline.documents.edited import differences, issued_file

        text, day = one.number_text(self.asked.day.year, number), self.asked.day
        data = issued_file(_read(file), one.series, text, f"{day.year}年{day.month}月{day.day}日", file.name)
        return data, "\n".join(differences(numbered, data, file.name))

    def _beside(self, row: Registered, publication: Publication) -> Registered:
        """With the signed sheet, where there is one."""
        if self.asked.signed is None:
            return row
        signed = _read(self.asked.signed)
        row = _signed(row, signed)
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


def _previewed(corridor: Corridor, row: Registered) -> Registered:
    """With a PDF that is easier to read, where this machine can make one; the .docx is what was issued."""
    from pipeline.standard.rendering import converted

    corridor.watch("正在转换 PDF")
    data = _read(corridor.request.output / row.path)
    made = converted((data,))[0] if _sha(data) == row.sha256 else None
    if made is None:
        return row
    shown = replace(row, preview=row.path.removesuffix(".docx") + ".pdf", preview_sha256=_sha(made))

    def fill(book: Book, publication: Publication) -> None:
        publication.put(shown.preview, made, frozen=True)
        book.amend(shown)
        products.lay_overview(corridor, publication, shown)

    published(corridor, fill)
    return shown


def _signed(row: Registered, data: bytes) -> Registered:
    if not data.startswith(b"%PDF-"):
        raise PipelineError("签发单应为扫描的 PDF 文件。")
    return replace(row, signed=f"{SIGNED}/{row.period}/{row.name}.pdf", signed_sha256=_sha(data))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise PipelineError(f"无法读取 {path}：{error.strerror or error}。") from None


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
