"""What measure hands on: figures with their rows, and the rows with their facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from pipeline.model.assessment import Assessed
from pipeline.model.cards import Card
from pipeline.model.interventions import Intervention
from pipeline.model.period import Period
from pipeline.model.tables import Table
from pipeline.model.terms import Term


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of one scope: ``value`` is exact (int for counts and 元, Fraction for rates in percent and
    differences in 百分点), None when there is no such value; ``rows`` are the ids of the rows behind it."""

    scope: str
    name: str
    value: int | Fraction | None
    unit: str
    definition: str
    rows: tuple[str, ...] = ()
    note: str = ""
    term: Term | None = None


@dataclass(frozen=True)
class Measured:
    """What measure hands to documents and workbooks.

    ``projects`` are the accepted rows with their facts (see measure/facts.py): ``counted`` and ``paid`` (whether the
    row stands for a project and whether its money counts), ``is_started``, ``is_due``, ``is_late_start``,
    ``is_finished``, ``is_producing``, ``has_plan``, ``starts_soon``, ``is_new_start``, ``is_in_stats``, ``month_flow``
    (元), ``light`` (红灯 黄灯 绿灯 未亮灯), ``invest_light``, ``start_light``, ``blocked_at`` (首个未办结环节),
    ``open.<手续>``, ``duty.*`` (who answers for it, see measure/duties.py), ``no_section``, ``no_person``, ``time_gap``
    and the places among the fast and the slow (see measure/pace.py); of a week also what moved (see measure/moves.py),
    of a month that has its ``past`` also for how long things have stood still (see measure/lasting.py). ``problems``
    are the rows that 问题总数 counts, with ``is_open``, ``is_solved``, ``is_overdue``, ``needs_escalation``,
    ``overdue_days`` and the ``project`` (index of the project row or -1). ``leads`` are 招引项目表, ``reserves``
    策划储备项目表, ``nodes`` 节点计划表 with ``is_done``, ``is_overdue``, ``overdue_days``, ``in_7_days`` and
    ``in_30_days``, ``inspections`` 现场督查记录表, ``items`` the 督办事项 of the year with a flag for each figure that
    counts them (see measure/supervision.py), ``flow`` what is in which of the four batches, and was (see
    measure/flow.py), ``past`` the earlier months of the year, ``cards`` 红黄牌 and ``assessed`` what 考核 gave, these
    only where a document asks for them. ``interventions`` are the uses of 更正, 放行 and 清单变动.
    """

    period: Period
    figures: tuple[Figure, ...]
    projects: Table
    problems: Table
    leads: Table
    reserves: Table
    previous: Period | None = None
    interventions: tuple[Intervention, ...] = ()
    nodes: Table = ()
    inspections: Table = ()
    items: Table = ()
    past: tuple[Measured, ...] = ()
    assessed: Assessed | None = None
    flow: Table = ()
    cards: tuple[Card, ...] = ()

    @cached_property
    def index(self) -> Mapping[tuple[str, str], Figure]:
        return {(figure.scope, figure.name): figure for figure in self.figures}

    def scopes(self, prefix: str) -> tuple[str, ...]:
        """The scopes of one kind in their order: ``镇街:`` gives ``镇街:城关街道`` …"""
        return tuple(dict.fromkeys(figure.scope for figure in self.figures if figure.scope.startswith(prefix)))
