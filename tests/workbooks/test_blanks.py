"""The blank forms: who gets which rows, what stands in them, and that what is filled in is read without a word."""

from __future__ import annotations

import random
import re
import shutil
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.collect import opening
from pipeline.collect.reading import Reader
from pipeline.model import Period, Request
from pipeline.rules import Field, load_law, load_office
from pipeline.run import hand_out
from pipeline.workbooks import BlankSheet, blank_book
from tests.city import OFFICE, city, run
from tests.workbook import workbook

JUNE = Period.parse("2026-06")
LAW = load_law()
OURS = ("更正", "放行", "清单变动", "督办确认表", "现场督查记录", "考核加减分")
SENDER = '\n[[senders]]\nname = "市商务局"\n[[senders]]\nname = "市发改局"\n[[chains]]\nname = "高端装备"\n'
LEADS = """
填报单位：市商务局|||||||单位：万元
项目名称|镇街|来源区域|招引方式|计划总投资|阶段|走出去次数|签约日期
光学镜头项目|柳渡镇|长三角|以商招商|30000|签约|3|2026-04-02
"""
REGISTER = """
填报单位：市工业推进办||||||单位：万元
项目代码|项目名称|镇街|建设性质|总投资|年度计划投资|计划开工时间|拟观摩
'2601-370000-04-01-000001|甲项目|城关街道|新建|9000|6000|2026年1月|是
|乙项目|城关街道|技改|5000|4000|2026-03-01|否
|丙项目|柳渡镇|续建|8000|2000|2025-02-01|否
"""
FILLED = """
填报单位：城关街道|||||||||单位：万元
项目名称|建设性质|总投资|年度计划投资|本月完成投资|本年完成投资|自开工累计完成投资|上年末累计完成投资|项目阶段|形象进度|开工时间|施工许可|联系人
甲项目|新建|9000|6000|500|3000|3200.5|200.5|在建|主体封顶|2026-01-05|√|张三13800000000
乙项目|技改|5000|4000|0|0|0|0|前期|前期|||李四
"""


def a_city(root: Path) -> Path:
    """May is in: two 镇街 and one department; the register stands for all months."""
    folder = city(root, 城关=FILLED)
    (folder / "office.toml").write_text(OFFICE + SENDER, encoding="utf-8")
    workbook(folder / "2026-05" / "商务局招引.xlsx", LEADS.strip())
    workbook(folder / "重点项目清单.xlsx", REGISTER.strip())
    return folder


def handed(root: Path, period: Period = JUNE) -> dict[str, bytes]:
    output = root / "output"
    made = hand_out(Request(period, root / "input", output, f"sqlite:///{output / 'ledger.sqlite'}"))
    return {path.stem: path.read_bytes() for path in made}


@pytest.fixture(scope="module")
def root() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        a_city(Path(folder))
        yield Path(folder)


@pytest.fixture(scope="module")
def forms(root: Path) -> dict[str, bytes]:
    return handed(root)


def opened(data: bytes) -> dict[str, Worksheet]:
    book = openpyxl.load_workbook(BytesIO(data))
    return {sheet.title: sheet for sheet in book.worksheets}


def headings(sheet: Worksheet) -> dict[str, tuple[int, int]]:
    """Title → row and column of its heading, from the row under which the rows stand."""
    lines = enumerate(sheet.iter_rows(max_row=5, values_only=True), 1)
    row, titles = next((row, line) for row, line in lines if any("项目名称" in str(value) for value in line))
    named = ((re.sub(r"\n.*|^\*", "", str(title)), at) for at, title in enumerate(titles, 1) if title)
    return {title: (row, at) for title, at in named}


def column(sheet: Worksheet, title: str, rows: int = 3) -> list[Any]:
    top, at = headings(sheet)[title]
    return [sheet.cell(top + 1 + row, at).value for row in range(rows)]


def prompt(sheet: Worksheet, title: str, row: int) -> str:
    top, at = headings(sheet)[title]
    place = sheet.cell(top + 1 + row, at).coordinate
    return next((rule.prompt or "" for rule in sheet.data_validations.dataValidation if place in rule.sqref), "")


def test_every_unit_gets_its_forms_and_the_office_its_own_tables(forms: dict[str, bytes]) -> None:
    assert set(forms) == {"城关街道", "柳渡镇", "市商务局", "市发改局", *OURS}
    assert list(opened(forms["城关街道"])) == ["项目进度表", "要素保障问题清单", "填表说明"]
    assert list(opened(forms["市商务局"])) == ["招引项目表", "填表说明"]  # what it sent in May
    assert list(opened(forms["市发改局"])) == ["要素保障问题清单", "招引项目表", "策划储备项目表", "填表说明"]


def test_the_register_and_what_stays_the_same_are_filled_in(forms: dict[str, bytes]) -> None:
    sheet = opened(forms["城关街道"])["项目进度表"]
    assert column(sheet, "项目名称") == ["甲项目", "乙项目", None]
    assert column(sheet, "项目代码") == ["2601-370000-04-01-000001", None, None]
    assert column(sheet, "总投资") == [9000, 5000, None]
    assert column(sheet, "上年末累计完成投资") == [200.5, 0, None]
    assert column(sheet, "拟观摩") == ["是", "否", None]
    assert [cell and cell.date() for cell in column(sheet, "开工时间")] == [date(2026, 1, 5), None, None]
    assert column(sheet, "项目阶段") == ["在建", "前期", None]
    assert column(sheet, "施工许可") == ["办结", "未启动", None]


def test_figures_of_the_month_stay_blank_and_the_last_ones_are_only_told(forms: dict[str, bytes]) -> None:
    sheet = opened(forms["城关街道"])["项目进度表"]
    for title in ("本月完成投资", "本年完成投资", "自开工累计完成投资", "形象进度", "联系人", "备注"):
        assert column(sheet, title) == [None] * 3
    assert prompt(sheet, "本年完成投资", 0).endswith("上期（2026年5月）：3000万元")
    assert prompt(sheet, "自开工累计完成投资", 0).endswith("上期（2026年5月）：3200.5万元")
    assert prompt(sheet, "形象进度", 0).endswith("上期（2026年5月）：主体封顶")
    assert "上期" not in prompt(sheet, "本年完成投资", 2)


def test_in_january_nothing_counted_by_years_is_carried_over(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "input", tmp_path / "input")
    (tmp_path / "input" / "2026-05").rename(tmp_path / "input" / "2025-12")
    (tmp_path / "input" / "重点项目清单.xlsx").unlink()
    sheet = opened(handed(tmp_path, Period.parse("2026-01"))["城关街道"])["项目进度表"]
    assert column(sheet, "项目名称") == ["甲项目", "乙项目", None]
    assert column(sheet, "年度计划投资") == [None] * 3
    assert column(sheet, "上年末累计完成投资") == [3200.5, 0, None]
    assert "上期" not in prompt(sheet, "本年完成投资", 0)


def test_headings_are_locked_and_cells_are_not(forms: dict[str, bytes]) -> None:
    sheet = opened(forms["城关街道"])["项目进度表"]
    row, at = headings(sheet)["本年完成投资"]
    assert sheet.protection.sheet and not sheet.protection.password
    assert sheet.cell(row, at).protection.locked
    assert not sheet.cell(row + 1, at).protection.locked
    assert not sheet.cell(row + 15, at).protection.locked
    assert sheet.freeze_panes == f"C{row + 1}"


def test_forms_are_the_same_bytes_for_the_same_input(root: Path, forms: dict[str, bytes]) -> None:
    assert handed(root) == forms


def test_the_forms_are_valid_workbooks(tmp_path: Path, forms: dict[str, bytes]) -> None:
    audit = pytest.importorskip("openxml_audit")
    for name, data in forms.items():
        (tmp_path / f"{name}.xlsx").write_bytes(data)
        assert [str(error) for error in audit.OpenXmlValidator().validate(tmp_path / f"{name}.xlsx").errors] == []


def test_a_list_too_long_for_a_rule_stands_in_the_explanations(tmp_path: Path) -> None:
    towns = "".join(f'[[towns]]\nname = "第{at}号示例开发园区街道"\n' for at in range(40))
    (tmp_path / "office.toml").write_text(
        f'city = "市"\n[issuer]\norgan = "办"\nmark = "示"\n{towns}', encoding="utf-8"
    )
    office = load_office(tmp_path / "office.toml")
    sheets = opened(blank_book([BlankSheet(LAW.forms["项目进度表"])], LAW, office, JUNE, "第1号示例开发园区街道"))
    rules = [rule.formula1 for rule in sheets["项目进度表"].data_validations.dataValidation if rule.type == "list"]
    assert "填表说明!$D$2:$D$41" in rules
    assert [sheets["填表说明"].cell(row, 4).value for row in (2, 41)] == [
        "第0号示例开发园区街道",
        "第39号示例开发园区街道",
    ]


@pytest.mark.parametrize(("name", "form"), [(form.file, form.name) for form in LAW.forms.values() if form.file])
def test_the_offices_own_tables_are_known_again(root: Path, forms: dict[str, bytes], name: str, form: str) -> None:
    book = openpyxl.load_workbook(BytesIO(forms[name]))
    sheet = book.worksheets[0]
    known = {field.title: field for field in LAW.forms[form].fields.values()}
    for title, (row, at) in headings(sheet).items():
        sheet.cell(row + 1, at).value = value(known[title], random.Random(1)) if title in known else 1
    out = BytesIO()
    book.save(out)
    reader = Reader(LAW, load_office(root / "input" / "office.toml"), JUNE)
    read = reader.read(PurePosixPath(f"{name}.xlsx"), "", opening.opened(out.getvalue()))
    assert [block.form for block in read.blocks] == [form]
    assert all(heading.field for heading in read.blocks[0].headings)
    assert [finding.code for finding in read.findings if finding.code != "sender-unknown"] == []


def value(field: Field, chance: random.Random) -> Any:
    """Something valid for a field."""
    if field.code_list == "town":
        return "柳渡镇"
    if field.code_list == "chain":
        return "高端装备"
    if field.code_list or field.type in ("bool", "status"):
        return chance.choice([word for word in LAW.codes[field.code_list or field.type].values() if word])
    match field.type:
        case "money":
            return chance.randrange(1, 10**6) / 100
        case "date":
            return date(2026, 1, 1) + timedelta(days=chance.randrange(900))
        case "count":
            return chance.randrange(20)
    return "".join(chance.choice("建设厂房设备基础施工，=+A1") for _ in range(chance.randrange(1, 30)))


def fill(sheet: Worksheet, form: str, row: int, chance: random.Random, **given: Any) -> None:
    """A row of a form: what is given, else what stands there already, else something valid."""
    places = headings(sheet)
    for field in LAW.forms[form].fields.values():
        if field.title in places:
            top, at = places[field.title]
            cell = sheet.cell(top + 1 + row, at)
            new = given[field.key] if field.key in given else cell.value or value(field, chance)
            cell.value = new
            if isinstance(new, str):
                cell.data_type = "s"


def fill_project(sheet: Worksheet, row: int, chance: random.Random) -> None:
    """A project that agrees with itself and with what the form says of last month."""
    told = re.search(r"上期.*：([\d.]+)万元", prompt(sheet, "本年完成投资", row))
    prior, plan = (column(sheet, title, row + 1)[row] for title in ("上年末累计完成投资", "年度计划投资"))
    month = chance.randrange(0, int(plan * 50)) / 100
    ytd = float(told[1] if told else 0) + month
    prior = chance.randrange(10**6) / 100 if prior is None else prior
    begun, planned = date(2026, 1, 5), date(2026, 3, 1)
    money = {"month_done": month, "ytd_done": round(ytd, 2), "prior_done": prior, "cum_done": round(prior + ytd, 2)}
    dates = {"start": begun, "finish": None, "plan_finish": planned + timedelta(days=chance.randrange(900))}
    state = {
        "started": "是",
        "stage": "在建",
        "permit.施工许可": "办结",
        "image": f"完成{chance.random()}",
        "parent": None,
    }
    fill(sheet, "项目进度表", row, chance, **money, **dates, **state)


@settings(max_examples=12)
@given(st.integers(0, 10**9))
def test_what_is_filled_into_our_own_forms_passes_without_any_finding(
    root: Path, forms: dict[str, bytes], seed: int
) -> None:
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(root / "input", Path(folder) / "input")
        for name, data in forms.items():
            book = openpyxl.load_workbook(BytesIO(data))
            for sheet in book.worksheets[:-1] if name not in (*OURS, "市发改局") else ():
                if sheet.title == "项目进度表":
                    for row, known in enumerate(column(sheet, "项目名称")):
                        if known:
                            fill_project(sheet, row, chance)
                elif chance.random() < 0.7 or name == "市商务局":
                    fill(sheet, sheet.title, 0, chance, name="丙项目", town="柳渡镇", code=None, tier="镇街")
            if name not in (*OURS, "市发改局"):
                (Path(folder) / "input" / "2026-06").mkdir(exist_ok=True)
                book.save(Path(folder) / "input" / "2026-06" / f"{name}.xlsx")
        outcome = run(Path(folder), None, "2026-06")
    assert [(finding.code, finding.cell, finding.message) for finding in outcome.judged.findings] == []
    assert outcome.counted.read == outcome.counted.accepted >= 4
