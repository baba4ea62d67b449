"""Every figure's formula, computed by LibreOffice Calc, gives the figure's exact value."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache

import pytest

from pipeline.model import Count, Figure, Literal, Measured, Minus, Ratio, Sum, Term
from pipeline.model.terms import LEADS
from pipeline.workbooks import working_paper
from pipeline.workbooks.indicators import ordered
from tests.workbooks import month
from tests.workbooks.month import WAN, project, row
from tests.workbooks.reading import differences, everything, formulas, named_parts
from tests.workbooks.recalculate import recalculated_all, rewritten

NAMED = (("城关街道", "街道"), ("A*镇", "镇"), ("a*镇", "镇"), ("~问?镇", "镇"), ('引"号镇', "镇"))
TOWNS = month.office(*NAMED, "无计划镇")
PERMITS = {"permit.立项": "办结", "permit.土地": "未启动", "permit.环评": "不涉及", "permit.能评": "办理中"}


@cache
def awkward() -> Measured:
    """A month in which every null rule, every kind of scope and every text that Excel misreads occurs."""
    now = [
        project("甲", "城关街道", 900, 300, batch="1", kind="新建", chain="新材料", showcase=True, month_done=3 * WAN),
        project("乙", "A*镇", 300, 100, batch="01", kind="技改", level="省重点", month_done=None),
        project("丙", "a*镇", 300, 100, batch=">5", kind="新建", showcase=True),
        project("丁", "~问?镇", 700, 0, batch="2026-1", **PERMITS, stage="前期", solver="甲局、乙*局", chain="a链"),
        project("戊", '引"号镇', 700, 900, batch="A批", chain="A链", cum_done=2000 * WAN, prior_done=None),
        project("己", '引"号镇', 0, 40, batch="a批", total=None, prior_done=7 * WAN),
        project("庚", "无计划镇", 0, 0, batch="第*批", stage="前期", plan_start=month.PERIOD.as_of, **PERMITS),
        project("一期", "城关街道", 10, 5, parent="园区", batch="新A批"),
        project("二期", "城关街道", 20, 5, parent="园区", batch="x" * 300),
        project("辛", "城关街道", batch="新a批"),
    ]
    problems = [
        row(
            "丁",
            "~问?镇",
            status="未办结",
            solver="甲局、乙*局",
            due=month.PERIOD.as_of.replace(day=1),
            category="土地",
            raised=month.PERIOD.as_of.replace(month=2, day=3),
            tier="专班联席会议",
        ),
        row("甲", "城关街道", status="已办结", solver="甲局；13812345678", category="土地", closed=month.PERIOD.as_of),
        row("己", '引"号镇', status="未办结", category="土地", raised=month.PERIOD.as_of.replace(day=4)),
        row("无主", "城关街道", status="未办结", solver="甲局分局", escalate=True),
    ]
    leads = [row("招", "城关街道", stage="签约", chain="新材料"), row("引", "A*镇", stage="在谈")]
    before = month.tables([project("甲", "城关街道", 900, 200), project("乙", "A*镇", 300, 150)])
    return month.measured(month.tables(now, problems, leads), TOWNS, before)


def paper(measured: Measured) -> bytes:
    return working_paper(measured, month.tables(), (), month.law(), month.link, groups=month.groups(TOWNS))


@cache
def awkward_paper() -> bytes:
    return paper(awkward())


@cache
def first() -> Measured:
    """Without a month before."""
    sent = month.tables([project("甲", "城关街道", month_done=WAN), project("乙", "A*镇", month_done=None)])
    return month.measured(sent, TOWNS)


@cache
def unmeasured() -> Measured:
    """Trees that no metric has yet."""
    sent = month.tables([project("甲", "城关街道", cum_done=None, month_done=3 * WAN)])
    plain, lost = Sum("month_done"), Sum("cum_done")
    trees: list[tuple[Term, int | Fraction | None]] = [
        (Ratio(Count("counted"), lost), None),
        (Ratio(lost, Count("counted")), None),
        (Ratio(plain, Minus(plain, Literal(WAN, ""))), 150),
        (Minus(Literal(None, ""), Count("counted")), None),
        (Minus(Count("counted"), Minus(Count("counted"), Literal(Fraction(2, 3), ""))), Fraction(2, 3)),
        (Minus(Count("counted"), lost), None),
        (Sum("cum_done", "is_late_start"), 0),
        (Count("counted", LEADS), 0),
        (Literal(Fraction(10**16, 3), ""), Fraction(10**16, 3)),
    ]
    made = [Figure("镇街:城关街道", f"数{at}", value, "个", "", term=term) for at, (term, value) in enumerate(trees)]
    return replace(month.measured(sent, TOWNS), figures=tuple(made))


@cache
def empty() -> Measured:
    return month.measured(month.tables(), TOWNS)


def planted() -> bytes:
    """With a wrong formula."""
    right, wrong = "COUNTIFS(明细_已开工,1)", "COUNTIFS(明细_未开工,1)"
    return rewritten(awkward_paper(), lambda _, text: text.replace(f"<f>{right}</f>", f"<f>{wrong}</f>"))


def changed() -> bytes:
    """With another amount in a cell of the detail."""
    return rewritten(awkward_paper(), lambda _, text: text.replace("<v>9000000</v>", "<v>9000001</v>"))


BOOKS: Mapping[str, Callable[[], bytes]] = {
    "awkward": awkward_paper,
    "first": lambda: paper(first()),
    "unmeasured": lambda: paper(unmeasured()),
    "empty": lambda: paper(empty()),
    "planted": planted,
    "changed": changed,
}


@pytest.fixture(scope="module")
def computed() -> Mapping[str, bytes]:
    """Each book as LibreOffice computes it."""
    return dict(zip(BOOKS, recalculated_all([made() for made in BOOKS.values()]), strict=True))


def test_cached_values_equal_the_figures() -> None:
    assert differences(awkward_paper(), awkward()) == []


@pytest.mark.rendered
def test_recalculated_formulas_equal_the_figures(computed: Mapping[str, bytes]) -> None:
    assert differences(computed["awkward"], awkward()) == []


@pytest.mark.rendered
def test_formulas_without_a_month_before_equal_the_figures(computed: Mapping[str, bytes]) -> None:
    assert first().index["全市", "当月完成投资"].value is None
    assert differences(computed["first"], first()) == []


@pytest.mark.rendered
def test_trees_that_no_metric_has_yet_come_to_nothing_where_a_part_is_unknown(computed: Mapping[str, bytes]) -> None:
    assert differences(computed["unmeasured"], unmeasured()) == []


@pytest.mark.rendered
def test_formulas_of_a_month_without_projects_equal_the_figures(computed: Mapping[str, bytes]) -> None:
    assert differences(computed["empty"], empty()) == []


@pytest.mark.rendered
def test_a_planted_wrong_formula_is_found_by_recalculating(computed: Mapping[str, bytes]) -> None:
    assert differences(planted(), awkward()) == [], "the cached values hide it"
    assert any("'全市', '已开工数'" in line for line in differences(computed["planted"], awkward()))


@pytest.mark.rendered
def test_a_changed_cell_of_the_detail_changes_the_figure(computed: Mapping[str, bytes]) -> None:
    total = awkward().index["全市", "本年完成投资"].value
    told = f"('全市', '本年完成投资'): {(total or 0) + 1} for {total}"
    assert told in differences(computed["changed"], awkward())


def test_every_figure_of_a_month_is_a_formula_over_the_details() -> None:
    written = formulas(awkward_paper())
    assert all(str(formula).startswith("=") for formula in written.values())
    counted = [at for at, formula in written.items() if named_parts(formula)]
    assert len(counted) > len(written) / 2


def test_a_town_with_a_wildcard_is_compared_exactly() -> None:
    written = formulas(awkward_paper())
    assert written["镇街:A*镇", "项目总数"] == '=SUMPRODUCT((明细_计入个数=1)*EXACT(明细_镇街,"A*镇"))'
    assert written["镇街:城关街道", "项目总数"] == '=COUNTIFS(明细_计入个数,1,明细_镇街,"城关街道")'


def test_a_quotation_mark_in_a_name_is_doubled() -> None:
    assert '"引""号镇"' in formulas(awkward_paper())['镇街:引"号镇', "总投资"]


def test_a_scope_value_longer_than_a_formula_s_text_comes_in_pieces() -> None:
    formula = formulas(awkward_paper())["批次:" + "x" * 300, "项目总数"]
    assert max(len(piece) for piece in formula.split('"')[1::2]) <= 255


def test_fractions_from_the_calendar_stand_exactly() -> None:
    assert formulas(awkward_paper())["全市", "时序进度"] == "=125/3"


def test_the_scopes_of_a_kind_stand_together_in_whatever_order_they_come() -> None:
    figures = [Figure(scope, name, 1, "个", "") for scope in ("镇街:甲", "批次:一", "镇街:乙") for name in ("数", "率")]
    places = [(figure.name, figure.scope) for figure in ordered(figures)]
    assert places == [(name, scope) for name in ("数", "率") for scope in ("镇街:甲", "镇街:乙", "批次:一")]


def test_without_assessment_categories_the_rank_within_them_stands_as_a_value() -> None:
    measured = awkward()
    data = working_paper(measured, month.tables(), (), month.law(), month.link)
    assert formulas(data)["镇街:城关街道", "类别名次"] == measured.index["镇街:城关街道", "类别名次"].value
    assert differences(data, measured) == []


def test_above_five_thousand_figures_the_values_stand_alone() -> None:
    few = awkward()
    many = tuple(Figure(f"批次:{at}", "项目总数", at, "个", "") for at in range(5_001))
    measured = replace(few, figures=many)
    data = paper(measured)
    assert "<f>COUNTIFS" not in everything(data) and "超过5000个" in everything(data)
    assert differences(data, measured) == []
