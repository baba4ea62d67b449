"""The register: no number twice, none passed over in silence, and one series a year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.ledger import Ledger
from pipeline.model import Made, PipelineError, Registered, Standing

DAY = date(2026, 6, 5)


def row(number: int, standing: Standing = Standing.ISSUED, year: int = 2026, series: str = "示推办") -> Registered:
    text = f"{series}〔{year}〕{number}号"
    return Registered(series, year, number, text, standing, f"第{number}份通报", DAY, "2026-05", f"通报{number}")


def enter(ledger: Ledger, *rows: Registered) -> None:
    with ledger.writing() as book:
        for one in rows:
            book.enter(one)


def standings(ledger: Ledger) -> dict[int, str]:
    return {one.number: one.standing.value for one in ledger.register() if one.series == "示推办"}


def test_numbers_are_taken_one_after_the_other_in_each_series_and_year(ledger: Ledger) -> None:
    with ledger.writing() as book:
        taken = [book.take("示推办", 2026), book.take("示推办", 2026, 3), book.take("示推办", 2026)]
        assert (taken, book.take("示督办", 2026), book.take("示推办", 2027)) == ([1, 2, 5], 1, 1)


def test_a_number_of_a_transaction_that_fails_is_free_again(ledger: Ledger) -> None:
    with pytest.raises(ValueError), ledger.writing() as book:
        assert book.take("示推办", 2026) == 1
        book.enter(row(1))
        raise ValueError
    with ledger.writing() as book:
        assert book.take("示推办", 2026) == 1
    assert ledger.register() == ()


def test_a_line_of_the_register_comes_back_as_it_was_entered(ledger: Ledger) -> None:
    full = replace(
        row(1), draft=2, path="印发/2026-05/通报.docx", sha256="a", run="r", edited="甲→乙", signed="签.pdf",
        signed_sha256="b", preview="通报.pdf", preview_sha256="c",
    )  # fmt: skip
    enter(ledger, full, replace(row(2), day=None))
    assert ledger.register() == (full, replace(row(2), day=None))
    assert ledger.registered("2026-05", "通报1") == full and ledger.registered("2026-04", "通报1") is None


def test_numbers_that_are_passed_over_are_in_the_register_and_are_not_taken(ledger: Ledger) -> None:
    enter(ledger, row(1), row(4))
    assert standings(ledger) == {1: "已印发", 2: "跳号", 3: "跳号", 4: "已印发"}
    skipped = ledger.register()[1]
    assert (skipped.text, skipped.reason, skipped.day) == ("示推办〔2026〕2号", "直接使用了示推办〔2026〕4号", None)
    with ledger.writing() as book:
        assert book.take("示推办", 2026) == 5


def test_a_number_that_was_passed_over_can_be_claimed(ledger: Ledger) -> None:
    enter(ledger, row(3), row(2, Standing.OUTSIDE))
    assert standings(ledger) == {1: "跳号", 2: "外部登记", 3: "已印发"}
    with ledger.writing() as book:
        assert book.take("示推办", 2026) == 4


def test_a_number_that_is_used_names_who_has_it(ledger: Ledger) -> None:
    enter(ledger, row(1))
    with pytest.raises(PipelineError, match=r"示推办〔2026〕1号.*2026-05 《第1份通报》.*另取一个号"):
        enter(ledger, row(1, Standing.OUTSIDE))
    assert standings(ledger) == {1: "已印发"}


def test_a_void_number_is_never_used_again(ledger: Ledger) -> None:
    enter(ledger, row(1))
    with ledger.writing() as book:
        void = book.withdraw("示推办", 2026, 1, "数据有误", DAY)
    assert (void.standing, void.reason, void.voided) == (Standing.VOID, "数据有误", DAY)
    assert ledger.register() == (void,) and ledger.registered("2026-05", "通报1") is None
    with pytest.raises(PipelineError, match="作废的文号不再使用"):
        enter(ledger, row(1))
    with ledger.writing() as book:
        assert book.take("示推办", 2026) == 2


@pytest.mark.parametrize(("number", "said"), [(1, "现为作废"), (2, "现为跳号"), (4, "没有登记过第4号")])
def test_only_what_is_issued_or_from_outside_can_be_withdrawn(ledger: Ledger, number: int, said: str) -> None:
    enter(ledger, row(1), row(3))
    with ledger.writing() as book:
        book.withdraw("示推办", 2026, 1, "", None)
    with pytest.raises(PipelineError, match=said), ledger.writing() as book:
        book.withdraw("示推办", 2026, number, "", None)


def test_a_number_far_beyond_the_last_is_taken_for_a_slip(ledger: Ledger) -> None:
    with pytest.raises(PipelineError, match="20265比示推办2026年已用到的0号大出太多"):
        enter(ledger, row(20265))
    assert ledger.register() == ()


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("take"), st.just(0)),
        st.tuples(st.just("enter"), st.integers(1, 12)),
        st.tuples(st.just("withdraw"), st.integers(1, 12)),
    ),
    max_size=25,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_whatever_happens_every_number_up_to_the_last_is_in_the_register_once(
    ledger: Ledger, steps: list[tuple[str, int]]
) -> None:
    series = f"{len(ledger.register())}-{id(steps)}"
    void: set[int] = set()
    for act, number in steps:
        try:
            with ledger.writing() as book:
                if act == "withdraw":
                    void.add(book.withdraw(series, 2026, number, "", None).number)
                else:
                    book.enter(row(number or book.take(series, 2026), series=series))
        except PipelineError:
            continue
    found = [one for one in ledger.register() if one.series == series]
    assert [one.number for one in found] == [*range(1, len(found) + 1)]
    assert {one.number for one in found if one.standing is Standing.VOID} == void


MADE = Made("2026-05", "督办通知单/甲", "notice", "通知", 1, "a.docx", "s", "r", "示督办", b"\x00{}")


def test_the_newest_draft_of_a_document_is_kept_with_its_context(ledger: Ledger) -> None:
    second = replace(MADE, draft=2, sha256="t")
    other = replace(MADE, name="通报")
    with ledger.writing() as book:
        book.keep([MADE, second, other])
    assert ledger.made("2026-05", "督办通知单/甲") == second and ledger.made("2026-06", "通报") is None
    with ledger.writing() as book:
        book.keep([replace(second, context=b"new")])
    assert ledger.mades("2026-05") == (MADE, replace(second, context=b"new"), other)
