"""The folders of output/ and the register come in; what the desk page shows of each period goes out."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any, TypeVar

from pipeline.model import Period, Registered, Standing
from pipeline.pages import DeskView, Lights, Paper, PeriodView, Place, Progress, Trouble
from pipeline.rules.naming import file_name
from pipeline.run.shelf import Block, BrokenError, Figures, Output, Shelf, blocks, figures, manifest

TODO = "待办.html"
RETURNS = "退回/"
CITY, TOWN = "全市", "镇街:"
LIGHTS = ("红灯数", "黄灯数", "绿灯数", "未亮灯数")
MESSAGES = 3
LATEST = 5
ABSENT = "{path} 不在，这里列不出它的内容；重新运行一次即可补上。"
BROKEN = "{path} 读不出来，可能被改动或损坏；重新运行一次即可恢复。"
_MARK = re.compile(r"（(?:第([1-9][0-9]{0,3})稿|草稿)）$")
T = TypeVar("T")


@dataclass(frozen=True)
class Desk:
    """What the desk page is made of: the folder, the register with only the files that exist, and the names of the
    documents that are workbooks."""

    shelf: Shelf
    register: Sequence[Registered]
    books: Collection[str] = ()

    def view(self, city: str, organ: str) -> DeskView:
        periods = tuple(self.period(period) for period in self.shelf.periods())
        issued = [(row.day, row) for row in self.register if row.standing is Standing.ISSUED and row.day]
        latest = sorted(issued, key=lambda found: (found[0], found[1].series, found[1].number), reverse=True)
        progress, faults = self._newest(view for view in periods if not view.period.weekly)
        return DeskView(city, organ, periods, progress, tuple(row for _, row in latest[:LATEST]), faults)

    def period(self, period: Period) -> PeriodView:
        told, wrong = self._told(f"{period.text}/manifest.json", manifest)
        if told is None:
            return PeriodView(period, papers=self._papers(period, ()), faults=wrong)
        found, wrong = self._told(f"{period.text}/findings.json", blocks)
        blocking, hints = found or ([], 0)
        here = [output for output in told.outputs if self.shelf.has(f"{period.text}/{output.path}")]
        back = returns(period, here)
        return PeriodView(
            period,
            told.status,
            self._papers(period, here),
            workbooks(period, here, self.books),
            tuple(back.items()),
            next((f"{period.text}/{output.path}" for output in here if output.path == TODO), ""),
            troubles(blocking, back),
            hints,
            told.files,
            told.rows,
            wrong,
        )

    def _told(self, path: str, read: Callable[[Any], T]) -> tuple[T | None, tuple[str, ...]]:
        """What a file says, or what is wrong with it."""
        if not self.shelf.has(path):
            return None, (ABSENT.format(path=path),)
        try:
            return read(self.shelf.read(path)), ()
        except BrokenError:
            return None, (BROKEN.format(path=path),)

    def _papers(self, period: Period, here: Iterable[Output]) -> tuple[Paper, ...]:
        """The documents of a period with their lines in the register; an issued one stays when its file is gone."""
        mine = [row for row in self.register if row.period == period.text]
        files = [output for output in here if _is_document(output, self.books) and not _goes_back(output)]
        found = [_registered(_paper(period, output), mine) for output in files]
        known = {(paper.name, paper.draft) for paper in found if not paper.rough}
        issued = (row for row in mine if row.standing is Standing.ISSUED and (row.name, row.draft) not in known)
        gone = (Paper(row.name, row.draft, "", registered=(row,)) for row in issued)
        return tuple(sorted([*found, *gone], key=lambda paper: (paper.name, paper.rough, -paper.draft)))

    def _newest(self, months: Iterable[PeriodView]) -> tuple[Progress | None, tuple[str, ...]]:
        """The figures of the newest month that has any, and which newer ones cannot be read."""
        faults: tuple[str, ...] = ()
        for month in months:
            path = f"{month.period.text}/figures.json"
            told, wrong = self._told(path, figures) if self.shelf.has(path) else (None, ())
            faults += wrong
            if told:
                return _progress(month, told, self._stale(month.period)), faults
        return None, faults

    def _stale(self, period: Period) -> bool:
        """Whether the figures of a period no longer fit its inputs."""
        told, _ = self._told(f"{period.text}/manifest.json", manifest)
        return told is not None and any(output.stale for output in told.outputs if output.path == "figures.json")


def _paper(period: Period, output: Output) -> Paper:
    """A file of the desk as a document: 调度通报（第2稿）.docx is the second draft of 调度通报."""
    stem = output.path.removesuffix(".docx").removesuffix(".xlsx")
    mark = _MARK.search(stem)
    name, draft = (stem[: mark.start()], int(mark[1] or 1)) if mark else (stem, 1)
    return Paper(name, draft, f"{period.text}/{output.path}", bool(mark and not mark[1]), output.stale)


def _registered(paper: Paper, rows: Iterable[Registered]) -> Paper:
    known = (row for row in rows if row.standing in (Standing.ISSUED, Standing.VOID))
    mine = (row for row in known if (row.name, row.draft, False) == (paper.name, paper.draft, paper.rough))
    return replace(paper, registered=tuple(mine))


def _goes_back(output: Output) -> bool:
    return output.path.startswith(RETURNS)


def _is_document(output: Output, books: Collection[str]) -> bool:
    """A Word file, or a workbook that is a document: 三个清单两张表.xlsx, 三个清单两张表/石磨镇.xlsx."""
    name = _MARK.sub("", output.path.partition("/")[0].removesuffix(".xlsx"))
    return output.path.endswith(".docx") or (output.path.endswith(".xlsx") and name in books)


def workbooks(period: Period, here: Iterable[Output], books: Collection[str] = ()) -> tuple[str, ...]:
    """The workbooks of the office itself, as paths under output/; ``books`` are documents."""
    mine = (output.path for output in here if not _goes_back(output) and not _is_document(output, books))
    return tuple(f"{period.text}/{path}" for path in mine if path.endswith(".xlsx"))


def returns(period: Period, here: Iterable[Output]) -> dict[str, tuple[str, ...]]:
    """What lies in 退回/ by sender, as paths under output/."""
    back: dict[str, tuple[str, ...]] = {}
    for parts in (PurePosixPath(output.path).parts for output in here if _goes_back(output)):
        back[parts[1]] = (*back.get(parts[1], ()), "/".join((period.text, *parts)))
    return back


def troubles(found: Iterable[Block], back: Mapping[str, tuple[str, ...]]) -> tuple[Trouble, ...]:
    """Who must act, whoever has most to mend first, the office itself at the end."""
    return tuple(sorted(_troubles(found, back), key=lambda trouble: (not trouble.sender, -trouble.count)))


def _troubles(found: Iterable[Block], back: Mapping[str, tuple[str, ...]]) -> Iterator[Trouble]:
    messages: dict[str, list[str]] = {}
    for block in found:
        messages.setdefault(block.sender, []).append(block.message)
    for sender, told in messages.items():
        files = back.get(file_name(sender), ()) if sender else ()
        yield Trouble(sender, len(told), tuple(told[:MESSAGES]), files)


def _progress(month: PeriodView, told: Figures, stale: bool) -> Progress:
    scopes = told.scopes(TOWN)
    towns = [_place(told, scope, scope.removeprefix(TOWN)) for scope in scopes]
    return Progress(
        month.period,
        told.as_of,
        _place(told, CITY, CITY),
        tuple(sorted(towns, key=lambda town: len(scopes) + 1 if town.rank is None else town.rank)),
        told.value(CITY, "时序进度"),
        told.count(CITY, "项目总数"),
        told.count(CITY, "已开工数"),
        told.count(CITY, "逾期数"),
        told.value(CITY, "年度计划投资"),
        told.value(CITY, "本年完成投资"),
        month.status == "draft",
        stale,
    )


def _place(told: Figures, scope: str, name: str) -> Place:
    lights = Lights(*(told.count(scope, light) or 0 for light in LIGHTS))
    rate, gap, moved = (told.value(scope, figure) for figure in ("年度投资完成率", "时序差", "环比变化"))
    return Place(name, lights, rate, gap, moved, told.count(scope, "名次"), told.count(scope, "名次变化"))
