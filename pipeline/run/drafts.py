"""Prepared documents come in; each goes out printed, under its 稿次, with what it says differently from the one that
was issued."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING

from pipeline.model import Kind, Made, Printed, Registered, Standing
from pipeline.run.corridor import Corridor

if TYPE_CHECKING:
    from pipeline.documents.plan import Basis, File, Plan
    from pipeline.documents.printing import Prepared, Proven
    from pipeline.documents.review.difference import Difference

OWN = (Standing.ISSUED, Standing.VOID)
SHOWN = 5  # differences on the screen


@dataclass(frozen=True)
class Draft:
    """``path`` is under output/<period>/; ``made`` is what the ledger keeps, None for what takes no number or may not
    be issued; ``issued`` is the number under which it stands, word for word or, with ``differs``, in an earlier 稿;
    ``printed`` is every figure in it with its place, ``prepare`` gives what it was printed from."""

    path: str
    data: bytes
    made: Made | None = None
    issued: Registered | None = None
    differs: tuple[Difference, ...] = ()
    printed: tuple[Printed, ...] = ()
    prepare: Callable[[], Prepared] | None = None

    @property
    def stands(self) -> bool:
        """Whether nothing is left to issue: it takes no number, or was issued as it is."""
        return self.made is None or (self.issued is not None and self.issued.draft == self.made.draft)

    @property
    def again(self) -> str:
        """（第2稿） where it was issued before and says something else now; "" otherwise."""
        return ordinal(self.made.draft) if self.made and self.differs else ""

    def files(self) -> dict[str, bytes]:
        """Itself, and what it says differently from the issued one, for whoever decides whether that is withdrawn."""
        if not (self.again and self.issued):
            return {self.path: self.data}
        told = "\r\n".join([self.heading, *map(str, self.differs), ""])
        return {self.path: self.data, self.record: told.encode("utf-8-sig")}

    @property
    def record(self) -> str:
        """The file that lists every difference whole."""
        return record_of(self.path)

    @property
    def heading(self) -> str:
        assert self.made and self.issued
        name, text = f"{self.made.name}{self.again}", self.issued.text
        return f"《{name}》与已印发的{text}有{len(self.differs)}处不同。"


def told(drafts: Sequence[Draft]) -> Iterator[str]:
    """What a person must read at the end of a run on documents that were issued before, shortly."""
    again = [draft for draft in drafts if draft.again]
    for draft in again:
        yield f"{draft.heading}原件作废（void）后才能印发。"
        shown = draft.differs[: SHOWN if len(again) == 1 else 1]
        yield from (f"　　{one.short}" for one in shown)
        if len(draft.differs) > len(shown):
            yield f"　　全部{len(draft.differs)}处见《{draft.record}》。"
    stand = [(draft.made, draft.issued) for draft in drafts if draft.stands]
    same = [f"《{made.name}》（{_under(issued)}）" for made, issued in stand if made and issued]
    if same:
        rest = f"等{len(same)}份" if len(same) > SHOWN else ""
        yield f"{'、'.join(same[:SHOWN])}{rest}已印发，本次成文与当时的一致。"


def _under(issued: Registered) -> str:
    return f"{issued.text}，印发的是改定稿" if issued.edited else issued.text


@dataclass(frozen=True)
class Drafting:
    """The documents of one run beside what the ledger knows of those before it; ``lost`` are the files that were given
    up."""

    corridor: Corridor
    run: str
    lost: list[str] = field(default_factory=list)

    @cached_property
    def _rows(self) -> Mapping[str, list[Registered]]:
        """What of the period was issued, standing or withdrawn, by name."""
        found: dict[str, list[Registered]] = defaultdict(list)
        for row in self.corridor.ledger.register():
            if row.period == self.corridor.request.period.text and row.standing in OWN:
                found[row.name].append(row)
        return found

    @cached_property
    def _kept(self) -> Mapping[tuple[str, int], Made]:
        return {(made.name, made.draft): made for made in self.corridor.ledger.mades(self.corridor.request.period.text)}

    def issued(self, folder: str) -> bool:
        """Whether the document, or one of the family in the folder, stands issued."""
        every = (row for rows in self._rows.values() for row in rows)
        standing = (row.name for row in every if row.standing is Standing.ISSUED)
        return any(name.split("/")[0] == folder for name in standing)

    def drafts(self, plan: Plan, figures: str) -> Iterator[Draft]:
        """Every file of a document printed; ``figures`` is the fingerprint of the run whose figures they print. One
        that no worker survives is left out, and told."""
        made = self.corridor.workers.each(proven, plan.basis, plan.files, len(plan))
        for file, one in zip(plan.files, made, strict=True):
            prepare = partial(plan.basis.prepared, file)
            if one is None:
                self.lost.append(file.path)
            elif self.corridor.request.draft or not one.series:
                yield Draft(one.path, one.data, printed=one.printed, prepare=prepare)
            else:
                yield self._draft(one, prepare, figures)

    def superseded(self, drafts: Iterable[Draft]) -> Iterator[str]:
        """The files, under output/<period>/, of later drafts than those that the run has come back to."""
        now = {draft.made.name: draft.made.draft for draft in drafts if draft.made}
        for name, number in self._kept:
            if number > now.get(name, number):
                path = file_of(name, number)
                yield from (path, record_of(path))

    def _draft(self, one: Proven, prepare: Callable[[], Prepared], figures: str) -> Draft:
        """第n稿: one more than the last that was issued, unless it says the very same."""
        rows = self._rows.get(one.name, [])
        last = max((row.draft for row in rows), default=0)
        known, sha = self._kept.get((one.name, last)), hashlib.sha256(one.data).hexdigest()
        number = last if known and known.sha256 == sha else last + 1
        standing = next((row for row in rows if row.standing is Standing.ISSUED), None)
        path, period = file_of(one.name, number), self.corridor.request.period.text
        place, run = f"{period}/{path}", self.run
        made = Made(period, one.name, one.document, one.title, number, place, sha, run, one.series, one.kept, figures)
        differs = self._differs(known, prepare, standing) if number > last else ()
        return Draft(path, one.data, made, standing, differs, one.printed, prepare)

    def _differs(
        self, known: Made | None, prepare: Callable[[], Prepared], standing: Registered | None
    ) -> tuple[Difference, ...]:
        """From the file that was issued, under the same number and date."""
        if known is None or standing is None or standing.day is None:
            return ()
        from pipeline.documents.review.edited import differences

        anew = prepare().numbered(standing.number, standing.day).printed()
        return differences(self._frozen(known, standing, standing.day), anew, standing.name)

    def _frozen(self, known: Made, standing: Registered, day: date) -> bytes:
        """What was issued, printed again where the file is not what it was."""
        from pipeline.documents import again

        place = self.corridor.request.output / standing.path
        data = place.read_bytes() if place.is_file() else b""
        if hashlib.sha256(data).hexdigest() == standing.sha256:
            return data
        return again(known, self.corridor.request.templates).numbered(standing.number, day).printed()


def proven(basis: Basis, file: File) -> Proven:
    """A file of a document, Word's or a workbook, with all that a run keeps of it; done wherever there are hands."""
    one = basis.prepared(file)
    if not one.printer.entry.is_workbook:
        return one.proven(*one.proved((Kind.FIGURE,)))
    from pipeline.documents.lists.lists import laid_out
    from pipeline.workbooks import list_book

    laid = laid_out(one)
    return one.proven(list_book(laid), laid.printed)


def file_of(name: str, draft: int) -> str:
    """调度通报.docx, 调度通报（第2稿）.docx."""
    return f"{name}{ordinal(draft)}.docx"


def record_of(path: str) -> str:
    """调度通报（第2稿）改动.txt."""
    return f"{path.removesuffix('.docx')}改动.txt"


def ordinal(draft: int) -> str:
    """（第2稿）, nothing for the first."""
    return f"（第{draft}稿）" if draft > 1 else ""
