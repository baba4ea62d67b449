"""Months come in; an office works through them one after the other, and what does not add up in the end goes out."""

from __future__ import annotations

import json
import random
import re
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pipeline.model import Item, Period, Stage, Step
from pipeline.model.supervision import ENDED
from tests.reliability import standing
from tests.reliability.clerk import Clerk
from tests.reliability.seasons import City

SEED = 2026
FOURTEEN = tuple(f"2026-{at:02}" for at in range(3, 13)) + tuple(f"2027-{at:02}" for at in range(1, 5))
COUNTS = ("督办事项数", "督办办结数", "督办撤项数", "督办未办结数", "督办逾期数", "督办新立项数", "督办应办结数")
SAID = re.compile(r"督办事项应办结(\d+)项，已办结(\d+)项，逾期(\d+)项")  # in the report
CITY, UNIT = "全市", "承办单位:"
TOLD_OF = ("待办.html", "index.html", "manifest.json", "督办事项销号台账.xlsx")  # they tell what was issued
ENDS = (Step.CLOSED, Step.DROPPED)
GRANTED = (Step.RAISED, Step.EXTENDED)  # what sets the 时限 that 应办结 goes by
Taken = tuple[str, date, date | None]  # step, as_of, 时限


@dataclass
class Tally:
    """What was gone through, and everything that did not add up."""

    months: int = 0
    reports: int = 0  # that say how many items were due
    items: int = 0
    states: Counter[str] = field(default_factory=Counter)
    issued: Counter[str] = field(default_factory=Counter)
    states_wrong: list[str] = field(default_factory=list)
    counts_wrong: list[str] = field(default_factory=list)
    numbers_wrong: list[str] = field(default_factory=list)
    claims_wrong: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def wrong(self) -> list[str]:
        found = (self.states_wrong, self.counts_wrong, self.numbers_wrong, self.claims_wrong)
        return [*(line for lines in found for line in lines), *self.changed, *self.faults]


def tried(months: Sequence[str] = FOURTEEN) -> Tally:
    """The office of a generated city goes through the months; then every month is run once more."""
    tally = Tally()
    with tempfile.TemporaryDirectory() as place:
        clerk = Clerk(City.founded(Path(place), SEED), random.Random(SEED))
        seen: list[tuple[Item, ...]] = []
        for text in months:
            clerk.month(Period.parse(text))
            seen.append(clerk.items())
            tally.months += 1
            tally.counts_wrong += _counts(clerk, Period.parse(text))
            tally.reports += _reported(clerk, Period.parse(text), tally.counts_wrong)
            tally.states_wrong += _states(*seen[-2:])
        _at_the_end(clerk, months, tally)
    return tally


def _at_the_end(clerk: Clerk, months: Sequence[str], tally: Tally) -> None:
    items = clerk.items()
    tally.items = len(items)
    tally.states = Counter(item.stage.value if item.stage in ENDED else "在办" for item in items)
    tally.issued = Counter(f"{row.series}{row.year}" for row in clerk.register())
    tally.numbers_wrong += _numbers(clerk)
    tally.claims_wrong += _claims(clerk, items)
    tally.changed += _again(clerk, months)
    tally.faults += clerk.faults(Period.parse(months[-1]))


def _states(*seen: tuple[Item, ...]) -> list[str]:
    """Every item has one end at most, none is lost from one month to the next, and what has ended stays so."""
    now, before = {item.number: item for item in seen[-1]}, {item.number: item for item in seen[0]}
    ends = {number: [event for event in item.events if event.step in ENDS] for number, item in now.items()}
    wrong = [f"{number} 了结{len(found)}次" for number, found in ends.items() if len(found) > 1]
    wrong += [f"{number} 状态与经过不符" for number, found in ends.items() if bool(found) is now[number].is_open]
    wrong += [f"{number} 不见了" for number in before.keys() - now.keys()]
    wrong += [
        f"{number} 了结后又变"
        for number, item in before.items()
        if item.stage in ENDED and number in now and now[number].stage is not item.stage
    ]
    return wrong + [number for number, times in Counter(item.key for item in seen[-1]).items() if times > 1]


def _counts(clerk: Clerk, period: Period) -> list[str]:
    """The figures that the report prints, against the ledger's own rows and against one another."""
    figures = _figures(clerk.output / period.text / "figures.json")
    stood = _counted(clerk.output / "ledger.sqlite", period)
    city = {name: figures.get((CITY, name), 0) for name in COUNTS}
    wrong = [f"{period.text} {name} {city[name]} 台账{stood[name]}" for name in COUNTS if city[name] != stood[name]]
    parts = city["督办办结数"] + city["督办撤项数"] + city["督办未办结数"]
    wrong += [f"{period.text} {city['督办事项数']}≠{parts}"] if city["督办事项数"] != parts else []
    for name in COUNTS:
        units = sum(value for (scope, what), value in figures.items() if scope.startswith(UNIT) and what == name)
        wrong += [f"{period.text} {name} 各单位合计{units}"] if units != city[name] else []
    return wrong + _past(clerk, period, figures)


def _reported(clerk: Clerk, period: Period, wrong: list[str]) -> bool:
    """Whether the report says how many items were due, done and overdue; told where the ledger says otherwise."""
    said = SAID.search(standing.printed(clerk.output / period.text / "督查报告.docx"))
    stood = _counted(clerk.output / "ledger.sqlite", period)
    counts = tuple(stood[name] for name in ("督办应办结数", "督办办结数", "督办逾期数"))
    if said and tuple(map(int, said.groups())) != counts:
        wrong.append(f"{period.text} 报告{said[0]} 台账{counts}")
    return bool(said)


def _past(clerk: Clerk, period: Period, figures: Mapping[tuple[str, str], int]) -> list[str]:
    """What this month's figures say of last month, against last month's own."""
    place = clerk.output / period.previous.text / "figures.json"
    before = _figures(place) if place.exists() else {}
    names = [name for name in COUNTS if (CITY, name) in before]
    return [
        f"{period.text} 上期{name} {figures.get((CITY, f'上期{name}'))} 上期所印{before[CITY, name]}"
        for name in names
        if figures.get((CITY, f"上期{name}")) != before[CITY, name]
    ]


def _figures(place: Path) -> dict[tuple[str, str], int]:
    rows = json.loads(place.read_bytes())["figures"]
    counts = (row for row in rows if "督办" in row["name"] and row["unit"] == "个")
    return {(row["scope"], row["name"]): int(row["value"]) for row in counts}


def _counted(ledger: Path, period: Period) -> Counter[str]:
    """The same counts, from the rows of the ledger alone."""
    rows = "SELECT item, step, as_of, deadline FROM events WHERE NOT withdrawn AND as_of <= ? ORDER BY as_of, position"
    trails: dict[str, list[Taken]] = {}
    with closing(sqlite3.connect(ledger)) as connection:
        for item, step, as_of, deadline in connection.execute(rows, (period.as_of.isoformat(),)):
            until = date.fromisoformat(deadline) if deadline else None
            trails.setdefault(item, []).append((step, date.fromisoformat(as_of), until))
    found: Counter[str] = Counter()
    for trail in trails.values():
        found.update(_named(trail, period))
    return found


def _named(trail: Sequence[Taken], period: Period) -> list[str]:
    """Under which names an item counts that went this way."""
    end = next((step for step, _, _ in trail if step in ("销号", "撤项")), "")
    ended = next((as_of for step, as_of, _ in trail if step in ("销号", "撤项")), None)
    if ended and ended.year < period.year:
        return []
    limit = [until for _, _, until in trail if until][-1]
    granted = [until for step, _, until in trail if until and step in GRANTED][-1]
    names = ["督办事项数", {"销号": "督办办结数", "撤项": "督办撤项数", "": "督办未办结数"}[end]]
    names += ["督办逾期数"] if not end and limit < period.as_of else []
    names += ["督办应办结数"] if end == "销号" or (not end and granted <= period.as_of) else []
    return names + (["督办新立项数"] if trail[0][1] > period.previous.as_of else [])


def _numbers(clerk: Clerk) -> list[str]:
    """Every series of every year begins with 1 and has no gap."""
    series: dict[tuple[str, int], list[int]] = {}
    for row in clerk.register():
        series.setdefault((row.series, row.year), []).append(row.number)
    for item in clerk.items():
        year, _, number = item.number.removeprefix("督").partition("-")
        series.setdefault(("督", int(year)), []).append(int(number))
    return [f"{name} {found}" for name, found in series.items() if sorted(found) != [*range(1, len(found) + 1)]]


def _claims(clerk: Clerk, items: Sequence[Item]) -> list[str]:
    """No item is 销号 of which nobody ever said that it was done."""
    closed = (item.number for item in items if item.stage is Stage.CLOSED)
    return [number for number in closed if number not in clerk.claimed]


def _again(clerk: Clerk, months: Sequence[str]) -> list[str]:
    """What changes when every month is run once more; that something was issued since is told in some files."""
    files, items, register = standing.published(clerk.output), clerk.items(), clerk.register()
    for text in months:
        clerk.monthly(Period.parse(text))
    now = standing.published(clerk.output)
    changed = [path for path in files.keys() | now.keys() if files.get(path) != now.get(path)]
    changed = [path for path in changed if not path.endswith(TOLD_OF)]
    changed += [item.number for item, old in zip(clerk.items(), items, strict=True) if item != old]
    return changed + (["登记簿"] if clerk.register() != register else [])
