"""What stands under output/ and in the register comes in; the pages that people open go out as bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from pipeline.model import Followed, Judged, Level, Made, Period, Registered, Reminder, Standing
from pipeline.pages import DeskView, Lights, Paper, PeriodView, Place, Progress, TodoView, Trouble
from pipeline.rules import Office
from pipeline.rules.naming import file_name
from pipeline.run.shelf import Block, BrokenError, Figures, Output, Shelf, blocks, figures, outputs, rows, status

INDEX, ISSUED, TODO = "index.html", "印发/index.html", "待办.html"
RETURNS = "退回/"
CITY, TOWN = "全市", "镇街:"
MESSAGES = 3
LATEST = 5
LIGHTS = ("红灯数", "黄灯数", "绿灯数", "未亮灯数")
_MARK = re.compile(r"（(?:第([1-9][0-9]{0,3})稿|草稿)）$")
T = TypeVar("T")


def overview(
    output: Path, register: Sequence[Registered], office: Office, pending: Mapping[str, bytes] | None = None
) -> dict[str, bytes]:
    """The two index pages, as path under output/ → bytes. ``pending`` are the files about to be published, the new
    manifest.json among them; they win over those on the disk."""
    from pipeline.pages import desk_page, issued_page

    shelf = Shelf(output, pending or {})
    known = [_kept(row, shelf) for row in register]
    organ = str(office.document("")["organ"])
    view = _Desk(shelf, known).view(office.city, organ)
    return {INDEX: desk_page(view), ISSUED: issued_page(known, office.city, organ)}


def _kept(row: Registered, shelf: Shelf) -> Registered:
    """A line of the register without the files that are gone."""
    path, preview = (path if path and shelf.has(path) else "" for path in (row.path, row.preview))
    return replace(row, path=path, preview=preview)


@dataclass(frozen=True)
class _Desk:
    """What the desk page is made of: the folder, and the register with only the files that exist."""

    shelf: Shelf
    register: Sequence[Registered]

    def view(self, city: str, organ: str) -> DeskView:
        periods = tuple(self.period(period) for period in self.shelf.periods())
        issued = [row for row in self.register if row.standing is Standing.ISSUED and row.day]
        latest = sorted(issued, key=lambda row: (row.day, row.series, row.number), reverse=True)[:LATEST]
        months = (view for view in periods if not view.period.weekly)
        return DeskView(city, organ, periods, next(filter(None, map(self.progress, months)), None), tuple(latest))

    def period(self, period: Period) -> PeriodView:
        faults: list[str] = []
        manifest = self._told(period, "manifest.json", lambda raw: (status(raw), outputs(raw), rows(raw)), faults)
        state, listed, (files, counted) = manifest or ("", [], (0, (0, 0, 0)))
        found, hints = self._told(period, "findings.json", blocks, faults) or ([], 0)
        here = [output for output in listed if self.shelf.has(f"{period.text}/{output.path}")]
        back = _returns(period, here)
        return PeriodView(
            period,
            state,
            self.papers(period, here),
            tuple(f"{period.text}/{one.path}" for one in here if one.path.endswith(".xlsx") and not _is_return(one)),
            tuple(back.items()),
            next((f"{period.text}/{one.path}" for one in here if one.path == TODO), ""),
            _troubles(found, back),
            hints,
            files,
            counted,
            tuple(faults),
        )

    def _told(self, period: Period, name: str, read: Callable[[Any], T], faults: list[str]) -> T | None:
        """What a file says; what is wrong with it joins the ``faults``."""
        path = f"{period.text}/{name}"
        if not self.shelf.has(path):
            faults.append(f"{path} 不在，这一期列不全；重新运行一次即可补上。")
            return None
        try:
            return read(self.shelf.read(path))
        except BrokenError:
            faults.append(f"{path} 读不出来，可能被改动或损坏；重新运行一次即可恢复。")
            return None

    def papers(self, period: Period, here: Iterable[Output]) -> tuple[Paper, ...]:
        """The documents of a period, each with its lines in the register; an issued one stays when its file is gone."""
        files = [output for output in here if output.path.endswith(".docx") and not _is_return(output)]
        found = [self._paper(period, _paper(period, output)) for output in files]
        known = {(paper.name, paper.draft) for paper in found if not paper.rough}
        mine = (row for row in self.register if row.period == period.text and row.standing is Standing.ISSUED)
        gone = [Paper(row.name, row.draft, "", registered=(row,)) for row in mine if (row.name, row.draft) not in known]
        return tuple(sorted([*found, *gone], key=lambda paper: (paper.name, paper.rough, -paper.draft)))

    def _paper(self, period: Period, paper: Paper) -> Paper:
        about = (period.text, paper.name, paper.draft)
        rows = (row for row in self.register if row.standing in (Standing.ISSUED, Standing.VOID))
        mine = tuple(row for row in rows if (row.period, row.name, row.draft) == about and not paper.rough)
        return replace(paper, registered=mine)

    def progress(self, view: PeriodView) -> Progress | None:
        """The figures of a period; None when it has none that can be read."""
        path = f"{view.period.text}/figures.json"
        try:
            told = figures(self.shelf.read(path)) if self.shelf.has(path) else None
            manifest = self.shelf.read(f"{view.period.text}/manifest.json")
            stale = any(output.stale for output in outputs(manifest) if output.path == "figures.json")
        except BrokenError:
            return None
        return _progress(view.period, told, stale) if told else None


def _paper(period: Period, output: Output) -> Paper:
    """A file of the desk as a document: 调度通报（第2稿）.docx is the second draft of 调度通报."""
    stem = output.path.removesuffix(".docx")
    mark = _MARK.search(stem)
    name, draft = (stem[: mark.start()], int(mark[1] or 1)) if mark else (stem, 1)
    return Paper(name, draft, f"{period.text}/{output.path}", bool(mark and not mark[1]), output.stale)


def _is_return(output: Output) -> bool:
    return output.path.startswith(RETURNS)


def _returns(period: Period, here: Iterable[Output]) -> dict[str, tuple[str, ...]]:
    """What lies in 退回/, by sender."""
    back: dict[str, tuple[str, ...]] = {}
    for parts in (PurePosixPath(output.path).parts for output in here if _is_return(output)):
        back[parts[1]] = (*back.get(parts[1], ()), "/".join((period.text, *parts)))
    return back


def _troubles(found: Iterable[Block], back: Mapping[str, tuple[str, ...]]) -> tuple[Trouble, ...]:
    """Who must act, whoever has most to mend first, the office itself at the end."""
    messages: dict[str, list[str]] = {}
    for block in found:
        messages.setdefault(block.sender, []).append(block.message)
    troubles = [
        Trouble(sender, len(told), tuple(told[:MESSAGES]), back.get(file_name(sender), ()) if sender else ())
        for sender, told in messages.items()
    ]
    return tuple(sorted(troubles, key=lambda trouble: (not trouble.sender, -trouble.count)))


def _progress(period: Period, told: Figures, stale: bool) -> Progress:
    scopes = [(scope, scope.removeprefix(TOWN)) for scope in told.scopes(TOWN)]
    towns = sorted((_place(told, scope, name) for scope, name in scopes), key=lambda town: town.rank or len(scopes) + 1)
    return Progress(
        period,
        told.as_of,
        _place(told, CITY, CITY),
        tuple(towns),
        told.value(CITY, "时序进度"),
        told.count(CITY, "项目总数"),
        told.count(CITY, "已开工数"),
        told.count(CITY, "逾期数"),
        told.value(CITY, "年度计划投资"),
        told.value(CITY, "本年完成投资"),
        stale,
    )


def _place(told: Figures, scope: str, name: str) -> Place:
    lights = Lights(*(told.count(scope, light) or 0 for light in LIGHTS))
    rate, gap, moved = (told.value(scope, figure) for figure in ("年度投资完成率", "时序差", "环比变化"))
    return Place(name, lights, rate, gap, moved, told.count(scope, "名次"), told.count(scope, "名次变化"))


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
) -> bytes:
    """``output/<period>/待办.html``. ``files`` are the paths under output/<period>/ that this run publishes or lets
    stand; ``made`` are the documents of the period that stand made, of which those not in the ``register`` wait."""
    from pipeline.pages import todo_page

    period = judged.period
    here = [Output(path, False) for path in sorted(files)]
    back = _returns(period, (output for output in here if _is_return(output)))
    found = [Block(one.sender or "", one.message) for one in judged.findings if one.level is Level.BLOCK]
    troubles = {trouble.sender: trouble for trouble in _troubles(found, back)}
    issued = {(row.period, row.name, row.draft) for row in register if row.standing is Standing.ISSUED}
    view = TodoView(
        office.city,
        str(office.document("")["organ"]),
        period,
        status,
        tuple(_asked(troubles, reminders)),
        troubles.get(""),
        followed,
        tuple(one for one in made if one.series and (one.period, one.name, one.draft) not in issued),
        tuple(f"{period.text}/{one.path}" for one in here if one.path.endswith(".xlsx") and not _is_return(one)),
        frozenset(f"{period.text}/{path}" for path in files),
    )
    return todo_page(view)


def _asked(troubles: Mapping[str, Trouble], reminders: Iterable[Reminder]) -> Iterable[Trouble]:
    """The senders that must act as 催报 orders them, then those of whom it says nothing."""
    told = {one.sender: one for one in reminders if one.words}
    for sender, one in told.items():
        trouble = troubles.get(sender, Trouble(sender, 0, ()))
        yield replace(trouble, state=one.state.value, words=one.words)
    for sender, trouble in troubles.items():
        if sender and sender not in told:
            yield replace(trouble, state="待办")
