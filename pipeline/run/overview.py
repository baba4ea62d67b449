"""What stands under output/ and in the register comes in; the pages that people open go out as bytes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.model import Followed, Judged, Level, Made, Registered, Reminder, Standing
from pipeline.pages import TodoView, Trouble, desk_page, issued_page, todo_page
from pipeline.rules import Office
from pipeline.run.desk import Desk, returns, troubles, workbooks
from pipeline.run.shelf import Block, Output, Shelf, inside

INDEX, ISSUED = "index.html", "印发/index.html"


def overview(
    output: Path,
    register: Sequence[Registered],
    office: Office,
    pending: Mapping[str, bytes] | None = None,
    books: Collection[str] = (),
) -> dict[str, bytes]:
    """The two index pages, as path under output/ → bytes. ``pending`` are the files about to be published, the new
    manifest.json among them; they win over those on the disk. ``books`` name the documents that are workbooks."""
    shelf = Shelf(output, pending or {})
    known = [_kept(row, shelf) for row in register]
    view = Desk(shelf, known, books).view(office.city, _organ(office))
    return {INDEX: desk_page(view), ISSUED: issued_page(known, office.city, _organ(office))}


def _organ(office: Office) -> str:
    return str(office.document("")["organ"])


def _kept(row: Registered, shelf: Shelf) -> Registered:
    """A line of the register without the files that are gone."""
    path, preview = (path if inside(path) and shelf.has(path) else "" for path in (row.path, row.preview))
    return replace(row, path=path, preview=preview)


def todo(
    judged: Judged,
    status: str,
    reminders: Sequence[Reminder],
    office: Office,
    *,
    files: Collection[str] = (),
    followed: Followed | None = None,
    made: Sequence[Made] = (),
    register: Sequence[Registered] = (),
    books: Collection[str] = (),
) -> bytes:
    """``output/<period>/待办.html``. ``files`` are the paths under output/<period>/ that this run publishes or lets
    stand; ``made`` are the documents of the period that stand made, of which those not in the ``register`` wait."""
    here = [Output(path) for path in sorted(files)]
    found = [Block(one.sender or "", one.message) for one in judged.findings if one.level is Level.BLOCK]
    acting = {trouble.sender: trouble for trouble in troubles(found, returns(judged.period, here))}
    view = TodoView(
        office.city,
        _organ(office),
        judged.period,
        status,
        tuple(_asked(acting, reminders)),
        acting.get(""),
        followed,
        tuple(_unissued(made, register)),
        workbooks(judged.period, here, books),
        frozenset(f"{judged.period.text}/{path}" for path in files),
    )
    return todo_page(view)


def _asked(acting: Mapping[str, Trouble], reminders: Iterable[Reminder]) -> Iterator[Trouble]:
    """The senders that must act as 催报 orders them, then those of whom it says nothing."""
    told = {one.sender: one for one in reminders if one.words}
    for sender, one in told.items():
        yield replace(acting.get(sender, Trouble(sender, 0, ())), state=one.state.value, words=one.words)
    yield from (trouble for sender, trouble in acting.items() if sender and sender not in told)


def _unissued(made: Iterable[Made], register: Iterable[Registered]) -> Iterator[Made]:
    """The last draft of every document that takes a number and has none."""
    issued = {(row.period, row.name, row.draft) for row in register if row.standing is Standing.ISSUED}
    last = {one.name: one for one in sorted(made, key=lambda one: one.draft) if one.series}
    return (one for _, one in sorted(last.items()) if (one.period, one.name, one.draft) not in issued)
