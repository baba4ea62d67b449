"""The scopes of a period: for every name that has a row, which rows of each table belong to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.model import Row, Table
from pipeline.model.terms import FLOW, LEADS, NODES, PROBLEMS, PROJECTS, RESERVES
from pipeline.rules.spelling import departments

COLUMNS = {"镇街": "town", "建设性质": "kind", "产业链": "chain", "级别": "level", "批次": "batch"}
OWNED = {"镇街": "town", "产业链": "chain"}
SUPPLY = {
    LEADS: {**OWNED, "来源区域": "region", "招引方式": "way"},
    RESERVES: {**OWNED, "资金渠道": "channel"},
}
ORDER = {
    "建设性质": ("新建", "续建", "技改"),
    "级别": ("省重点", "市重点", "县重点"),
    "问题类别": ("土地", "能耗", "环境容量", "资金", "用工", "水电气路", "征迁", "审批", "其他"),
    "来源区域": ("京津冀", "长三角", "珠三角", "省会城市群经济圈", "其他"),
    "招引方式": ("以商招商", "基金招商", "科技招商", "其他"),
}
KINDS = (*COLUMNS, "拟观摩", "部门", "问题类别", "来源区域", "招引方式", "资金渠道")

Rows = dict[str, dict[str, list[Row]]]  # scope → table → its rows


@dataclass(frozen=True)
class Scope:
    """A name such as ``镇街:城关街道`` and the rows of each table that belong to it."""

    name: str
    rows: Mapping[str, list[Row]]

    @property
    def kind(self) -> str:
        return self.name.partition(":")[0]

    @property
    def value(self) -> str:
        return self.name.partition(":")[2]


def scopes(tables: Mapping[str, Table], towns: Iterable[str], chains: Iterable[str]) -> list[Scope]:
    """全市 first, then every kind of scope in its official order; only names that have a row:
    of projects, of 招引 and 策划 for 镇街, 产业链 and what they come from, of problems for 部门 and 问题类别, of nodes
    for 部门. A problem and a node are in their project's scopes; what only was in a batch makes no scope."""
    projects: Rows = defaultdict(lambda: defaultdict(list))
    told = {table: _by_project(tables.get(table, ())) for table in (PROBLEMS, NODES)}
    for at, row in enumerate(tables[PROJECTS]):
        for name in _names(row):
            projects[name][PROJECTS].append(row)
            for table, rows in told.items():
                projects[name][table] += rows[at]
    _add_supply(tables, projects)
    _add_departments(tables, projects)
    _add_categories(tables, projects)
    order = {**ORDER, "镇街": tuple(towns), "产业链": tuple(chains)}
    whole = Scope("全市", {name: list(rows) for name, rows in tables.items()})
    return [whole, *(Scope(name, projects[name]) for name in sorted(projects, key=lambda name: _rank(name, order)))]


def _by_project(rows: Table) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["project"]].append(row)
    return found


def _names(row: Row) -> list[str]:
    names = [f"{kind}:{row[column]}" for kind, column in COLUMNS.items() if row[column]]
    return [*names, "拟观摩"] if row["showcase"] else names


def _add_supply(tables: Mapping[str, Table], projects: Rows) -> None:
    for table, columns in SUPPLY.items():
        for row in tables[table]:
            for kind, column in columns.items():
                if row[column]:
                    projects[f"{kind}:{row[column]}"][table].append(row)
    for row in tables[FLOW]:
        for kind, column in OWNED.items():
            if (name := f"{kind}:{row[column]}") in projects:
                projects[name][FLOW].append(row)


def _add_categories(tables: Mapping[str, Table], projects: Rows) -> None:
    for row in tables[PROBLEMS]:
        if row["category"]:
            projects[f"问题类别:{row['category']}"][PROBLEMS].append(row)


def _add_departments(tables: Mapping[str, Table], projects: Rows) -> None:
    """A department has the problems it handles, the nodes it answers for, and the projects whose 办理部门 it is. A cell
    may name several."""
    for table in (PROBLEMS, NODES):
        for row in tables.get(table, ()):
            for name in departments(row["solver"]):
                projects[f"部门:{name}"][table].append(row)
    for row in tables[PROJECTS]:
        for name in departments(row["solver"]):
            if f"部门:{name}" in projects:
                projects[f"部门:{name}"][PROJECTS].append(row)


def _rank(name: str, order: Mapping[str, tuple[str, ...]]) -> tuple[int, int, str]:
    kind, _, value = name.partition(":")
    known = order.get(kind, ())
    return KINDS.index(kind), known.index(value) if value in known else len(known), value
