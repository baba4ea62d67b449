"""The corridor from outside: what a run writes, when it is blocked, and how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from pipeline.model import Level, PipelineError
from tests.city import CHENGGUAN, city, run
from tests.commanding import Ended, typed
from tests.workbook import workbook

ROOT = Path(__file__).parent.parent


def read(root: Path, name: str) -> Any:
    return json.loads((root / "output" / "2026-05" / name).read_bytes())


def names(root: Path) -> set[str]:
    return {path.name for path in (root / "output" / "2026-05").iterdir()}


def places(root: Path) -> tuple[str, ...]:
    return "--input", str(root / "input"), "--output", str(root / "output")


def command(root: Path, *words: str) -> Ended:
    return typed(*words, *places(root))


def process(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The same as people run it."""
    call = [sys.executable, "-m", "pipeline", *words, *places(root)]
    return subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, "TZ": "UTC"})


def test_a_clean_month_makes_the_document_and_its_proofs(tmp_path: Path) -> None:
    city(tmp_path)
    outcome = run(tmp_path)
    assert (outcome.status, outcome.exit_code) == ("made", 0)
    assert names(tmp_path) == {
        "调度通报.docx", "底稿.xlsx", "数据核查.xlsx", "figures.json", "findings.json", "manifest.json", "待办.html",
    }  # fmt: skip
    assert read(tmp_path, "manifest.json")["status"] == "made"


def test_a_blocked_month_writes_what_is_wrong_and_no_document(tmp_path: Path) -> None:
    city(tmp_path, 城关=CHENGGUAN.replace("|6000|", "|约六千|"))
    outcome = run(tmp_path)
    assert (outcome.status, outcome.exit_code) == ("blocked", 1)
    assert names(tmp_path) == {"数据核查.xlsx", "findings.json", "manifest.json", "待办.html", "退回"}
    blocks = [row for row in read(tmp_path, "findings.json") if row["level"] == "阻断"]
    assert [(row["code"], row["file"], row["sheet"], row["cell"], row["value"]) for row in blocks] == [
        ("money-not-a-number", "城关.xlsx", "Sheet1", "D3", "约六千")
    ]
    assert (outcome.counted.read, outcome.counted.accepted, outcome.counted.refused) == (3, 2, 1)


def test_a_row_that_was_sent_and_refused_is_not_called_unreported(tmp_path: Path) -> None:
    head = "填报单位：市工业推进办|||单位：万元\n项目名称|镇街|总投资|年度计划投资"
    city(tmp_path, "2026-04")
    city(tmp_path, 城关=CHENGGUAN.replace("|6000|", "|约六千|"))
    rows = "甲项目|城关街道|9000|6000\n乙项目|城关街道|5000|4000\n丙项目|柳渡镇|8000|2000\n丁项目|柳渡镇|1|1"
    workbook(tmp_path / "input" / "重点项目清单.xlsx", f"{head}\n{rows}")
    codes = [(finding.code, finding.value) for finding in run(tmp_path).judged.findings if finding.level is Level.BLOCK]
    assert codes == [("money-not-a-number", "约六千"), ("not-reported", "丁项目")]


def test_a_draft_is_made_of_the_accepted_rows_all_the_same(tmp_path: Path) -> None:
    city(tmp_path, 城关=CHENGGUAN.replace("|6000|", "|约六千|"))
    outcome = run(tmp_path, draft=True)
    assert (outcome.status, outcome.exit_code) == ("draft", 1)
    assert "调度通报（草稿）.docx" in names(tmp_path)
    assert "调度通报.docx" not in names(tmp_path)
    figures = {(row["scope"], row["name"]): row["value"] for row in read(tmp_path, "figures.json")["figures"]}
    assert figures["全市", "项目总数"] == "2"


def test_a_blocked_run_leaves_the_earlier_files_and_calls_them_stale(tmp_path: Path) -> None:
    folder = city(tmp_path)
    run(tmp_path)
    before = (tmp_path / "output/2026-05/调度通报.docx").read_bytes()
    city(tmp_path, 城关=CHENGGUAN.replace("|6000|", "|约六千|"))
    run(tmp_path)
    assert folder.is_dir()
    assert (tmp_path / "output/2026-05/调度通报.docx").read_bytes() == before
    stale = {row["path"]: row["stale"] for row in read(tmp_path, "manifest.json")["outputs"]}
    assert stale["调度通报.docx"] is True
    assert stale["数据核查.xlsx"] is False


def returns(root: Path) -> set[str]:
    folder = root / "output" / "2026-05"
    return {path.relative_to(folder).as_posix() for path in folder.glob("退回/*/*")}


def test_a_marked_copy_that_is_mended_and_sent_again_is_clean(tmp_path: Path) -> None:
    folder = city(tmp_path, 城关=CHENGGUAN.replace("|6000|", "|约六千|"))
    with (folder / "office.toml").open("a", encoding="utf-8") as file:
        file.write("[deadlines]\nmonthly = 5\nreturns = 2\n")
    run(tmp_path)
    assert "退回/城关街道/城关.xlsx" in returns(tmp_path)
    text = (tmp_path / "output/2026-05/退回/城关街道/群通知.txt").read_text("utf-8-sig")
    assert "D3：" in text and "改好后于2026年6月2日前重报示例市工业推进办公室" in text
    book = openpyxl.load_workbook(tmp_path / "output/2026-05/退回/城关街道/城关.xlsx")
    book["Sheet1"]["D3"] = 6000
    book.save(folder / "2026-05" / "城关.xlsx")
    outcome = run(tmp_path, document=None)
    told = {(finding.code, finding.sender) for finding in outcome.judged.findings}
    assert told == {("permit-column-missing", "城关街道"), ("permit-column-missing", "柳渡镇")}
    assert "无误的不必重报" in (tmp_path / "output/2026-05/退回/城关街道/群通知.txt").read_text("utf-8-sig")


def test_the_closing_table_names_the_returns_in_one_line(tmp_path: Path) -> None:
    city(tmp_path)
    done = command(tmp_path, "check", "--period", "2026-05")
    assert "退回/（4 个文件）" in done.stdout and "群通知" not in done.stdout


def test_a_made_document_leaves_no_return_of_older_inputs(tmp_path: Path) -> None:
    city(tmp_path, 城关=CHENGGUAN.replace("|6000|", "|约六千|"))
    run(tmp_path, document=None)
    assert returns(tmp_path)
    city(tmp_path)
    run(tmp_path)
    assert returns(tmp_path) == set()


def test_words_that_no_document_prints_are_told_and_the_others_are_printed(tmp_path: Path) -> None:
    document = docx.Document()
    for heading, words in (("下步要求", "各镇街要按月销号。"), ("没有这一块", "不会印出。")):
        document.add_heading(heading, level=1)
        document.add_paragraph(words)
    document.save(str(city(tmp_path) / "2026-05" / "文字材料.docx"))
    outcome = run(tmp_path)
    unused = [finding.value for finding in outcome.judged.findings if finding.code == "narrative-unused"]
    assert unused == ["没有这一块"]
    made = docx.Document(str(tmp_path / "output/2026-05/调度通报.docx"))
    texts = [paragraph.text for paragraph in made.paragraphs]
    assert "各镇街要按月销号。" in texts
    assert "不会印出。" not in texts


def test_check_judges_and_makes_no_document(tmp_path: Path) -> None:
    city(tmp_path)
    outcome = run(tmp_path, document=None)
    assert (outcome.status, outcome.exit_code) == ("checked", 0)
    assert "调度通报.docx" not in names(tmp_path)


def test_a_silent_town_blocks_the_bulletin_by_name(tmp_path: Path) -> None:
    (city(tmp_path) / "2026-05" / "柳渡.xlsx").unlink()
    outcome = run(tmp_path)
    blocks = [finding for finding in outcome.judged.findings if finding.level is Level.BLOCK]
    assert [(finding.code, finding.sender) for finding in blocks] == [("sender-silent", "柳渡镇")]
    assert outcome.exit_code == 1


def test_last_month_lying_in_input_is_read_first_and_compared_with(tmp_path: Path) -> None:
    city(tmp_path, "2026-04", 城关=CHENGGUAN.replace("|500|3000|", "|400|2500|"))
    city(tmp_path, "2026-05")
    outcome = run(tmp_path)
    figures = {(row["scope"], row["name"]): row["value"] for row in read(tmp_path, "figures.json")["figures"]}
    assert figures["镇街:城关街道", "当月完成投资"] == "5000000"
    assert figures["镇街:城关街道", "上期名次"] == "2"
    assert outcome.status == "made"


def test_an_earlier_month_that_is_blocked_counts_as_none_with_a_hint(tmp_path: Path) -> None:
    city(tmp_path, "2026-04", 城关=CHENGGUAN.replace("|6000|", "|约六千|"))
    city(tmp_path, "2026-05")
    outcome = run(tmp_path)
    assert [finding.value for finding in outcome.judged.findings if finding.code == "snapshot-blocked"] == ["2026-04"]
    figures = {(row["scope"], row["name"]): row["value"] for row in read(tmp_path, "figures.json")["figures"]}
    assert figures["全市", "当月完成投资"] == "6000000"  # every row gave 本月完成投资
    assert figures["全市", "环比变化"] is None


def test_what_goes_back_is_counted_once_and_what_is_not_mended_is_told(tmp_path: Path) -> None:
    rough = CHENGGUAN.replace("|6000|", "|约六千|")
    city(tmp_path, 城关=rough)
    first = run(tmp_path, document=None).reminders
    again = run(tmp_path).reminders
    assert first == again
    assert [(one.sender, one.state.value, one.returns, one.unmended) for one in again] == [
        ("城关街道", "待重报", 1, 0), ("柳渡镇", "已报无误", 0, 0),
    ]  # fmt: skip
    city(tmp_path, 城关=rough.replace("|5000|", "|5001|"))
    assert [(one.returns, one.unmended) for one in run(tmp_path).reminders] == [(2, 1), (0, 0)]
    city(tmp_path)
    mended = run(tmp_path)
    assert [(one.state.value, one.returns) for one in mended.reminders] == [("已报无误", 2), ("已报无误", 0)]


def test_a_second_run_on_blocked_data_changes_no_byte(tmp_path: Path) -> None:
    city(tmp_path, 城关=CHENGGUAN.replace("|6000|", "|约六千|"))
    made = []
    for _ in range(2):
        run(tmp_path, document=None)
        files = (path for path in (tmp_path / "output/2026-05").rglob("*") if path.is_file())
        made.append({path: path.read_bytes() for path in files})
    assert made[0] == made[1] and any("退回" in path.parts for path in made[0])


def test_an_earlier_month_read_for_its_figures_sends_nothing_back(tmp_path: Path) -> None:
    city(tmp_path, "2026-04", 城关=CHENGGUAN.replace("|6000|", "|约六千|"))
    city(tmp_path, "2026-05")
    run(tmp_path)
    assert [one.returns_of_year for one in run(tmp_path).reminders] == [0, 0]


def test_check_ends_with_who_must_be_asked_for_what(tmp_path: Path) -> None:
    (city(tmp_path, 城关=CHENGGUAN.replace("|6000|", "|约六千|")) / "2026-05" / "柳渡.xlsx").unlink()
    said = process(tmp_path, "check").stdout
    assert "催报：未报1家，待重报1家。" in said
    assert "未报　柳渡镇　—　柳渡镇本期没有报送工作簿" in said
    assert "待重报　城关街道　本期1次，本年1次　阻断问题1处（金额不是数字1处），本期第1次退回。" in said


def test_the_three_counts_are_printed_in_their_order(tmp_path: Path) -> None:
    city(tmp_path)
    done = process(tmp_path, "bulletin", "--period", "2026-05")
    assert done.returncode == 0, done.stderr
    assert "读入　接收　退回：3　3　0" in done.stdout
    assert "调度通报.docx" in done.stdout


def test_the_newest_month_is_the_default(tmp_path: Path) -> None:
    city(tmp_path, "2026-04")
    city(tmp_path, "2026-05")
    assert "2026-05" in command(tmp_path, "check").stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("bulletin", "--period", "2026-13"), "不是期间"),
        (("bulletin", "--period", "2026-07"), "没有期间 2026-07"),
        (("check", "--ledger", "nonsense://x"), "无法打开台账库"),
        (("check", "--ledger", "???"), "无法打开台账库"),
    ],
)
def test_misuse_ends_with_2_and_a_sentence(tmp_path: Path, words: tuple[str, ...], sentence: str) -> None:
    city(tmp_path)
    done = command(tmp_path, *words)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("city = ", "TOML"), ('city = "示例市"', "issuer"), ("", "city")],
)
def test_a_bad_office_toml_ends_with_2_and_names_the_key(tmp_path: Path, text: str, sentence: str) -> None:
    (city(tmp_path) / "office.toml").write_text(text, encoding="utf-8")
    done = command(tmp_path, "check")
    assert done.returncode == 2
    assert "office.toml" in done.stderr
    assert sentence in done.stderr


def test_an_empty_period_folder_ends_with_2_and_a_sentence(tmp_path: Path) -> None:
    (city(tmp_path) / "2026-06").mkdir()
    done = command(tmp_path, "bulletin", "--period", "2026-06")
    assert (done.returncode, "没有工作簿" in done.stderr) == (2, True)


def test_a_missing_input_folder_ends_with_2_and_a_sentence(tmp_path: Path) -> None:
    done = process(tmp_path, "bulletin")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_an_output_that_cannot_be_written_ends_with_2_and_a_sentence(tmp_path: Path) -> None:
    city(tmp_path)
    (tmp_path / "output").write_text("a file where the folder should be", encoding="utf-8")
    done = command(tmp_path, "bulletin")
    assert done.returncode == 2
    assert "无法写入" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_document_that_the_catalogue_lacks_is_refused(tmp_path: Path) -> None:
    city(tmp_path)
    with pytest.raises(PipelineError, match="没有文件"):
        run(tmp_path, document="nothing")


def test_nothing_temporary_is_left_behind(tmp_path: Path) -> None:
    city(tmp_path)
    run(tmp_path)
    left = [path.name for path in (tmp_path / "output").rglob("*")]
    assert [name for name in left if name.startswith(".") or name.endswith(".tmp")] == []
