"""output/index.html: what the office finds on its desk."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from pipeline.model import Period
from pipeline.pages import Lights, Paper, PeriodView, desk_page
from pipeline.pages.drawing import percent, reach, segments
from tests.pages.reading import files, links, rows, tags, words
from tests.pages.samples import APRIL, ISSUED, MAY, NASTY, VOID, a_desk, a_place, some_progress


def test_the_newest_period_comes_first_with_its_state() -> None:
    said = words(desk_page(a_desk()))
    assert said.index("2026年5月　阻断") < said.index("2026年4月已成文已印发 1 件")


def test_a_blocked_period_says_who_must_act_and_on_what() -> None:
    page = desk_page(a_desk())
    assert ["双栗镇", "5", "甲错。乙错。丙错。另有 2 处，见数据核查。", "双栗5月.xlsx"] in list(rows(page))
    assert "2026-05/退回/双栗镇/双栗5月.xlsx" in files(page)
    assert "有阻断问题，没有出文件。" in words(page)


def test_findings_of_nobody_are_the_offices_own() -> None:
    view = a_desk()
    own = replace(view.periods[0], troubles=(replace(view.periods[0].troubles[0], sender="", files=()),))
    assert ["本办公室", "5", "甲错。乙错。丙错。另有 2 处，见数据核查。", "—"] in list(
        rows(desk_page(a_desk(periods=(own,))))
    )


def test_a_document_shows_its_draft_its_number_and_that_it_is_out_of_date() -> None:
    papers = (
        Paper("调度通报", 2, "2026-05/调度通报（第2稿）.docx"),
        Paper("调度通报", 1, "2026-05/调度通报.docx", stale=True, registered=(VOID,)),
        Paper("督查报告", 1, "2026-05/督查报告（草稿）.docx", rough=True),
        Paper("督办通知单/柳渡镇", 1, "2026-05/督办通知单/柳渡镇.docx"),
        Paper("督办通知单/石磨镇", 1, "", registered=(replace(ISSUED, name="督办通知单/石磨镇"),)),
    )
    said = words(desk_page(a_desk(periods=(PeriodView(MAY, "made", papers),))))
    assert "调度通报 第2稿" in said
    assert "调度通报 已过时：数据后来有变已作废 示推办〔2026〕4号（2026年6月7日）：数据有误" in said
    assert "督查报告 草稿，不可印发" in said
    assert "督办通知单　2 份柳渡镇" in said
    assert "石磨镇 已印发 示推办〔2026〕5号　2026年6月8日" in said


def test_numbers_are_rounded_once_half_up_and_missing_ones_are_a_dash() -> None:
    page = desk_page(a_desk())
    assert ["1", "东岭街道", "58.1%", "+7.9", "升2位"] in [[*row[:2], *row[3:]] for row in rows(page)]
    assert ["2", "石磨镇", "41.6%", "0.0", "降1位"] in [[*row[:2], *row[3:]] for row in rows(page)]
    assert ["—", "柳渡镇", "—", "—", "—"] in [[*row[:2], *row[3:]] for row in rows(page)]
    assert "年度投资完成率34.7%" in words(page)
    assert "本年完成投资192.13亿元年度计划 553.79亿元" in words(page)
    assert "时序差 -7.0 个百分点" in words(page)
    assert "环比 —" in words(page)


def test_lights_are_told_in_words_beside_the_drawing() -> None:
    page = desk_page(a_desk())
    assert "石磨镇：红灯2个，黄灯1个，绿灯5个，未亮灯1个" in page.decode()
    assert ["石磨镇", "2", "1", "5", "1"] in [[row[0], *row[2:]] for row in rows(page)]
    assert "红灯 2 个" in words(page)


def test_figures_of_another_month_say_so() -> None:
    assert "还没有可用的数字" not in words(desk_page(a_desk()))
    june = PeriodView(Period.parse("2026-06"), "blocked")
    assert "2026年6月还没有可用的数字" in words(desk_page(a_desk(periods=(june,))))
    old = desk_page(a_desk(progress=some_progress(rough=True, stale=True)))
    assert "全市进展　草稿的数字　已过时" in words(old)


def test_a_city_without_towns_or_figures_has_a_page() -> None:
    assert "2026年1—5月全市进展" in words(desk_page(a_desk(progress=some_progress(towns=(), schedule=None))))
    assert "全市进展" not in words(desk_page(a_desk(progress=None)))
    assert "还没有任何一期的成果" in words(desk_page(a_desk(periods=(), progress=None)))


def test_hostile_names_stay_text() -> None:
    paper = Paper(NASTY, 1, f"2026-05/{NASTY}.docx", registered=(replace(ISSUED, title=NASTY, reason=NASTY),))
    period = PeriodView(MAY, NASTY, (paper,), returns=((NASTY, (f"2026-05/退回/{NASTY}",)),), faults=(NASTY,))
    towns = (a_place(NASTY, "10", 1),)
    page = desk_page(a_desk(city=NASTY, organ=NASTY, periods=(period,), progress=some_progress(towns=towns)))
    assert NASTY in words(page)
    assert "script" not in tags(page)
    assert all(":" not in href for href in links(page).values())


def test_addresses_are_encoded_so_that_any_name_opens() -> None:
    papers = (Paper("a", 1, "2026-04/100% #1 [终]？（一）.docx"),)
    page = desk_page(a_desk(periods=(PeriodView(APRIL, "made", papers),)))
    assert links(page)["a"] == ("2026-04/100%25%20%231%20%5B%E7%BB%88%5D%EF%BC%9F%EF%BC%88%E4%B8%80%EF%BC%89.docx")


def test_private_numbers_and_invisible_characters_do_not_reach_the_page() -> None:
    period = PeriodView(MAY, "blocked", faults=("请联系13812345678\u202e\ud800。",))
    said = words(desk_page(a_desk(periods=(period,))))
    assert "请联系***。" in said


def test_the_page_has_no_script_and_names_no_other_place() -> None:
    page = desk_page(a_desk())
    assert tags(page).isdisjoint({"script", "img", "link", "iframe", "object", "form"})
    assert b"http://" not in page and b"https://" not in page
    assert desk_page(a_desk()) == page


def test_the_bar_of_lights_is_as_long_as_its_parts_together() -> None:
    parts = list(segments(Lights(1, 0, 2, 1), 8))
    assert [(part.word, part.start, part.width, part.roomy) for part in parts] == [
        ("红", "0.00", "12.50", True),
        ("绿", "12.50", "25.00", True),
        ("未亮", "37.50", "12.50", True),
    ]


def test_a_bar_never_leaves_its_drawing() -> None:
    assert [percent(part, 50) for part in (-1, 0, 25, 60)] == ["0.00", "0.00", "50.00", "100.00"]
    assert percent(1, 0) == "0.00"
    assert reach(some_progress()) == 60
    assert reach(some_progress(towns=(a_place("甲镇", "129", 1),))) == 130
    assert reach(some_progress(towns=(), schedule=Fraction(0))) == 10
