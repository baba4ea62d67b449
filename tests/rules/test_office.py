from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.model import Period, PipelineError
from pipeline.rules import Office, load_law, load_office
from pipeline.rules.shape import OFFICE, faults

WHOLE = """
city = "示例市"
plan_from = "2026-03"
[issuer]
organ = "示例市工业推进办公室"
mark = "示推办"
carrier = "公文"
recipients = ["各镇街"]
copies = ["市委办公室"]
[documents."督查报告"]
organ = "中共示例市委办公室"
carrier = "简报"
"共印份数" = 30
[[towns]]
name = "城关街道"
aliases = ["城关", "城关街道办事处"]
category = "街道"
reports = true
from = "2026-02"
until = "2026-06"
successor = "东岭街道"
[[towns]]
name = "东岭街道"
[[senders]]
name = "市工业和信息化局"
aliases = ["市工信局"]
[[chains]]
name = "高端装备"
leader = "副市长"
[dispatch]
"技术改造" = "市工信局"
[ambiguous]
"市工信局" = { "累计完成投资" = "ytd_done" }
[headings]
"本年投资" = "本年完成投资"
"序 号" = "不用"
[deadlines]
monthly = 5
[schedule]
monthly = 6
weekly = "周三"
[supervision]
days = { "红灯" = 8 }
off = ["问题逾期"]
[[lights]]
from = 2026-04-01
by = "difference"
green = -10
yellow = "-30"
[[cards]]
of = "镇街"
by = "时序比"
card = "红"
below = 50
[[cards]]
of = "镇街"
by = "问题逾期"
card = "黄"
at_least = 4
reason = "问题逾期{value}个"
[[cards]]
of = "项目"
by = "连续红灯"
card = "黄"
off = true
[pace]
most = 5
per_town = 2
never_slow = ["投产"]
"""
Loader = Callable[..., Office]


@pytest.fixture
def load(tmp_path: Path) -> Loader:
    def loader(text: str, encoding: str = "utf-8") -> Office:
        path = tmp_path / "office.toml"
        path.write_bytes(text.encode(encoding))
        return load_office(path)

    return loader


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_an_office_is_read_as_editors_save_it(load: Loader, encoding: str) -> None:
    office = load(WHOLE, encoding)
    assert office.town_names == ("城关街道", "东岭街道")
    assert office.dispatch == {"技改": "市工业和信息化局"}
    assert office.ambiguous == {"市工业和信息化局": {"累计完成投资": "ytd_done"}}
    assert office.headings == {"本年投资": "本年完成投资", "序号": "不用"}


@pytest.mark.parametrize("spelling", ["城关街道", "城关", "示例市城关街道", " 城关 街道 ", "城关街道办事处"])
def test_a_town_is_known_by_its_name_its_aliases_and_the_citys_name_before_it(load: Loader, spelling: str) -> None:
    assert load(WHOLE).town(spelling) == "城关街道"


def test_a_department_and_an_unknown_name_are_no_town(load: Loader) -> None:
    office = load(WHOLE)
    assert office.town("市工信局") is None and office.town("东关街道") is None and office.town("") is None


def test_a_unit_reports_from_and_until_its_months(load: Loader) -> None:
    unit = load(WHOLE).towns[0]
    assert [unit.reports_in(Period.parse(f"2026-0{month}")) for month in (1, 2, 6, 7)] == [False, True, True, False]


def test_a_unit_that_ended_is_stood_for_by_its_successor_or_by_that_ones(load: Loader) -> None:
    heirs = """name = "东岭街道"
until = "2026-08"
successor = "石磨"
[[towns]]
name = "石磨镇"
aliases = ["石磨"]
from = "2026-09"
"""
    office = load(WHOLE.replace('name = "东岭街道"\n', heirs))
    months = {month: office.heir("城关街道", Period.parse(f"2026-{month}")) for month in ("06", "07", "09")}
    assert months == {"06": "城关街道", "07": "东岭街道", "09": "石磨镇"}
    assert office.at(Period.parse("2026-09")).town("城关") == "石磨镇" and office.town("城关") == "城关街道"
    assert office.heir("无此镇", Period.parse("2026-09")) == "无此镇"
    assert office.predecessors("石磨镇") == ("东岭街道", "城关街道") and office.predecessors("城关街道") == ()


def test_units_that_go_up_in_each_other_lead_nowhere(load: Loader) -> None:
    circle = 'name = "东岭街道"\nuntil = "2026-03"\nsuccessor = "城关"\n'
    office = load(WHOLE.replace('name = "东岭街道"\n', circle))
    assert office.heir("城关街道", Period.parse("2026-12")) == "城关街道"
    assert office.predecessors("城关街道") == ("东岭街道",)


def test_towns_must_report_by_default_and_departments_need_not(load: Loader) -> None:
    office = load(WHOLE)
    assert office.towns[1].reports and not office.senders[0].reports


def test_a_document_differs_from_the_issuer_only_where_it_says_so(load: Loader) -> None:
    facts = load(WHOLE).document("督查报告")
    assert (facts["organ"], facts["carrier"], facts["mark"]) == ("中共示例市委办公室", "简报", "示推办")


def test_an_office_may_choose_other_lights_from_a_day(load: Loader) -> None:
    law = load_law().of(load(WHOLE))
    assert law.light(Period.parse("2026-03")).by == "ratio"
    chosen = law.light(Period.parse("2026-04"))
    assert (chosen.by, chosen.green, chosen.yellow) == ("difference", Fraction(-10), Fraction(-30))
    assert chosen.silent_months == (1, 2) and chosen.start_red_after_months == 3


def test_an_office_may_choose_other_cards_and_other_fast_and_slow(load: Loader) -> None:
    law = load_law().of(load(WHOLE))
    limits = {rule.key: rule.below or rule.at_least for rule in law.cards}
    assert limits["镇街", "时序比", "红"] == 50 and limits["镇街", "时序比", "黄"] == 80
    assert limits["镇街", "问题逾期", "黄"] == 4 and ("项目", "连续红灯", "黄") not in limits
    (red,) = (rule for rule in law.cards if rule.key == ("镇街", "时序比", "红"))
    assert "时序进度" in red.reason and [rule.card for rule in law.cards] == sorted(
        (rule.card for rule in law.cards), key=lambda card: card != "红"
    )
    assert law.figures["pace"] == {"most": 5, "per_town": 2, "never_slow": ["投产"]}


@pytest.mark.parametrize(("day", "waits"), [(date(2026, 2, 28), True), (date(2026, 3, 1), False)])
def test_plans_may_wait_until_plan_from(load: Loader, day: date, waits: bool) -> None:
    assert load(WHOLE).plan_may_wait(day) is waits


def test_plans_never_wait_where_plan_from_is_not_set(load: Loader) -> None:
    assert not load(WHOLE.replace('plan_from = "2026-03"\n', "")).plan_may_wait(date(1999, 1, 1))


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('city = "示例市"', "", "city"),
        ('city = "示例市"', "city = 5", "city"),
        ('mark = "示推办"', "", "issuer.mark"),
        ('organ = "示例市工业推进办公室"', 'organ = ""', "issuer.organ"),
        ('carrier = "公文"', 'carrier = "红头"', "issuer.carrier"),
        ('carrier = "简报"', 'carrier = "快报"', "documents.督查报告.carrier"),
        ('name = "东岭街道"', 'name = "城关街道"', "towns.*“城关街道”出现两次"),
        ('name = "东岭街道"', 'name = "东岭街道"\naliases = ["城关"]', "aliases.*“城关”同时属于"),
        ('name = "东岭街道"', 'name = "市工业和信息化局"', "出现两次"),
        ('name = "东岭街道"', 'name = "东岭街道"\naliases = [""]', r"towns\[2\].aliases"),
        ('name = "东岭街道"', 'name = "东岭街道"\nalias = ["东岭"]', r"towns\[2\].alias 不是已知"),
        ('name = "东岭街道"', 'category = "街道"', r"towns\[2\].name 没有填写"),
        ('successor = "东岭街道"', 'successor = "东岑街道"', "towns.successor “东岑街道”不在"),
        ("reports = true", 'reports = "false"', r"towns\[1\].reports"),
        ('from = "2026-02"', 'from = "二月"', r"towns\[1\].from"),
        ('"技术改造" = "市工信局"', '"技术改造" = "市商务局"', "dispatch.技术改造"),
        ('"技术改造" = "市工信局"', '"改造升级" = "市工信局"', "dispatch.改造升级"),
        ('"ytd_done"', '"ytd_don"', "ambiguous.市工信局.累计完成投资"),
        ('"市工信局" = { "累计', '"市商务局" = { "累计', "ambiguous.市商务局"),
        ('"本年投资" = "本年完成投资"', '"本年投资" = "本年投资"', "headings.本年投资"),
        ("monthly = 5", "monthly = true", "deadlines.monthly"),
        ("monthly = 5", "monthly = -1", "deadlines.monthly"),
        ("monthly = 6", "monthly = 0", "schedule.monthly"),
        ('"周三"', '"星期三"', "schedule.weekly"),
        ('"周三"', "0", "schedule.weekly"),
        ('plan_from = "2026-03"', 'plan_from = "三月"', "plan_from"),
        ('name = "高端装备"', 'name = "高端装备"\n[[chains]]\nname = "高端装备"', "chains"),
        ("green = -10", "green = -40", "lights"),
        ("[deadlines]", "[deadline]", "deadline 不是已知"),
        ('"红灯" = 8', '"蓝灯" = 8', "supervision.days “蓝灯”不是督办规则"),
        ('"红灯" = 8', '"红灯" = 0', "supervision.days.红灯"),
        ('off = ["问题逾期"]', 'off = ["逾期"]', "supervision.off “逾期”不是督办规则"),
        ('by = "时序比"', 'by = "连续红灯"', r"cards\[1\] “镇街”“连续红灯”“红”牌没有这一项：镇街可看"),
        ('card = "红"', 'card = "蓝"', r"cards\[1\].*card 应为"),
        ("below = 50", "below = 50\nat_least = 3", r"cards\[1\].*只写一个"),
        ("below = 50", "", r"cards\[1\].*应写一个"),
        ('reason = "问题逾期{value}个"', "", r"cards\[2\].*reason"),
        ("{value}个", "{value.real}个", r"cards\[2\].*reason"),
        ("{value}个", "{个", r"cards\[2\].*reason"),
        ("most = 5", "most = 0", "pace.most"),
        ('["投产"]', '["停产"]', "pace.never_slow “停产”不是项目阶段"),
    ],
)
def test_a_mistake_names_the_file_and_the_key(load: Loader, old: str, new: str, named: str) -> None:
    assert old in WHOLE
    with pytest.raises(PipelineError, match=named) as caught:
        load(WHOLE.replace(old, new, 1))
    assert "office.toml" in str(caught.value)


def test_all_mistakes_of_shape_are_told_at_once(load: Loader) -> None:
    with pytest.raises(PipelineError, match=r"city .*reports .*monthly "):
        load(WHOLE.replace('"示例市"', "5", 1).replace("reports = true", "reports = 1").replace("= 5\n[s", "= []\n[s"))


def test_a_missing_file_and_a_folder_are_sentences(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match=r"找不到.*office\.toml"):
        load_office(tmp_path / "office.toml")
    with pytest.raises(PipelineError, match="无法读取"):
        load_office(tmp_path)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every key and list item in a TOML document."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, held in items:
        yield (*path, key)
        yield from places(held, (*path, key))


def replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copy = value.copy()
    copy[path[0]] = replaced(copy[path[0]], path[1:], new)
    return copy


PLACES = sorted(places(tomllib.loads(WHOLE)), key=str)
WRONG = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=3), st.dates(), st.times()),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=3,
)


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(place=st.sampled_from(PLACES), wrong=WRONG)
def test_a_value_of_any_type_anywhere_is_obeyed_or_told_and_never_a_traceback(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, place: tuple[Any, ...], wrong: Any
) -> None:
    path = tmp_path / "office.toml"
    path.write_bytes(b"")
    raw = replaced(tomllib.loads(WHOLE), place, wrong)
    monkeypatch.setattr("pipeline.rules.office.read_toml", lambda _path, _data: raw)
    try:
        office = load_office(path)
    except PipelineError as error:
        assert "office.toml" in str(error)
    else:
        assert isinstance(office.town("城关"), str | None) and not list(faults("", raw, OFFICE))


@given(st.binary(max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_bytes_that_are_no_toml_are_a_sentence(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "office.toml"
    path.write_bytes(data)
    with pytest.raises(PipelineError, match=r"office\.toml"):
        load_office(path)


def test_chinese_keys_need_no_quotes(load: Loader) -> None:
    bare = (
        WHOLE.replace('"督查报告"', "督查报告")
        .replace('"市工信局" = {', "市工信局 = {")
        .replace('"技术改造"', "技术改造")
    )
    bare = bare.replace('{ "累计完成投资"', "{ 累计完成投资").replace('"共印份数"', "共印份数")
    assert bare.count('"') == WHOLE.count('"') - 10
    assert {**vars(load(bare)), "sha256": ""} == {**vars(load(WHOLE)), "sha256": ""}
