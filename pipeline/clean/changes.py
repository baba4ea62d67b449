"""清单变动, the register and the projects come in; the register as it stands now and the projects by their names now
go out, each with what it was called before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.clean import numbers, words
from pipeline.clean.cells import WAN, Desk
from pipeline.model import Finding, Intervention, Remedy
from pipeline.rules.identity import Identities
from pipeline.rules.spelling import apart, folded, masked

Record = dict[str, Any]
Place = tuple[str, str | None]  # project name, 镇街
INHERITED = ("kind", "chain", "level", "batch", "showcase")  # what the parts of a split project keep
WANTED = {
    "更名": "新的项目名称",
    "划转": "划入的镇街",
    "拆分": "各子项的名称，用顿号隔开",
    "计划调整": "新的年度计划投资，如“8000万元”",
}


@dataclass
class Roll:
    """The register while its changes are applied, one after the other in the order of their 生效期."""

    register: list[Record]
    desk: Desk
    moves: list[tuple[Place, Place]] = field(default_factory=list)

    def find(self, change: Record) -> Record | None:
        """The project that a change names: by code, by name and 镇街, or by a name that only one project has."""
        at = Identities.of(self.register).place(change)
        if at is not None:
            return self.register[at]
        same = [row for row in self.register if folded(row["name"]) == folded(change["name"])]
        return same[0] if len(same) == 1 and not change["town"] else None

    def stub(self, change: Record, name: str, **known: Any) -> None:
        """A project that the register did not have; none when there is no register to enter it in."""
        if self.register:
            nothing = dict.fromkeys(self.register[0])
            place = {key: change[key] for key in ("file", "sheet", "row", "sender", "block")}
            self.register.append({**nothing, **place, "name": name, "id": f"{known.get('town')}/{name}", **known})

    def move(self, old: Place, new: Place) -> None:
        self.moves.append((old, new))

    def moved(self, row: Record) -> Record:
        """A row under the name and 镇街 that its project has now, with those it had before."""
        if "name" not in row:
            return row
        at = (row["name"], row.get("town"))
        for old, new in self.moves:
            at = new if _same(at, old) else at
        return self.dated({**row, "name": at[0], "town": at[1]}) if self.moves else row

    def dated(self, row: Record) -> Record:
        """A row with the names and 镇街 that its project had before, the last first."""
        was = [*self._before((row["name"], row["town"]))]
        return {**row, "was": was} if was else row

    def _before(self, at: tuple[Any, Any]) -> Iterator[list[Any]]:
        for old, new in reversed(self.moves):
            if _same(at, new):
                at = old
                yield list(old)


def _same(one: tuple[Any, Any], other: tuple[Any, Any]) -> bool:
    return folded(one[0] or "") == folded(other[0] or "") and one[1] == other[1]


def _enter(roll: Roll, change: Record, known: Record | None) -> str | None:
    if known is None:
        plan = numbers.money(change["after"] or "", WAN)
        more = {"plan": plan[0]} if plan else {}
        roll.stub(change, change["name"], code=change["code"], town=change["town"], **more)
    return "在清单中"


def _leave(roll: Roll, change: Record, known: Record | None) -> str | None:
    roll.register = [row for row in roll.register if row is not known]
    return "不在清单中"


def _rename(roll: Roll, change: Record, known: Record | None) -> str | None:
    name = words.name(change["after"] or "")
    if not name:
        return None
    town = known["town"] if known else change["town"] or _town_of(roll, name)
    old = known["name"] if known else change["name"]
    if known:
        known["name"] = name
    roll.move((old, town), (name, town))
    return name


def _town_of(roll: Roll, name: str) -> str | None:
    """The 镇街 of the only project that already bears a name."""
    towns = {row["town"] for row in roll.register if folded(row["name"]) == folded(name)}
    return towns.pop() if len(towns) == 1 else None


def _transfer(roll: Roll, change: Record, known: Record | None) -> str | None:
    town = roll.desk.office.town(change["after"] or "")
    if town is None:
        return None
    old = (known or change)["name"], (known or change)["town"]
    if known:
        known["town"] = town
    roll.move(old, (old[0], town))
    return town


def _split(roll: Roll, change: Record, known: Record | None) -> str | None:
    names = [name for part in apart(change["after"]) if (name := words.name(part))]
    if not names:
        return None
    _leave(roll, change, known)
    kept = {key: known[key] for key in INHERITED} if known else {}
    for name in names:
        roll.stub(change, name, town=(known or change)["town"], **kept)
    return "、".join(names)


def _suspend(_roll: Roll, _change: Record, _known: Record | None) -> str | None:
    return "停缓建"


def _replan(_roll: Roll, change: Record, known: Record | None) -> str | None:
    plan = numbers.money(change["after"] or "", WAN)
    if plan is None:
        return None
    if known:
        known["plan"] = plan[0]
    return f"{change['after']}"


ACTS: Mapping[str, Callable[[Roll, Record, Record | None], str | None]] = {
    "调入": _enter,
    "调出": _leave,
    "更名": _rename,
    "划转": _transfer,
    "拆分": _split,
    "停缓建": _suspend,
    "计划调整": _replan,
}


@dataclass(frozen=True)
class Changed:
    """The register now, how to bring rows under their names now, and what was done or could not be."""

    register: list[Record]
    moved: Callable[[Record], Record]
    uses: tuple[Intervention, ...]
    findings: tuple[Finding, ...]


def changed(
    changes: Iterable[Record], register: Iterable[Record], desk: Desk, cell: Callable[[Record, str], str]
) -> Changed:
    """Apply the changes that are in force at 数据截止日; ``cell`` gives the address of a change's field."""
    roll = Roll([dict(row) for row in register], desk)
    uses: list[Intervention] = []
    findings: list[Finding] = []
    for change in sorted(changes, key=lambda row: row["since"]):
        known = roll.find(change)
        had = bool(roll.register)
        before = _standing(change["change"], known)
        after = ACTS[change["change"]](roll, change, known)
        if after is None:
            findings.append(_finding(change, "change-value-missing", desk, cell, near=WANTED[change["change"]]))
            continue
        uses.append(_use(change, before, after, cell))
        if had and known is None and change["change"] not in ("调入", "调出") and not change["file"].startswith(".."):
            findings.append(_finding(change, "change-project-unknown", desk, cell))
    return Changed([roll.dated(row) for row in roll.register], roll.moved, tuple(uses), tuple(findings))


def _standing(kind: str, known: Record | None) -> str:
    """What the register said before."""
    if known is None:
        return "不在清单中"
    if kind == "计划调整":
        return "空" if known["plan"] is None else f"{known['plan'] / WAN:g}万元"
    return str({"更名": known["name"], "划转": known["town"]}.get(kind) or "在清单中")


def _subject(change: Record) -> str:
    return f"{change['town'] or ''}“{change['name']}”"


def _finding(change: Record, code: str, desk: Desk, cell: Callable[[Record, str], str], **more: Any) -> Finding:
    place = {"file": change["file"], "sheet": change["sheet"], "cell": cell(change, "after")}
    blanks = {"subject": _subject(change), "change": change["change"], "value": change["after"] or "空", **more}
    return desk.law.finding(code, **place, field="新值", **blanks)


def _use(change: Record, before: str, after: str, cell: Callable[[Record, str], str]) -> Intervention:
    since = change["since"]
    return Intervention(
        remedy=Remedy.CHANGE,
        file=change["file"],
        sheet=change["sheet"],
        cell=cell(change, "change"),
        subject=_subject(change),
        item=change["change"],
        before=masked(before),
        after=masked(after),
        reason=f"自{since.year}年{since.month}月{since.day}日起",
        basis=change["basis"] or "",
        person="",
        sender=change["town"],
    )
