"""``diff`` from outside: two runs of a small city, and what a person is told of the difference."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from pipeline.ledger.schema import runs, snapshots
from pipeline.model import ChangeKind, Comparison, Intervention, Move, Period, PipelineError, Remedy, Request, Tables
from pipeline.run import compare_runs
from tests.city import CHENGGUAN, LIUDU, city, run
from tests.test_corridor import command
from tests.workbook import workbook
from tests.workbooks.reading import cells, records

BOOK = "output/2026-05/更改对比.xlsx"
NEW_ROW = "丁项目|新建|2000|1000|100|300|在建|2026-02-01\n"
REGISTER = "填报单位：市工业推进办|||单位：万元\n项目名称|镇街|总投资|年度计划投资\n甲项目|城关街道|9000|"


def request(root: Path, period: str = "2026-05") -> Request:
    url = f"sqlite:///{(root / 'output' / 'ledger.sqlite').as_posix()}"
    return Request(Period.parse(period), root / "input", root / "output", url)


def compared(root: Path, *, issued: bool = False) -> Comparison:
    found = compare_runs(request(root), issued=issued)
    assert isinstance(found, Comparison), found
    return found


def two_runs(root: Path, **sheets: str) -> Comparison:
    """The city as it is, then with other tables."""
    city(root)
    run(root, document=None)
    sent(root, **sheets)
    run(root, document=None)
    return compared(root)


def sent(root: Path, **sheets: str) -> None:
    """These senders' workbooks in the place of what they sent before."""
    for name, table in sheets.items():
        workbook(root / "input/2026-05" / f"{name}.xlsx", table.strip())


def move(found: Comparison, name: str, scope: str = "全市") -> Move:
    return next(move for move in found.moves if (move.scope, move.name) == (scope, name))


def ledger(root: Path, statement: sa.Executable) -> None:
    engine = sa.create_engine(request(root).ledger)
    with engine.begin() as connection:
        connection.execute(statement)
    engine.dispose()


def manifest(root: Path) -> Any:
    return json.loads((root / "output/2026-05/manifest.json").read_bytes())


def test_a_changed_cell_is_told_with_the_figures_it_moved(tmp_path: Path) -> None:
    found = two_runs(tmp_path, 城关=CHENGGUAN.replace("|3000|在建", "|3500|在建"))
    (change,) = found.changes
    assert (change.file, change.sheet, change.cell, change.subject) == ("城关.xlsx", "Sheet1", "F3", "甲项目")
    assert (change.field, change.before, change.after) == ("本年完成投资", "3000万元", "3500万元")
    assert move(found, "本年完成投资").change == 5000000
    assert {share.cause for share in found.shares} == {0}
    assert found.files == {"换新": ("城关.xlsx",)}


def test_a_row_added_and_a_row_gone(tmp_path: Path) -> None:
    found = two_runs(tmp_path, 城关=CHENGGUAN + NEW_ROW)
    assert [(change.kind, change.subject, change.cell) for change in found.changes] == [
        (ChangeKind.ADDED, "丁项目", "A5")
    ]
    assert move(found, "项目总数").change == 1
    sent(tmp_path, 城关=CHENGGUAN)
    run(tmp_path, document=None)
    found = compared(tmp_path)
    assert [(change.kind, change.subject) for change in found.changes] == [(ChangeKind.GONE, "丁项目")]
    assert move(found, "项目总数").change == -1


def test_the_same_rows_under_another_file_name_are_no_change(tmp_path: Path) -> None:
    city(tmp_path)
    run(tmp_path, document=None)
    folder = tmp_path / "input/2026-05"
    (folder / "城关.xlsx").rename(folder / "城关街道重报.xlsx")
    run(tmp_path, document=None)
    found = compared(tmp_path)
    assert (found.changes, found.moves) == ((), ())
    assert found.files == {"新增": ("城关街道重报.xlsx",), "减少": ("城关.xlsx",)}
    assert [(one.before, one.after, one.rows) for one in found.relocations] == [
        ("城关.xlsx｜Sheet1", "城关街道重报.xlsx｜Sheet1", 2)
    ]


def test_a_change_of_the_register_is_told_at_its_cell(tmp_path: Path) -> None:
    city(tmp_path)
    workbook(tmp_path / "input/重点项目清单.xlsx", f"{REGISTER}6000")
    run(tmp_path, document=None)
    workbook(tmp_path / "input/重点项目清单.xlsx", f"{REGISTER}7500")
    run(tmp_path, document=None)
    found = compared(tmp_path)
    (change,) = found.changes
    assert (change.file, change.cell, change.before, change.after) == (
        "重点项目清单.xlsx", "D3", "6000万元", "7500万元",
    )  # fmt: skip
    assert move(found, "年度计划投资", "镇街:城关街道").change == 15000000


def test_what_the_office_writes_itself_is_told_by_what_it_does(tmp_path: Path) -> None:
    city(tmp_path)
    run(tmp_path, document=None)
    head = "项目|镇街|字段|原值|更正值|原因|依据|经办人"
    order = f"{head}\n甲项目|城关街道|本年完成投资|3000|3100|补报|书面|王经办"
    workbook(tmp_path / "input" / "2026-05" / "更正.xlsx", order)
    run(tmp_path, document=None)
    (change,) = compared(tmp_path).changes
    assert (change.subject, change.field) == ("甲项目", "本年完成投资")


def test_nothing_changed_is_said_in_so_many_words(tmp_path: Path) -> None:
    city(tmp_path)
    run(tmp_path, document=None)
    run(tmp_path, document=None)
    done = command(tmp_path, "diff", "--period", "2026-05")
    assert (done.returncode, done.stderr) == (0, "")
    assert "2026-05 运行过2次，报送的数据没有变过，没有可以对比的" in done.stdout


def test_a_changed_office_toml_is_named_where_no_file_changed(tmp_path: Path) -> None:
    office = city(tmp_path) / "office.toml"
    run(tmp_path, document=None)
    office.write_text(office.read_text(encoding="utf-8") + '[deadlines]\nmonthly = 6\n', encoding="utf-8")  # fmt: skip
    run(tmp_path, document=None)
    assert "报送文件没有变化，但规则、office.toml 或往期数据有变化。" in command(tmp_path, "diff").stdout


def test_history_is_that_of_the_run(tmp_path: Path) -> None:
    city(tmp_path, "2026-04", 城关=CHENGGUAN.replace("|500|3000|", "|400|2500|"))
    found = two_runs(tmp_path, 城关=CHENGGUAN.replace("|3000|在建", "|3500|在建"))
    assert move(found, "当月完成投资", "镇街:城关街道") == Move(
        "镇街:城关街道", "当月完成投资", "元", 5000000, 10000000
    )
    assert move(found, "环比变化", "镇街:城关街道").change == 5


def test_the_screen_names_cells_figures_and_shares_on_forty_lines_at_most(tmp_path: Path) -> None:
    more = "".join(f"新{at}项目|新建|2000|1000|100|{at}00|在建|2026-02-01\n" for at in range(1, 10))
    changed = CHENGGUAN.replace("|500|3000|", "|900|3500|") + more
    two_runs(tmp_path, 城关=changed, 柳渡=LIUDU.replace("1500", "900"))
    done = command(tmp_path, "diff")
    shown = done.stdout.splitlines()
    assert len(shown) <= 40
    assert "2026-05：第1次运行（check，核查通过，核查问题" in shown[0]
    assert "换新的文件：城关.xlsx、柳渡.xlsx" in shown
    assert "更改：改动3处，新增9行，减少0行" in shown
    assert "  城关.xlsx｜Sheet1｜F3　甲项目　本年完成投资 3000万元 → 3500万元" in shown
    assert any(line.startswith("  全市　年度投资完成率：37.50% → ") for line in shown)
    assert any(line.startswith("      其余") and "合计：" in line for line in shown)
    assert "  ……还有4处更改，见 更改对比.xlsx。" in shown
    assert shown[-1].startswith("全部更改和归因：") and shown[-1].endswith("更改对比.xlsx")


def test_a_move_too_small_for_two_decimals_is_told_with_more(tmp_path: Path) -> None:
    two_runs(tmp_path, 城关=CHENGGUAN.replace("|3000|在建", "|3000.1|在建"))
    told = "  全市　年度投资完成率：37.5% → 37.500833%（+0.000833个百分点）"
    assert told in command(tmp_path, "diff").stdout.splitlines()


def test_changes_that_moved_a_figure_are_shown_first(tmp_path: Path) -> None:
    city(tmp_path, "2026-04")
    two_runs(tmp_path, 城关=CHENGGUAN.replace("|500|3000|", "|900|3500|"))
    shown = [line for line in command(tmp_path, "diff").stdout.splitlines() if line.startswith("  城关.xlsx")]
    assert [line.partition("　")[0][-2:] for line in shown] == ["F3", "E3"]


def test_the_workbook_adds_up_and_links_to_the_cell(tmp_path: Path) -> None:
    two_runs(tmp_path, 城关=CHENGGUAN.replace("|6000|500|3000|", "|5000|500|3500|") + NEW_ROW)
    data = (tmp_path / BOOK).read_bytes()
    moves = {(row["范围"], row["指标"]): row["变动"] for row in records(data, "指标变动")}
    sums: dict[Any, float] = {}
    for row in records(data, "归因"):
        at = (row["范围"], row["指标"])
        sums[at] = sums.get(at, 0) + (row["份额"] or 0)
    assert sums == pytest.approx({at: change or 0 for at, change in moves.items()})
    assert moves["全市", "本年完成投资"] == 800
    link = cells(data, "单元格更改")["K2"].value
    assert link.startswith('=HYPERLINK("../../input/2026-05/城关.xlsx#Sheet1!D3"')


def test_the_same_ledger_gives_the_same_bytes(tmp_path: Path) -> None:
    two_runs(tmp_path, 城关=CHENGGUAN + NEW_ROW)
    first = (tmp_path / BOOK).read_bytes(), (tmp_path / "output/2026-05/manifest.json").read_bytes()
    compared(tmp_path)
    assert ((tmp_path / BOOK).read_bytes(), (tmp_path / "output/2026-05/manifest.json").read_bytes()) == first


def test_the_manifest_lists_the_workbook_and_is_otherwise_as_the_run_left_it(tmp_path: Path) -> None:
    city(tmp_path)
    run(tmp_path, document=None)
    city(tmp_path, 城关=CHENGGUAN.replace("|500|3000|", "|500|3100|"))
    run(tmp_path)
    before = manifest(tmp_path)
    compared(tmp_path)
    after = manifest(tmp_path)
    (row,) = (row for row in after["outputs"] if row["path"] == "更改对比.xlsx")
    assert (row["run"], row["stale"]) == ("diff-1-2", False)
    assert {**after, "outputs": [one for one in after["outputs"] if one != row]} == before
    run(tmp_path)
    stale = {one["path"]: one["stale"] for one in manifest(tmp_path)["outputs"]}
    assert (stale["更改对比.xlsx"], stale["调度通报.docx"]) == (True, False)


def test_one_run_alone_is_a_sentence_and_no_file(tmp_path: Path) -> None:
    city(tmp_path)
    run(tmp_path, document=None)
    done = command(tmp_path, "diff")
    assert (done.returncode, "2026-05 运行过1次" in done.stdout) == (0, True)
    assert not (tmp_path / BOOK).exists()


def test_a_period_that_nobody_knows_is_misuse(tmp_path: Path) -> None:
    city(tmp_path)
    with pytest.raises(PipelineError, match="没有期间 2026-07"):
        compare_runs(request(tmp_path, "2026-07"))
    assert command(tmp_path, "diff", "--period", "2026-13").returncode == 2


def test_a_period_whose_folder_is_gone_is_compared_from_the_ledger(tmp_path: Path) -> None:
    two_runs(tmp_path, 城关=CHENGGUAN + NEW_ROW)
    (tmp_path / "input/2026-05").rename(tmp_path / "elsewhere")
    assert len(compared(tmp_path).changes) == 1


def test_with_issued_the_last_run_is_compared_with_what_was_issued(tmp_path: Path) -> None:
    city(tmp_path)
    run(tmp_path)
    assert "还没有印发" in str(compare_runs(request(tmp_path), issued=True))
    ledger(tmp_path, sa.update(snapshots).values(issued=True))
    for done in ("3100", "3500"):
        sent(tmp_path, 城关=CHENGGUAN.replace("|3000|在建", f"|{done}|在建"))
        run(tmp_path, document=None)
    found = compared(tmp_path, issued=True)
    assert (found.old.issued, found.old.number, found.new.number) == (True, 1, 3)
    assert [(change.before, change.after) for change in found.changes] == [("3000万元", "3500万元")]
    assert found.files == {"换新": ("城关.xlsx",)}
    assert "已印发的数据（第1次运行，bulletin" in command(tmp_path, "diff", "--issued").stdout


def test_a_correction_of_the_audit_is_named_beside_the_cell(tmp_path: Path) -> None:
    from pipeline.ledger import Ledger, Run

    city(tmp_path)
    judged = run(tmp_path, document=None).judged
    target = "城关.xlsx｜Sheet1｜F3"
    place = ("更正.xlsx", "Sheet1", "A2", "甲项目", "本年完成投资", "3000", "3500")
    use = Intervention(Remedy.CORRECTION, *place, "误填", "电话", "张三", target=target)
    rows = [{**row, "ytd_done": 35000000} if row["name"] == "甲项目" else row for row in judged.tables.projects]
    inputs = {file.path: file.sha256 for file in judged.inputs}
    forms = {**judged.tables.forms, "项目进度表": tuple(rows)}
    opened = Ledger(request(tmp_path).ledger)
    corrected = Tables(forms, columns=judged.tables.columns, interventions=(use,))
    opened.log(Run("2026-05", "check", "checked", "x", inputs, 0), corrected)
    opened.close()
    assert [change.note for change in compared(tmp_path).changes] == ["已按更正表更正：误填"]


def test_runs_that_lost_their_cells_do_not_count(tmp_path: Path) -> None:
    two_runs(tmp_path, 城关=CHENGGUAN.replace("|500|3000|", "|500|3100|"))
    ledger(tmp_path, sa.update(runs).where(runs.c.number == 1).values(cells=None))
    assert "没有可以对比的" in str(compare_runs(request(tmp_path)))


def test_the_help_teaches_how_shares_come_about(tmp_path: Path) -> None:
    done = command(tmp_path, "diff", "--help")
    assert "共同作用" in done.stdout and "--issued" in done.stdout
