"""input/office.toml: this office's own facts, read once and checked; a mistake names its key and ends with exit 2."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from pipeline.model import Period, PipelineError
from pipeline.rules.carding import with_own
from pipeline.rules.law import Light, light, load_law
from pipeline.rules.mishap import said
from pipeline.rules.nodes import Window, windows
from pipeline.rules.shape import OFFICE, faults
from pipeline.rules.spelling import folded
from pipeline.rules.toml import read_toml

NOT_USED = "不用"  # the clerk's word for a column that is to be left out


@dataclass(frozen=True)
class Unit:
    """A 镇街 or a department: its official name, other spellings, 考核类别 and whether it must report."""

    name: str
    aliases: tuple[str, ...]
    category: str = ""
    reports: bool = True
    since: str = ""
    until: str = ""
    successor: str = ""

    def stands_in(self, period: Period) -> bool:
        """Whether the unit exists then: after its ``from`` and not after its ``until``."""
        start = not self.since or self.since[:7] <= f"{period.as_of:%Y-%m}"
        return start and (not self.until or f"{period.as_of:%Y-%m}" <= self.until[:7])

    def reports_in(self, period: Period) -> bool:
        return self.reports and self.stands_in(period)


@dataclass(frozen=True)
class Office:
    """The office's facts; ``names`` maps every folded name and alias to the official name."""

    city: str
    issuer: Mapping[str, Any]
    towns: tuple[Unit, ...]
    senders: tuple[Unit, ...]
    chains: Mapping[str, str]
    names: Mapping[str, str]
    documents: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    dispatch: Mapping[str, str] = field(default_factory=dict)
    ambiguous: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)
    deadlines: Mapping[str, int] = field(default_factory=dict)
    schedule: Mapping[str, int | str] = field(default_factory=dict)
    plan_from: str = ""
    lights: tuple[Light, ...] = ()
    supervision: Mapping[str, Any] = field(default_factory=dict)
    windows: tuple[Window, ...] = ()
    elements: Mapping[str, Any] = field(default_factory=dict)
    cards: tuple[Mapping[str, Any], ...] = ()
    pace: Mapping[str, Any] = field(default_factory=dict)
    house: Mapping[str, Any] = field(default_factory=dict)
    sha256: str = ""

    def plan_may_wait(self, as_of: date) -> bool:
        """Whether plans are not yet required: before ``plan_from`` a blank plan is a hint and the rates are null."""
        return bool(self.plan_from) and as_of.isoformat() < f"{self.plan_from}-01"[:10]

    def document(self, name: str) -> dict[str, Any]:
        """The issuer's defaults with what differs for one document."""
        return {**self.issuer, **self.documents.get(name, {})}

    def town(self, text: str) -> str | None:
        """The official 镇街 that a spelling names, or None."""
        return name if (name := self.unit(text)) in self.town_names else None

    def unit(self, text: str) -> str | None:
        """The official name of the 镇街 or department that a spelling names, or None."""
        return self.names.get(folded(text)) or self.names.get(folded(text).removeprefix(folded(self.city)))

    def answering(self, name: str, period: Period) -> str:
        """The unit that answers for what a unit had to do: itself, or its successor once it is gone."""
        units, seen = self.units, set[str]()
        while name in units and name not in seen and not units[name].stands_in(period) and units[name].successor:
            seen.add(name)
            name = self.unit(units[name].successor) or units[name].successor
        return name

    @property
    def town_names(self) -> tuple[str, ...]:
        return tuple(town.name for town in self.towns)

    @cached_property
    def units(self) -> Mapping[str, Unit]:
        """The 镇街 and departments by their official names."""
        return {unit.name: unit for unit in (*self.towns, *self.senders)}

    def heir(self, name: str, period: Period) -> str:
        """Who stands for a unit in a period: itself, else the first successor that exists then, else itself."""
        line = [name]
        while unit := self.units.get(line[-1]):
            if unit.stands_in(period):
                return unit.name
            following = self.names.get(folded(unit.successor), "")
            if not following or following in line:
                break
            line.append(following)
        return name

    def at(self, period: Period) -> Office:
        """The office as it stands in a period: every spelling of a unit that has gone up in another means that one."""
        return replace(self, names={spelling: self.heir(name, period) for spelling, name in self.names.items()})

    def predecessors(self, name: str) -> tuple[str, ...]:
        """The units that went up in this one, each before those that went up in it."""
        found = [name]
        for heir in found:
            into = (unit for unit in self.units.values() if self.names.get(folded(unit.successor)) == heir)
            found += [unit.name for unit in into if unit.name not in found]
        return tuple(found[1:])

    def category(self, town: str) -> str:
        return next((unit.category for unit in self.towns if unit.name == town), "")


def _unit(row: Mapping[str, Any], reports: bool) -> Unit:
    known, since, until = row.get("category", ""), str(row.get("from", "")), str(row.get("until", ""))
    aliases, due, successor = tuple(row.get("aliases", ())), row.get("reports", reports), row.get("successor", "")
    return Unit(row["name"], aliases, known, due, since, until, successor)


@dataclass(frozen=True)
class _Reader:
    """office.toml with every value of its shape, judged for what the values say of each other."""

    path: Path
    raw: Mapping[str, Any]

    def fail(self, key: str, reason: str) -> PipelineError:
        return PipelineError(f"{self.path}：{key} {reason}")

    def units(self, key: str, reports: bool) -> tuple[Unit, ...]:
        return tuple(_unit(row, reports) for row in self.raw.get(key, ()))

    def names(self, **groups: tuple[Unit, ...]) -> dict[str, str]:
        """Every folded name and alias with the official name; no unit stands twice, no spelling has two owners."""
        names: dict[str, str] = {}
        official: set[str] = set()
        for key, unit in ((key, unit) for key, units in groups.items() for unit in units):
            if folded(unit.name) in official:
                raise self.fail(f"{key}.name", f"“{unit.name}”出现两次。")
            official.add(folded(unit.name))
            for spelling in (unit.name, *unit.aliases):
                if names.setdefault(folded(spelling), unit.name) != unit.name:
                    owner = names[folded(spelling)]
                    raise self.fail(f"{key}.aliases", f"“{spelling}”同时属于“{owner}”和“{unit.name}”。")
        return names

    def successors(self, names: Mapping[str, str], **groups: tuple[Unit, ...]) -> None:
        """Whoever goes up in another unit goes up in one that is known."""
        for key, unit in ((key, unit) for key, units in groups.items() for unit in units):
            if unit.successor and folded(unit.successor) not in names:
                raise self.fail(f"{key}.successor", f"“{unit.successor}”不在 towns 或 senders 中。")

    def chains(self) -> dict[str, str]:
        rows = self.raw.get("chains", ())
        chains = {row["name"]: row.get("leader", "") for row in rows}
        if len(chains) < len(rows):
            raise self.fail("chains.name", "同一产业链出现两次。")
        return chains

    def dispatch(self, names: Mapping[str, str]) -> dict[str, str]:
        """建设性质 (in its standard spelling) → who answers for it."""
        kinds = load_law().codes["kind"]
        for kind, name in self.raw.get("dispatch", {}).items():
            if folded(kind) not in kinds:
                raise self.fail(f"dispatch.{kind}", f"不是建设性质；可写：{'、'.join(dict.fromkeys(kinds.values()))}。")
            if folded(name) not in names:
                raise self.fail(f"dispatch.{kind}", f"“{name}”不在 towns 或 senders 中。")
        return {kinds[folded(kind)]: names[folded(name)] for kind, name in self.raw.get("dispatch", {}).items()}

    def ambiguous(self, names: Mapping[str, str]) -> dict[str, dict[str, str]]:
        for sender in self.raw.get("ambiguous", {}):
            if folded(sender) not in names:
                raise self.fail(f"ambiguous.{sender}", "不在 towns 或 senders 中。")
        meant = self.raw.get("ambiguous", {}).items()
        return {names[folded(sender)]: self.headings(f"ambiguous.{sender}", table) for sender, table in meant}

    def headings(self, key: str, table: Mapping[str, str]) -> dict[str, str]:
        """Folded heading → the field that it means; a word that is no field would be obeyed by nobody."""
        known = load_law().field_names | {NOT_USED}
        for title, meant in table.items():
            if meant not in known:
                raise self.fail(f"{key}.{title}", f"“{meant}”不是字段；请写字段名称（如 本年完成投资）或“{NOT_USED}”。")
        return {folded(title): meant for title, meant in table.items()}

    def supervision(self) -> Mapping[str, Any]:
        """[supervision], whose days and rules must be ones that there are."""
        own: Mapping[str, Any] = self.raw.get("supervision", {})
        rules, named = (rule.title for rule in load_law().supervision.rules), load_law().supervision.named
        for key, given, known in (("days", own.get("days", {}), named), ("off", own.get("off", ()), tuple(rules))):
            for name in given:
                if name not in known:
                    raise self.fail(f"supervision.{key}", f"“{name}”不是督办规则；可写：{'、'.join(known)}。")
        return own

    def elements(self) -> Mapping[str, Any]:
        own: Mapping[str, Any] = self.raw.get("elements", {})
        for key, reason in load_law().elements.faults(own):
            raise self.fail(f"elements.{key}", reason)
        return own

    def cards(self) -> tuple[Mapping[str, Any], ...]:
        """[[cards]], each of which can be judged."""
        rows = tuple(self.raw.get("cards", ()))
        for at, row in enumerate(rows, 1):
            try:
                with_own(load_law().cards, (row,))
            except ValueError as error:
                raise self.fail(f"cards[{at}]", str(error)) from None
        return rows

    def pace(self) -> Mapping[str, Any]:
        """[pace], whose stages must be ones that there are."""
        own: Mapping[str, Any] = self.raw.get("pace", {})
        stages = tuple(filter(None, dict.fromkeys(load_law().codes["stage"].values())))
        for stage in own.get("never_slow", ()):
            if stage not in stages:
                raise self.fail("pace.never_slow", f"“{stage}”不是项目阶段；可写：{'、'.join(stages)}。")
        return own

    def lights(self) -> tuple[Light, ...]:
        try:
            return tuple(light(row) for row in self.raw.get("lights", ()))
        except ValueError as error:
            raise self.fail("lights", str(error)) from None


def load_office(path: Path) -> Office:
    """Read input/office.toml; raises PipelineError with the file and the key."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise PipelineError(f"找不到 {path}：请参照 README 写好本单位的配置。") from None
    except OSError as error:
        raise PipelineError(f"无法读取 {path}：{said(error)}。") from None
    return office_of(path, data)


def office_of(path: Path, data: bytes) -> Office:
    """What the bytes of office.toml say; raises PipelineError with the file's ``path`` and the key."""
    raw = read_toml(path, data)
    if wrong := list(faults("", raw, OFFICE)):
        raise PipelineError(f"{path}：{''.join(wrong)}")
    return _office(_Reader(path, raw), hashlib.sha256(data).hexdigest())


def _office(reader: _Reader, sha256: str) -> Office:
    raw = reader.raw
    towns, senders = reader.units("towns", True), reader.units("senders", False)
    names = reader.names(towns=towns, senders=senders)
    reader.successors(names, towns=towns, senders=senders)
    return Office(
        city=raw["city"],
        issuer=raw["issuer"],
        towns=towns,
        senders=senders,
        chains=reader.chains(),
        names=names,
        **{key: raw.get(key, {}) for key in ("documents", "deadlines", "schedule", "house")},
        dispatch=reader.dispatch(names),
        ambiguous=reader.ambiguous(names),
        headings=reader.headings("headings", raw.get("headings", {})),
        plan_from=str(raw.get("plan_from", "")),
        lights=reader.lights(),
        supervision=reader.supervision(),
        windows=windows(raw.get("windows", ())),
        elements=reader.elements(),
        cards=reader.cards(),
        pace=reader.pace(),
        sha256=sha256,
    )
