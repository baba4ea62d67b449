"""Projects and the earlier months of the year come in; the same projects go out, each with what it was in those months,
and the name under which one has a document of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.model import Measured, Period, Row, Table
from pipeline.rules.identity import Identities

PROJECT = "项目"


def with_past(measured: Measured) -> Table:
    """Each project with ``past``: the months in which it is found, the earliest first, each with its row of then."""
    months = [(month, Identities.of(month.projects)) for month in measured.past]
    return tuple({**row, "past": tuple(_then(row, months))} for row in measured.projects)


def _then(row: Row, months: Sequence[tuple[Measured, Identities]]) -> list[tuple[Period, Row]]:
    found = ((month, known.place(row)) for month, known in months)
    return [(month.period, month.projects[at]) for month, at in found if at is not None]


def project_names(projects: Table) -> list[str]:
    """城关街道/甲项目; where two of a 镇街 are called the same, with 项目代码 or their number."""
    plain = [f"{row['town'] or ''}/{row['name']}" for row in projects]
    known, seen = Counter(plain), Counter[str]()
    names = []
    for row, name in zip(projects, plain, strict=True):
        seen[name] += 1
        names.append(name if known[name] == 1 else f"{name}（{row['code'] or seen[name]}）")
    return names
