"""The corpus in; out, what is wrong with the verdict on one file, and one run of ``check`` over all of them."""

from __future__ import annotations

import resource
import tempfile
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from tests.city import OFFICE
from tests.reliability.corpus import Kind, all_kinds
from tests.reliability.corpus.places import IGNORED, PLACES
from tests.reliability.running import Ran, check
from tests.reliability.verdicts import PERIOD, Verdict, verdicts
from tests.workbook import workbook

LEAST_KINDS, MOST_SECONDS, MOST_MEBIBYTES = 60, 5.0, 1024
HEAD = "填报单位：柳渡镇||单位：万元\n项目名称|年度计划投资|本年完成投资"


def judge(kind: Kind, verdict: Verdict) -> list[str]:
    """What falls short of the demand, in words; nothing when the verdict is right."""
    faults = []
    if not verdict.sole or not verdict.balanced:
        faults.append("结论不唯一或行数不平")
    if kind.refused != bool(verdict.refusals) and not kind.free:
        faults.append("应退回而接收" if kind.refused else "应接收而退回")
    if verdict.refusals and not any(_acted_on(kind, each.message) for each in verdict.refusals):
        faults.append("没有说清怎么办")
    read = tuple((row["name"], row["plan"]) for row in verdict.projects)
    if kind.rows is not None and read != kind.rows and not (kind.free and verdict.refusals):
        faults.append(f"读成{read}")
    return faults + [f"没有提示“{word}”" for word in kind.told if not verdict.told or word not in verdict.told]


def _acted_on(kind: Kind, message: str) -> bool:
    return (kind.says or "") in message and "请" in message


@dataclass(frozen=True)
class Alone:
    """How one kind fared: its faults and the seconds that its reading took."""

    kind: Kind
    faults: list[str]
    seconds: float


def one_by_one() -> list[Alone]:
    """Every kind judged, all read by one collect; whatever seemed slow beside others is timed again alone, in CPU."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / PERIOD.text
        folder.mkdir()
        files = {kind.put(folder).name: kind for kind in all_kinds()}
        moments = [("", time.monotonic())]
        found = verdicts(Path(place), lambda name: moments.append((name, time.monotonic())))
    took = {name: at - before for (_, before), (name, at) in pairwise(moments)}
    return [Alone(kind, judge(kind, found[name]), _seconds(kind, took[name])) for name, kind in files.items()]


def _seconds(kind: Kind, taken: float) -> float:
    """The seconds taken, or, where they were many, the CPU seconds of the kind alone with its ended children."""
    if taken < MOST_SECONDS / 2:
        return taken
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / PERIOD.text
        folder.mkdir()
        kind.put(folder)
        before = _cpu()
        verdicts(Path(place))
        return _cpu() - before


def _cpu() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


@dataclass(frozen=True)
class Hostile:
    """One period folder with every kind of file beside good workbooks, and how ``check`` ended on it."""

    good: tuple[str, ...]
    names: frozenset[str]  # every file that must have a verdict
    ran: Ran

    def without_verdict(self) -> list[str]:
        """Files that the run does not speak of: neither a cell counted nor a finding."""
        counted = {file["path"] for file in self.ran.read("manifest.json")["inputs"] if file["cells"]}
        said = {finding["file"] for finding in self.ran.read("findings.json")}
        return sorted(self.names - counted - said)

    def good_counts(self) -> list[tuple[int, int, int]]:
        """Rows read, accepted and refused of each good workbook."""
        files = {file["path"]: file for file in self.ran.read("manifest.json")["inputs"]}
        return [(files[name]["rows_read"], files[name]["rows_accepted"], files[name]["rows_refused"])
                for name in self.good]  # fmt: skip

    def unbalanced(self) -> list[str]:
        """Files of which read is not accepted plus refused."""
        files = self.ran.read("manifest.json")["inputs"]
        return [file["path"] for file in files if file["rows_read"] != file["rows_accepted"] + file["rows_refused"]]


def hostile_month(root: Path) -> Hostile:
    """Lay every kind and every odd place beside five good workbooks and run ``check`` once."""
    folder = root / "input" / "2026-05"
    folder.mkdir(parents=True)
    (root / "input" / "office.toml").write_text(OFFICE, encoding="utf-8")
    good = tuple(f"柳渡{at}.xlsx" for at in range(5))
    for at, name in enumerate(good):
        rows = "\n".join(f"好项目{at}之{row}|{100 + row}|{row}" for row in range(3))
        workbook(folder / name, f"{HEAD}\n{rows}")
    names = {kind.put(folder).name for kind in all_kinds()} | set(good)
    for place in PLACES.values():
        due = place.put(folder)
        names |= {name for name, fate in due.items() if fate != IGNORED and not place.today}
    return Hostile(good, frozenset(names), check(root / "input", root / "output"))
