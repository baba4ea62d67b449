"""待办.html: what is missing and who must act."""

from __future__ import annotations

from datetime import date

from pipeline.model import Action, Followed, Made, Proposal, Step
from pipeline.pages import Trouble, todo_page
from tests.pages.reading import files, rows, tags, words
from tests.pages.samples import MAY, NASTY, a_todo, an_item

LATE = an_item("督2026-001", date(2026, 5, 20), Step.YELLOW)
LATER = an_item("督2026-002", date(2026, 5, 10), Step.RED, Step.ESCALATED, tier="专班联席会议")
SOON = an_item("督2026-003", date(2026, 6, 3))
CLOSED = an_item("督2026-004", date(2026, 5, 1), Step.CLOSED)
PROPOSAL = Proposal(
    Action.ESCALATE, "s", "规则", "late", "用地报批", "市自然资源和规划局", "逾期25天。", date(2026, 6, 10), "提报",
    number="督2026-002", tier="市委市政府",
)  # fmt: skip


def test_with_nothing_to_do_it_says_so() -> None:
    assert "本期没有待办事项。" in words(todo_page(a_todo()))
    assert "本期没有待办事项。" in words(todo_page(a_todo(followed=Followed(MAY, (CLOSED,)))))


def test_a_sender_has_its_words_to_paste_its_messages_and_its_files() -> None:
    path = "2026-05/退回/双栗镇/双栗 5月#.xlsx"
    ask = Trouble("双栗镇", 4, ("甲错。", "乙错。"), (path,), "待重报", "双栗镇：请尽快重报。")
    page = todo_page(a_todo(asked=(ask,)))
    assert "双栗镇　待重报　阻断 4 处双栗镇：请尽快重报。甲错。乙错。另有 2 处" in words(page)
    assert "退回/双栗镇/双栗 5月#.xlsx" in files(page)
    assert "没有待办事项" not in words(page)


def test_what_the_office_must_mend_stands_apart() -> None:
    said = words(todo_page(a_todo(own=Trouble("", 1, ("《更正.xlsx》认不出。",)))))
    assert "本办公室自己办（阻断 1 处）《更正.xlsx》认不出。" in said


def test_overdue_items_press_most_and_closed_ones_are_gone() -> None:
    followed = Followed(MAY, (LATE, LATER, SOON, CLOSED), soon=(SOON,))
    page = todo_page(a_todo(followed=followed))
    assert [row[0] for row in rows(page)] == ["督2026-002 红 已提级：专班联席会议", "督2026-001 黄", "督2026-003 蓝"]
    assert [row[3] for row in rows(page)] == ["2026年5月10日　逾期 21 天", "2026年5月20日　逾期 11 天", "2026年6月3日"]
    assert "督办逾期（2 项）" in words(page)
    assert "督办即将到期（1 项）" in words(page)


def test_an_item_is_not_both_overdue_and_soon() -> None:
    page = todo_page(a_todo(followed=Followed(MAY, (LATE,), soon=(LATE,))))
    assert [row[0] for row in rows(page)] == ["督2026-001 黄"]


def test_proposals_wait_with_their_reason() -> None:
    page = todo_page(a_todo(followed=Followed(MAY, (), proposals=(PROPOSAL,))))
    assert list(rows(page)) == [
        ["提级 督2026-002", "市自然资源和规划局", "用地报批逾期25天。　拟提级至：市委市政府", "2026年6月10日"],
    ]


def test_documents_made_and_not_issued_are_linked_where_they_lie() -> None:
    here = Made("2026-05", "调度通报", "bulletin", "通报", 2, "2026-05/调度通报（第2稿）.docx", "", "", "示推办")
    gone = Made("2026-05", "督查报告", "report", "报告", 1, "2026-05/督查报告.docx", "", "", "示推办")
    page = todo_page(a_todo(unissued=(here, gone), here=frozenset([here.path])))
    assert "已成文，还没有印发（2 件）" in words(page)
    assert "调度通报 第2稿　通报督查报告　报告" in words(page)
    assert files(page) == ["../index.html", "调度通报（第2稿）.docx"]


def test_hostile_words_stay_text() -> None:
    ask = Trouble(NASTY, 1, (NASTY,), (f"2026-05/退回/{NASTY}",), NASTY, NASTY)
    page = todo_page(a_todo(asked=(ask,), own=ask, city=NASTY, organ=NASTY))
    assert NASTY in words(page)
    assert "script" not in tags(page)
