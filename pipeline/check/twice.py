"""The same project in two rows: which row counts, which is refused, and whether they contradict each other."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pipeline.check.judge import Judge, project_key, subject
from pipeline.model import Finding, Row, Table
from pipeline.rules.identity import Identities, Key
from pipeline.rules.spelling import folded

COMPARED = (
    "sent.total", "sent.plan", "month_done", "ytd_done", "cum_done", "prior_done", "started", "start", "stage",
)  # fmt: skip
_GENERIC = re.compile(r"[^0-9a-z\u4e00-\u9fff]|项目|工程|建设|有限责任公司|有限公司|公司")

_TELLING = frozenset("0123456789abcdefghijklmnopqrstuvwxyz一二三四五六七八九十甲乙丙丁东西南北中上下新老期")
_UNTELLING = re.compile(f"[^{''.join(sorted(_TELLING))}]+")
LEAST_LENGTH = 6  # characters; shorter names differ by one character and mean different things


def duplicates(judge: Judge) -> tuple[list[Finding], list[int]]:
    """Findings on rows that repeat another, and the places of the rows that do not count.

    The row of the sender that ``[dispatch]`` names for its 建设性质 counts, else the one whose 镇街 it is.
    """
    findings: list[Finding] = []
    refused: list[int] = []
    for places in _groups(judge):
        rows = [judge.projects[at] for at in places]
        winner = _winner(judge, rows)
        for at, row in zip(places, rows, strict=True):
            if row is not winner:
                findings.append(_repeat(judge, row, winner))
                refused.append(at)
    return findings, refused


def _groups(judge: Judge) -> list[list[int]]:
    known = Identities()
    groups: dict[str, list[int]] = defaultdict(list)
    for at, project in _repeating([project_key(row) for row in judge.projects]):
        label = known.find(project) or str(at)
        known.add(project, label)
        groups[label].append(at)
    return [places for places in groups.values() if len(places) > 1]


def _repeating(projects: Sequence[Key]) -> list[tuple[int, Key]]:
    """The projects that share their code, or their name and 镇街, with another: no others are the same."""
    codes, places = Counter([code for code, _, _ in projects if code]), Counter([one[1:] for one in projects])
    return [(at, one) for at, one in enumerate(projects) if codes[one[0]] > 1 or places[one[1:]] > 1]


def _winner(judge: Judge, rows: Sequence[Row]) -> Row:
    dispatched = (row for row in rows if _dispatched(judge, row))
    own = (row for row in rows if row["sender"] == row["town"])
    return next(dispatched, None) or next(own, rows[0])


def _dispatched(judge: Judge, row: Row) -> bool:
    return row["sender"] is not None and judge.office.dispatch.get(row["kind"]) == row["sender"]


def _repeat(judge: Judge, row: Row, winner: Row) -> Finding:
    other = f"{winner['file']}第{winner['row']}行"
    titles = _differences(judge, row, winner)
    if not titles:
        return judge.finding("duplicate", row, "name", row["name"], other=other)
    if _dispatched(judge, winner) and row["sender"] != winner["sender"]:
        return judge.finding("duplicate-dispatched", row, "name", titles, other=other, winner=winner["sender"])
    return judge.finding("duplicate-differs", row, "name", titles, other=other)


def _differences(judge: Judge, row: Row, winner: Row) -> str:
    differ = [name for name in COMPARED if _differ(row, winner, name)]
    return "、".join(judge.title(name.removeprefix("sent.")) for name in differ)


def _differ(row: Row, winner: Row, name: str) -> bool:
    if row[name] is None or winner[name] is None:
        return False
    if name == "start" and (row["start.month"] or winner["start.month"]):
        return bool((row[name].year, row[name].month) != (winner[name].year, winner[name].month))
    return bool(row[name] != winner[name])


def similar(judge: Judge) -> Iterator[Finding]:
    """同一镇街的名称去掉标点和“项目”“工程”“公司”等通用字后相同或只差一字，而项目代码不同；期数、编号、方位不同的不算。"""
    towns: dict[str | None, list[int]] = defaultdict(list)
    for at, row in enumerate(judge.projects):
        if row["code"]:
            towns[row["town"]].append(at)
    twins = {at: twin for places in towns.values() for at, twin in _twins(judge.projects, places)}
    for at in sorted(twins):
        row = judge.projects[at]
        yield judge.finding("similar-name", row, "name", row["name"], other=subject(twins[at]))


def _twins(projects: Table, places: Sequence[int]) -> Iterator[tuple[int, Row]]:
    """Of the projects of one 镇街 each that is named almost like one before it, and that one."""
    known: dict[str, Row] = {}
    for at, core in _alike({at: _GENERIC.sub("", folded(projects[at]["name"])) for at in places}):
        row, cuts = projects[at], _cuts(core)
        changed, shorter = [f"{one}?{rest}" for one, rest in cuts], [one + rest for one, rest in cuts]
        sought = (core, *changed, f"-{core}", *shorter)  # the same, another character (?), one more (-), one less
        twins = () if known.keys().isdisjoint(sought) else [known[spelling] for spelling in sought if spelling in known]
        other = next((twin for twin in twins if folded(twin["code"]) != folded(row["code"])), None)
        if other:
            yield at, other
        for spelling in (core, *changed, *[f"-{name}" for name in shorter]):
            known.setdefault(spelling, row)


def _alike(cores: Mapping[int, str]) -> list[tuple[int, str]]:
    """The names that share the characters that tell, all in their order, with another: no two others are twins."""
    telling = {at: _UNTELLING.sub("", core) for at, core in cores.items()}
    count = Counter(telling.values())
    return [(at, core) for at, core in cores.items() if count[telling[at]] > 1]


def _cuts(core: str) -> list[tuple[str, str]]:
    """The name before and after each of its characters that tells nothing by itself."""
    if len(core) < LEAST_LENGTH:
        return []
    return [(core[:at], core[at + 1 :]) for at, char in enumerate(core) if char not in _TELLING]
