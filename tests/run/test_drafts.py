"""What was issued stays; a later run stands beside it as 第n稿, and what a clerk changed is never lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pipeline.run import execute
from tests.city import city, run
from tests.documents.dump import dumped
from tests.run.life import MORE, desk, faults, frozen, issued, made, refused, register, request, voided


def test_a_run_keeps_what_a_clerk_changed_on_the_desk_and_says_so(tmp_path: Path) -> None:
    made(tmp_path)
    desk(tmp_path).write_bytes(desk(tmp_path).read_bytes() + b" ")
    outcome = run(tmp_path)
    assert "另存为《调度通报（人工改动）.docx》" in outcome.notes[0]
    assert desk(tmp_path, "调度通报（人工改动）.docx").read_bytes() == desk(tmp_path).read_bytes() + b" "
    assert faults(tmp_path) == () and run(tmp_path).notes == ()


def test_an_issued_document_is_not_overwritten_and_the_next_draft_stands_beside_it(tmp_path: Path) -> None:
    issued(made(tmp_path))
    before = frozen(tmp_path).read_bytes(), desk(tmp_path).read_bytes()
    city(tmp_path, 城关=MORE)
    outcome = run(tmp_path)
    assert outcome.status == "made" and outcome.exit_code == 0
    assert "第2稿" in outcome.notes[0] and "3000" not in outcome.notes[0]
    assert (frozen(tmp_path).read_bytes(), desk(tmp_path).read_bytes()) == before
    assert "0.46亿元" in desk(tmp_path, "调度通报（第2稿）改动.txt").read_text("utf-8-sig")
    assert "须先作废" in refused(tmp_path, "调度通报（第2稿）")


def test_the_other_documents_of_the_period_print_the_issued_figures(tmp_path: Path) -> None:
    issued(made(tmp_path))
    figures = desk(tmp_path, "figures.json").read_bytes()
    city(tmp_path, 城关=MORE)
    run(tmp_path, "confirmation")
    assert desk(tmp_path, "figures.json").read_bytes() == figures
    form = dumped(desk(tmp_path, "数据确认单/城关街道.docx").read_bytes())
    assert "3000" in form and "3100" not in form
    run(tmp_path)
    assert desk(tmp_path, "figures.json").read_bytes() == figures
    assert desk(tmp_path, "figures（第2稿）.json").read_bytes() != figures


def test_a_run_on_unchanged_input_makes_no_second_draft(tmp_path: Path) -> None:
    issued(made(tmp_path))
    outcome = run(tmp_path)
    assert "与当时的一致" in outcome.notes[0]
    assert not desk(tmp_path, "调度通报（第2稿）.docx").exists()


def test_data_that_went_back_take_the_second_draft_with_them(tmp_path: Path) -> None:
    issued(made(tmp_path))
    city(tmp_path, 城关=MORE)
    run(tmp_path)
    city(tmp_path)
    assert "与当时的一致" in run(tmp_path).notes[0]
    assert not list(desk(tmp_path).parent.glob("调度通报（第2稿）*"))
    voided(tmp_path)
    assert issued(tmp_path).text == "示推办〔2026〕2号"
    assert faults(tmp_path) == ()


def test_after_void_it_may_be_issued_on_the_figures_on_which_another_document_still_stands(tmp_path: Path) -> None:
    both = replace(request(tmp_path), input=city(tmp_path), documents=("bulletin", "supervision"))
    execute(both)
    issued(tmp_path)
    issued(tmp_path, "督查报告")
    city(tmp_path, 城关=MORE)
    execute(both)
    voided(tmp_path)
    assert "印发的是另一套数据" in refused(tmp_path)
    execute(both)
    row = issued(tmp_path)
    assert row.text == "示推办〔2026〕3号" and "0.45亿元" in dumped(frozen(tmp_path).read_bytes())


def test_after_void_the_second_draft_takes_a_new_number_and_its_own_figures(tmp_path: Path) -> None:
    issued(made(tmp_path))
    city(tmp_path, 城关=MORE)
    run(tmp_path)
    row = voided(tmp_path)
    assert row.reason == "数据有误" and not frozen(tmp_path).exists()
    assert (tmp_path / "output" / row.path).name == "调度通报（示推办〔2026〕1号）.docx"
    assert issued(tmp_path).text == "示推办〔2026〕2号"
    assert register(tmp_path) == [("示推办〔2026〕1号", "作废"), ("示推办〔2026〕2号", "已印发")]
    run(tmp_path, "confirmation")
    assert "3100" in dumped(desk(tmp_path, "数据确认单/城关街道.docx").read_bytes())
    assert faults(tmp_path) == ()
