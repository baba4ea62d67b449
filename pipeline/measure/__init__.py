"""Accepted rows → figures: every metric of the official 口径 for every scope, exact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from pipeline.measure.evaluate import Book, ranked
from pipeline.measure.facts import project_facts
from pipeline.measure.flow import flow
from pipeline.measure.leads import lead_facts
from pipeline.measure.metric import CHAINS, COMPARED, RANKED, Metric
from pipeline.measure.metrics import all_metrics
from pipeline.measure.moves import newly_solved
from pipeline.measure.nodes import add_spent, node_facts
from pipeline.measure.pace import pace
from pipeline.measure.problems import problem_facts, problem_rows
from pipeline.measure.reserves import reserve_facts
from pipeline.measure.scopes import scopes
from pipeline.model import Figure, Literal, Measured, Period, Table, Tables, Term
from pipeline.model.terms import FLOW, INSPECTIONS, LEADS, NODES, PROBLEMS, PROJECTS, RESERVES
from pipeline.rules import Law, Office

BEFORE = {"年度投资完成率": COMPARED, "名次": RANKED, "产业链名次": CHAINS}  # of last period, by kinds of scope
NOTHING_BEFORE = Literal(None, "本年没有上期数据")


def measure(tables: Tables, period: Period, law: Law, office: Office, *, history: Mapping[str, Tables]) -> Measured:
    """Compute every figure. ``history`` are the standing snapshots of earlier periods, by period.

    Counts and 元 are int; rates are Fractions in percent, differences Fractions in 百分点; None where there is no
    such value. 上期名次 and 环比变化 are computed anew from the last period's rows, so that both obey today's 口径.
    """
    last, base = history.get(period.previous.text), history.get(_month_before(period).text)
    forms = _forms(tables, period, law, office, last, base)
    before = _rates_before(period, law, office, last)
    book = _book(forms, period, law, office, before, last=period.previous if last else None)
    metrics = all_metrics(law.permits, law.elements.departments)
    return Measured(
        period=period,
        figures=tuple(_figures(book, metrics)),
        projects=forms[PROJECTS],
        problems=forms[PROBLEMS],
        leads=forms[LEADS],
        reserves=forms[RESERVES],
        previous=period.previous if last else None,
        interventions=tables.interventions,
        nodes=forms[NODES],
        inspections=forms[INSPECTIONS],
        flow=forms[FLOW],
    )


def _month_before(period: Period) -> Period:
    """The month whose snapshot 当月完成投资 starts from."""
    return period.previous if not period.weekly else Period.parse(f"{period.as_of:%Y-%m}").previous


def _forms(
    tables: Tables, period: Period, law: Law, office: Office, last: Tables | None, base: Tables | None
) -> dict[str, Table]:
    problems, week_before = problem_facts(tables, period, law, base), last if period.weekly else None
    projects = project_facts(tables, period, law, office, last, base)
    pace(projects, period, law)
    nodes = node_facts(tables, tuple(projects), period, law, office)
    add_spent(projects, nodes)
    earlier = last if period.previous.year == period.year else None
    return {
        PROJECTS: tuple(projects),
        PROBLEMS: newly_solved(problems, problem_rows(week_before, law), period) if week_before else problems,
        LEADS: lead_facts(tables, law, earlier),
        RESERVES: reserve_facts(tables),
        FLOW: flow(tuple(projects), tables, period, law, earlier),
        NODES: nodes,
        INSPECTIONS: tuple({**row, "counted": True} for row in tables.forms[INSPECTIONS]),
    }


def _book(
    forms: Mapping[str, Table],
    period: Period,
    law: Law,
    office: Office,
    given: Mapping[str, Mapping[str, Term]],
    *,
    last: Period | None = None,
) -> Book:
    """Every tree of every scope; ``last`` is the period to compare with, if there is one."""
    found = scopes(forms, office.town_names, office.chains)
    known = all_metrics(law.permits, law.elements.departments).items()
    metrics = {name: metric for name, metric in known if not metric.weekly or (last and period.weekly)}
    alone = last is None or last.year != period.year
    fixed: dict[str, Term] = {name: NOTHING_BEFORE for name, metric in known if metric.compares and alone}
    fixed["时序进度"] = Literal(Fraction(period.elapsed * 100, 12), f"{period.elapsed}÷12")
    trees = {
        (scope.name, name): fixed.get(name) or given.get(name, {}).get(scope.name, metric.term)
        for scope in found
        for name, metric in metrics.items()
        if scope.kind in metric.scopes
    }
    return Book({scope.name: scope for scope in found}, trees, ranked(found, office))


def _figures(book: Book, metrics: Mapping[str, Metric]) -> Iterable[Figure]:
    for (scope, name), term in book.trees.items():
        found, metric = book.figure(scope, name), metrics[name]
        yield Figure(scope, name, found.value, metric.unit, metric.definition, found.ids, found.note, term)


def _rates_before(period: Period, law: Law, office: Office, last: Tables | None) -> dict[str, dict[str, Term]]:
    """上期年度投资完成率, 上期名次 and 上期产业链名次, from the last period's rows; none across 31 December."""
    if last is None or period.previous.year != period.year:
        return {}
    before = period.previous
    book = _book(_forms(last, before, law, office, None, None), before, law, office, {})
    source = f"{before.text}的快照"
    return {f"上期{name}": _then(book, name, kinds, source) for name, kinds in BEFORE.items()}


def _then(book: Book, name: str, kinds: Sequence[str], source: str) -> dict[str, Term]:
    scopes = (scope for scope in book.scopes if scope.partition(":")[0] in kinds)
    return {scope: Literal(book.figure(scope, name).value, source) for scope in scopes}
