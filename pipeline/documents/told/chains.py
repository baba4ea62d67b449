"""The ground of one 产业链 comes in; what a 产业链专报 says besides goes out: its 链长, the chains by their rank, its
招引 and 策划, and what the 链长 is asked to push."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.documents.ground import Ground
from pipeline.documents.told.context import project_lists, scoped
from pipeline.documents.told.rows import Row, field_rows, problem_rows, text
from pipeline.model.terms import LEADS, RESERVES

CHAIN = "产业链"
STAGES = ("落地", "签约", "在谈")


def chain(ground: Ground) -> dict[str, Any]:
    """``链长`` by post, ``参排产业链`` (every chain that has a rank, the first first), ``招引项目``, ``储备项目``;
    ``推动问题``, ``推动开工`` and ``推动进度`` are the problems to be escalated, the late starts and the started
    projects with a red light, the longest open, the longest overdue, the lowest first."""
    measured, law = ground.measured, ground.law
    lists = project_lists(ground)
    leads = sorted(field_rows(measured.leads, LEADS, law), key=lambda row: _stage(row["阶段"]))
    return {
        "数据说明": _notes(ground),
        "链长": ground.office.chains.get(ground.member, ""),
        "参排产业链": _ranked(ground),
        "招引项目": leads,
        "储备项目": field_rows(measured.reserves, RESERVES, law),
        "推动问题": by_age([row for row in problem_rows(measured.problems, law) if row["需提级"]]),
        "推动开工": lists["应开未开项目"],
        "推动进度": [row for row in lists["红灯项目"] if row["已开工"]],
    }


def _notes(ground: Ground) -> list[str]:
    """What stands in for missing or doubtful data, unless it is of another chain's project."""
    own = [f"“{row['name']}”" for row in ground.measured.projects]
    uses = (use for use in ground.measured.interventions if use.note)
    return [text(use.note) for use in uses if "“" not in use.subject or any(name in use.subject for name in own)]


def _stage(name: str) -> int:
    return STAGES.index(name) if name in STAGES else len(STAGES)


def _ranked(ground: Ground) -> list[Row]:
    scopes = scoped(figure for figure in ground.measured.figures if figure.scope.startswith(f"{CHAIN}:"))
    return sorted((row for row in scopes.values() if row["产业链名次"]), key=lambda row: int(row["产业链名次"].value))


def by_age(problems: Sequence[Row]) -> list[Row]:
    """The longest open first, those that nobody dated last."""
    days = (row["未办结天数"].value for row in problems)
    aged = zip(problems, (-1 if known is None else int(known) for known in days), strict=True)
    return [row for row, _ in sorted(aged, key=lambda pair: -pair[1])]


def addressed(issuing: Mapping[str, Any], ground: Ground) -> dict[str, Any]:
    """``发文`` of a member's document: one of a 产业链 goes to its 链长."""
    leader = ground.office.chains.get(ground.member, "") if ground.kind == CHAIN else ""
    return {**issuing, "主送": leader, "报": leader} if leader else dict(issuing)
