"""The rows of projects, of the register and of nodes come in; who answers for each project goes out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pipeline.model import Row, Table, Tables
from pipeline.model.terms import NODES
from pipeline.rules.identity import Identities

ANSWERING = ("leader", "unit", "section", "person")
JOINT = ("unit", "section")  # a person is taken from a row of the same unit and section only
REGISTER, PLANNED = "清单", "节点计划"
Facts = dict[str, Any]


def duty_facts(tables: Tables) -> Iterator[Facts]:
    """Of every project, in their order: ``duty.leader``, ``duty.unit``, ``duty.section`` and ``duty.person`` as its own
    row says, else the register's, else its nodes (see ``_foremost``), and ``duty.source``, which of the latter two gave
    something."""
    listed, known = Identities.of(tables.register), Identities.of(tables.projects)
    nodes = _by_project(tables.forms[NODES], known)
    for at, row in enumerate(tables.projects):
        found = listed.place(row)
        standing = [] if found is None else [tables.register[found]]
        yield _duty(row, {REGISTER: standing, PLANNED: _foremost(nodes[at], row["town"])})


def _by_project(nodes: Table, known: Identities) -> Mapping[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for node in sorted(nodes, key=lambda row: (row["planned"] is None, row["planned"])):
        if (at := known.place(node)) is not None:
            found[at].append(node)
    return found


def _foremost(nodes: Sequence[Row], town: str | None) -> list[Row]:
    """The nodes that tell best who answers for the whole: those of its 镇街, then of the unit that has most of them, by
    their days; the department of one permit says little of a project."""
    units = Counter(node["unit"] for node in nodes)
    return sorted(nodes, key=lambda node: (node["unit"] != town, -units[node["unit"]]))


def _duty(row: Row, others: Mapping[str, Iterable[Row]]) -> Facts:
    held = {name: row[name] for name in ANSWERING}
    sources: dict[str, None] = {}
    for source, rows in others.items():
        for other in rows:
            if added := _added(held, other):
                held |= added
                sources[source] = None
    return {f"duty.{name}": value for name, value in held.items()} | {"duty.source": "、".join(sources)}


def _added(held: Mapping[str, Any], other: Row) -> Facts:
    """What another row says where nothing is known yet, unless it is of another unit or section."""
    if any(held[name] and other[name] and held[name] != other[name] for name in JOINT):
        return {}
    return {name: other[name] for name in ANSWERING if not held[name] and other.get(name)}
