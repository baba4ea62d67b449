"""output/ as runs really leave it comes in; the pages say what stands there, whatever lies beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.model import Finding, Judged, Level, Made, Registered, Reminder, Standing, State
from pipeline.rules import Office, load_office
from pipeline.run.overview import overview, todo
from tests.city import CHENGGUAN, LIUDU, city, run
from tests.pages.reading import files, links, rows, words
from tests.tables import MAY, OFFICE

NUMBER = Registered(
    "示推办", 2026, 3, "示推办〔2026〕3号", Standing.ISSUED, "关于4月情况的通报", date(2026, 5, 8),
    "2026-04", "调度通报", path="印发/2026-04/调度通报.docx", sha256="0" * 64,
)  # fmt: skip


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """April is made and issued, May is blocked by 柳渡镇."""
    root = tmp_path_factory.mktemp("city")
    april = {"城关": CHENGGUAN.replace("500|3000", "500|2500"), "柳渡": LIUDU.replace("100|1500", "100|1400")}
    city(root, "2026-04", **april)
    city(root, "2026-05", 柳渡=LIUDU.replace("1500|竣工", "约一千五|竣工"))
    run(root, "bulletin", "2026-04")
    run(root, "bulletin", "2026-05")
    frozen = root / "output" / "印发" / "2026-04" / "调度通报.docx"
    frozen.parent.mkdir(parents=True)
    frozen.write_bytes(b"frozen")
    yield root / "output"


@pytest.fixture(scope="module")
def office(output: Path) -> Office:
    return load_office(output.parent / "input" / "office.toml")


def desk(output: Path, office: Office, **pending: bytes) -> bytes:
    return overview(output, [NUMBER], office, pending)["index.html"]


def test_the_desk_shows_what_the_runs_left(output: Path, office: Office) -> None:
    page = desk(output, office)
    said = words(page)
    assert "2026年5月　阻断" in said
    assert "2026年4月已成文已印发 1 件" in said
    blocked = next(row for row in rows(page) if row[0] == "柳渡镇" and len(row) == 4)
    assert "约一千五" in blocked[2]
    assert {"2026-05/数据核查.xlsx", "2026-05/退回/柳渡镇/柳渡.xlsx", "2026-04/底稿.xlsx"} <= set(files(page))


def test_every_link_leads_to_a_file(output: Path, office: Office) -> None:
    pages = overview(output, [NUMBER], office)
    for path, page in pages.items():
        for name in files(page):
            place = (output / path).parent / name
            assert place.is_file() or place == output / "印发/index.html", name


def test_the_figures_are_those_of_the_newest_month_that_has_any(output: Path, office: Office) -> None:
    page = desk(output, office)
    told = json.loads((output / "2026-04" / "figures.json").read_bytes())["figures"]
    rate = next(row["value"] for row in told if (row["scope"], row["name"]) == ("全市", "年度投资完成率"))
    assert f"年度投资完成率{float(rate):.1f}%" in words(page)
    assert "2026年5月还没有可用的数字" in words(page)


def test_what_is_about_to_be_published_wins_over_the_disk(output: Path, office: Office) -> None:
    listed = [{"path": "调度通报.docx", "sha256": "", "run": "", "stale": False}]
    manifest = json.dumps({"period": "2026-05", "status": "made", "inputs": [], "outputs": listed}).encode()
    coming = {"2026-05/manifest.json": manifest, "2026-05/调度通报.docx": b"", "2026-05/findings.json": b"[]"}
    page = overview(output, [NUMBER], office, coming)["index.html"]
    assert "2026年5月　已成文" in words(page)
    assert "2026-05/调度通报.docx" in files(page)
    assert "2026-05/数据核查.xlsx" not in files(page)


def test_a_period_that_is_only_coming_is_shown(tmp_path: Path) -> None:
    manifest = json.dumps({"status": "checked", "inputs": [], "outputs": []}).encode()
    page = overview(tmp_path, [], OFFICE, {"2026-W21/manifest.json": manifest, "2026-W21/findings.json": b"[]"})
    assert "2026年第21周　核查通过" in words(page["index.html"])


def test_the_public_page_names_no_draft_and_nothing_of_the_desk(output: Path, office: Office) -> None:
    page = overview(output, [NUMBER], office)["印发/index.html"]
    assert links(page) == {"Word 文件": "2026-04/%E8%B0%83%E5%BA%A6%E9%80%9A%E6%8A%A5.docx"}
    for word in ("2026-05", "数据核查", "底稿", "退回", "草稿", "阻断", "../"):
        assert word not in page.decode()


def test_an_issued_file_that_is_gone_is_told_not_linked(output: Path, office: Office) -> None:
    gone = replace(NUMBER, period="2026-05", path="印发/2026-05/调度通报.docx")
    pages = overview(output, [gone], office)
    assert "文件缺失" in words(pages["印发/index.html"])
    assert "示推办〔2026〕3号（文件已不在）" in words(pages["index.html"])


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"[" * 100_000,
        b"\xff\xfe",
        b'{"status": "made"}',
        b'{"status": [], "inputs": [1], "outputs": []}',
        b'{"status": "made", "inputs": [], "outputs": 5}',
    ],
)
def test_a_manifest_that_is_none_is_survived_and_told(tmp_path: Path, broken: bytes) -> None:
    (tmp_path / "2026-05").mkdir()
    (tmp_path / "2026-05" / "manifest.json").write_bytes(broken)
    page = overview(tmp_path, [], OFFICE)["index.html"]
    assert "2026-05/manifest.json 读不出来" in words(page)


@pytest.mark.parametrize("value", ['"1e999999999"', '"nan"', "3.5", '"１２"', '"9999999999999999999999"', "[]"])
def test_figures_that_are_none_are_survived_and_told(tmp_path: Path, value: str) -> None:
    row = f'{{"scope": "全市", "name": "项目总数", "value": {value}, "unit": "个"}}'
    files = {
        "2026-05/manifest.json": b'{"status": "made", "inputs": [], "outputs": []}',
        "2026-05/findings.json": b"[]",
        "2026-05/figures.json": f'{{"as_of": "2026-05-31", "figures": [{row}]}}'.encode(),
    }
    assert "2026-05/figures.json 读不出来" in words(overview(tmp_path, [], OFFICE, files)["index.html"])


def test_a_manifest_cannot_lead_out_of_its_folder(tmp_path: Path) -> None:
    (tmp_path / "2026-05").mkdir()
    (tmp_path / "secret.docx").write_bytes(b"")
    names = ["../secret.docx", str(tmp_path / "secret.docx"), "退回/", "", "\ud800.docx", "a\u0000.docx"]
    told = {"status": "made", "inputs": [], "outputs": [{"path": name} for name in names]}
    (tmp_path / "2026-05" / "manifest.json").write_text(json.dumps(told))
    page = overview(tmp_path, [], OFFICE)["index.html"]
    assert files(page) == ["印发/index.html"]


def test_foreign_folders_are_no_periods(tmp_path: Path) -> None:
    for name in ("新建文件夹", "2026-13", "2026-05.bak", "备份"):
        (tmp_path / name).mkdir()
    assert "还没有任何一期的成果" in words(
        overview(tmp_path, [], OFFICE, {"2026-99/x": b"", "印发/x": b""})["index.html"]
    )


def test_the_same_desk_gives_the_same_bytes(output: Path, office: Office) -> None:
    assert overview(output, [NUMBER], office) == overview(output, [NUMBER], office)


def a_month(*findings: Finding) -> Judged:
    return replace(Judged(MAY, (), None, ()), findings=findings)  # type: ignore[arg-type]


def a_reminder(sender: str, state: State, words: str) -> Reminder:
    return Reminder(sender, state, None, 0, 0, 0, "", words)


def test_who_must_act_is_asked_in_the_order_of_the_reminders() -> None:
    judged = a_month(
        Finding(Level.BLOCK, "x", "城关错。", sender="城关街道"),
        Finding(Level.BLOCK, "x", "本办错。"),
        Finding(Level.HINT, "x", "只是提示。", sender="石磨镇"),
        Finding(Level.BLOCK, "x", "外来错。", sender="外来单位"),
    )
    told = [
        a_reminder("柳渡镇", State.SILENT, "柳渡镇：请报。"),
        a_reminder("城关街道", State.OPEN, "城关街道：请改。"),
    ]
    returned = ["退回/城关街道/表.xlsx", "数据核查.xlsx"]
    page = todo(judged, "blocked", [*told, a_reminder("石磨镇", State.FINE, "")], OFFICE, files=returned)
    said = words(page)
    order = ["柳渡镇：请报。", "城关街道：请改。", "城关错。", "外来错。", "本办错。"]
    assert sorted(order, key=said.index) == order
    assert "只是提示" not in said
    assert files(page) == ["../index.html", "数据核查.xlsx", "退回/城关街道/表.xlsx"]


def test_only_the_last_draft_that_takes_a_number_and_has_none_waits() -> None:
    def made(name: str, draft: int, series: str = "示推办") -> Made:
        return Made("2026-05", name, "", "题", draft, f"2026-05/{name}{draft}.docx", "", "", series)

    papers = [made("通报", 2), made("通报", 1), made("报告", 1), made("确认单", 1, series="")]
    issued = replace(NUMBER, period="2026-05", name="报告")
    said = words(todo(a_month(), "made", [], OFFICE, made=papers, register=[issued]))
    assert "已成文，还没有印发（1 件）" in said
    assert "通报 第2稿" in said
    void = replace(issued, standing=Standing.VOID)
    assert "还没有印发（2 件）" in words(todo(a_month(), "made", [], OFFICE, made=papers, register=[void]))


def test_what_an_earlier_run_of_the_month_made_waits_too(tmp_path: Path) -> None:
    city(tmp_path)
    run(tmp_path)
    run(tmp_path, "supervision")
    page = (tmp_path / "output/2026-05/待办.html").read_bytes()
    assert "已成文，还没有印发（2 件）" in words(page)
    assert {"督查报告.docx", "调度通报.docx"} <= set(files(page))
