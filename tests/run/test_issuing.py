"""issue: a made document takes its number and date, is frozen, and is issued once."""

from __future__ import annotations

import io
import stat
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from pipeline.model import Period, PipelineError, Registered, Request
from pipeline.run import execute
from pipeline.run.issuing import Issue, issue
from pipeline.run.verifying import verify
from pipeline.run.withdrawing import void
from tests.city import city, run
from tests.documents.dump import dumped
from tests.postgres import emptied
from tests.run.life import (
    BULLETIN,
    DAY,
    MORE,
    desk,
    entered,
    faults,
    frozen,
    issued,
    made,
    refused,
    register,
    request,
    voided,
)


def test_it_takes_the_next_number_and_freezes_the_file(tmp_path: Path) -> None:
    row = issued(made(tmp_path))
    assert row.text == "示推办〔2026〕1号"
    text = dumped(frozen(tmp_path).read_bytes())
    assert "示推办〔2026〕1号" in text and "2026年6月8日" in text
    assert not frozen(tmp_path).stat().st_mode & stat.S_IWUSR
    assert "〔2026〕　号" in dumped(desk(tmp_path).read_bytes())


def test_asked_twice_it_gives_the_same_number(tmp_path: Path) -> None:
    first = issued(made(tmp_path))
    assert issued(tmp_path, day=date(2026, 6, 9)) == first
    assert register(tmp_path) == [("示推办〔2026〕1号", "已印发")]


def test_a_day_before_the_data_end_or_long_after_is_a_slip_of_the_pen(tmp_path: Path) -> None:
    made(tmp_path)
    assert "数据截止日2026-05-31对不上" in refused(tmp_path, day=date(2026, 5, 30))
    assert "一年以上" in refused(tmp_path, day=date(2062, 6, 8))
    assert register(tmp_path) == []


def test_what_was_made_for_an_earlier_day_of_the_month_is_issued_for_it(tmp_path: Path) -> None:
    city(tmp_path)
    asked = request(tmp_path)
    early = replace(asked, period=Period.parse("2026-05", date(2026, 5, 25)), documents=("bulletin",))
    execute(early)
    assert issued(tmp_path, day=date(2026, 5, 26)).text == "示推办〔2026〕1号"


def test_a_document_is_found_however_it_is_called(tmp_path: Path) -> None:
    first = issued(made(tmp_path), "output/2026-05/调度通报.docx")
    assert issued(tmp_path, "2026-05\\调度通报") == first
    assert issued(tmp_path, "调度通报.docx") == first


def test_a_name_that_is_wrong_is_answered_with_those_that_are_right(tmp_path: Path) -> None:
    made(tmp_path)
    assert "可以印发的有：调度通报。" in refused(tmp_path, "通报")
    assert "可以印发的有：调度通报。" in refused(tmp_path, "调度通报（草稿）")


def test_what_was_never_made_cannot_be_issued(tmp_path: Path) -> None:
    city(tmp_path)
    assert "没有可以印发的《调度通报》" in refused(tmp_path)
    run(tmp_path, draft=True)
    assert "没有可以印发的" in refused(tmp_path)
    assert register(tmp_path) == []


def test_a_form_without_a_letterhead_is_not_issued(tmp_path: Path) -> None:
    city(tmp_path)
    run(tmp_path, "confirmation")
    assert "没有可以印发的" in refused(tmp_path, "数据确认单/城关街道")


def test_a_file_that_was_changed_since_is_not_issued(tmp_path: Path) -> None:
    made(tmp_path)
    desk(tmp_path).write_bytes(desk(tmp_path).read_bytes() + b" ")
    assert "被改动过" in refused(tmp_path) and "--file" in refused(tmp_path)
    desk(tmp_path).unlink()
    assert "不在了" in refused(tmp_path)


def test_inputs_that_changed_since_are_told(tmp_path: Path) -> None:
    city(made(tmp_path), 城关=MORE)
    assert "报送数据、office.toml 或规则有变化" in refused(tmp_path)


def test_the_number_that_the_desk_gave_is_used_and_what_it_passes_over_is_recorded(tmp_path: Path) -> None:
    assert issued(made(tmp_path), number=3).text == "示推办〔2026〕3号"
    assert register(tmp_path) == [
        ("示推办〔2026〕1号", "跳号"),
        ("示推办〔2026〕2号", "跳号"),
        ("示推办〔2026〕3号", "已印发"),
    ]
    assert "不能再用第4号" in refused(tmp_path, number=4)


def test_outside_numbers_are_not_given_again(tmp_path: Path) -> None:
    made(tmp_path)
    entered(tmp_path, "示推办[2026]1号", "关于召开会议的通知")
    entered(tmp_path, "示推办〔2026〕1号", "关于召开会议的通知")
    with pytest.raises(PipelineError, match="一个文号不能用两次"):
        issued(tmp_path, number=1)
    assert issued(tmp_path).text == "示推办〔2026〕2号"


def test_a_number_that_is_no_number_is_told() -> None:
    with pytest.raises(PipelineError, match="示推办〔2026〕5号"):
        entered(Path("."), "第五号")


def test_a_number_of_the_next_year_begins_a_new_series(tmp_path: Path) -> None:
    issued(made(tmp_path))
    voided(tmp_path)
    assert issued(tmp_path, day=date(2027, 1, 5)).text == "示推办〔2027〕1号"


def test_a_leaders_file_is_issued_with_its_difference(tmp_path: Path) -> None:
    made(tmp_path)
    document = Document(io.BytesIO(desk(tmp_path).read_bytes()))
    paragraph = next(each for each in document.paragraphs if each.text == "一、总体情况")
    paragraph.runs[0].text = "一、总的情况"
    for run_ in paragraph.runs[1:]:
        run_.text = ""
    edited = tmp_path / "改.docx"
    document.save(str(edited))
    row = issued(tmp_path, file=edited)
    assert row.edited == "原：一、总体情况；改：一、总的情况"
    text = dumped(frozen(tmp_path).read_bytes())
    assert "一、总的情况" in text and row.text in text


def test_the_signed_sheet_is_kept_at_once_or_later(tmp_path: Path) -> None:
    made(tmp_path)
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.4 signed")
    assert issued(tmp_path).signed == ""
    assert issued(tmp_path, signed=scan).signed == "签发/2026-05/调度通报.pdf"
    assert (tmp_path / "output/签发/2026-05/调度通报.pdf").read_bytes() == scan.read_bytes()
    assert faults(tmp_path) == ()
    voided(tmp_path)
    scan.write_bytes(b"no pdf")
    with pytest.raises(PipelineError, match="PDF"):
        issued(tmp_path, signed=scan)
    scan.write_bytes(b"%PDF-1.4 signed anew")
    assert issued(tmp_path, signed=scan).text == "示推办〔2026〕2号"
    assert (tmp_path / "output/签发/2026-05/调度通报.pdf").read_bytes() == scan.read_bytes()
    assert faults(tmp_path) == ()


def test_a_voided_number_is_never_used_again(tmp_path: Path) -> None:
    issued(made(tmp_path))
    voided(tmp_path)
    with pytest.raises(PipelineError, match="作废的文号不再使用"):
        issued(tmp_path, number=1)


def test_what_a_full_disk_kept_from_being_done_is_made_up_for(tmp_path: Path) -> None:
    made(tmp_path)
    (tmp_path / "output/备份").write_text("in the way")
    with pytest.raises(PipelineError, match=r"已以示推办〔2026〕1号印发，但无法备份.*再次 issue"):
        issued(tmp_path)
    (tmp_path / "output/备份").unlink()
    assert issued(tmp_path).text == "示推办〔2026〕1号"
    assert len(list((tmp_path / "output/备份").glob("*.sqlite"))) == 1


def test_a_ledger_is_backed_up_after_every_issue(tmp_path: Path) -> None:
    issued(made(tmp_path))
    (backup,) = (tmp_path / "output/备份").glob("*.sqlite")
    assert "示推办2026-001" in backup.name


def test_a_document_lives_the_same_life_on_postgresql(tmp_path: Path, postgres: str) -> None:
    url, output = emptied(postgres), tmp_path / "output"
    asked = Request(Period.parse("2026-05"), city(tmp_path), output, url, "bulletin", ("bulletin",))
    execute(asked)
    first = issue(asked, Issue(BULLETIN, DAY, preview=False))
    city(tmp_path, 城关=MORE)
    assert "第2稿" in execute(asked).notes[0]
    void(asked, BULLETIN, "数据有误", DAY)
    second = issue(asked, Issue(BULLETIN, DAY, preview=False))
    assert isinstance(first, Registered) and isinstance(second, Registered)
    assert (first.text, second.text) == ("示推办〔2026〕1号", "示推办〔2026〕2号")
    assert verify(asked).faults == ()
    assert not (output / "备份").exists()


def test_a_backup_that_failed_is_made_when_the_document_is_asked_for_again(tmp_path: Path) -> None:
    made(tmp_path)
    folder = tmp_path / "output/备份"
    folder.write_text("in the way")
    with pytest.raises(PipelineError, match="无法备份台账库"):
        issued(tmp_path)
    folder.unlink()
    assert issued(tmp_path).text == "示推办〔2026〕1号"
    (backup,) = folder.glob("*.sqlite")
    kept = backup.stat().st_mtime_ns
    issued(tmp_path)
    assert backup.stat().st_mtime_ns == kept
