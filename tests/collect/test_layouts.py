"""Any layout that the domain allows: the same rows, however the sheet around them was made up."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.collect.opening import Opened, opened
from pipeline.collect.reading import Reader
from pipeline.collect.sheet import Refused
from pipeline.model import Block, Period, Role, column_letter
from pipeline.rules import load_law, load_office
from tests.collect.conftest import OFFICE, data
from tests.workbook import Cell, Sheet, write_ods, write_xlsx

LAW = load_law()
FIELDS = LAW.forms["项目进度表"].fields
WANTED = ["name", "plan", "ytd_done"]
OTHERS = [
    "code",
    "town",
    "kind",
    "total",
    "month_done",
    "cum_done",
    "prior_done",
    "started",
    "stage",
    "plan_start",
    "image",
    "remark",
]
VALUES: dict[str, Cell] = {
    "code": "2512-379999", "town": "城关", "kind": "新建", "started": "是", "stage": "在建", "plan_start": "2026年3月",
    "image": "主体施工，完成35%", "remark": "无",
}  # fmt: skip
TITLES: list[list[Cell]] = [
    ["附件1"],
    ["2026年1—5月重点项目进度表"],
    ["（截至2026年5月底）"],
    ["填报单位（盖章）：城关街道", None, "单位：万元"],
    [None],
]
ENDS: list[list[Cell]] = [
    ["填报人：张三", None, "审核人：李四", "报送日期：2026年6月1日"],
    ["注：1.按月填报；"],
    ["2.不含上年。"],
    ["说明：以清单为准。"],
    [None],
]
SECTIONS = ["一、新建项目", "（二）续建项目", "技改项目"]


@dataclass(frozen=True)
class Layout:
    """What was drawn: the sheet and what must be read from it."""

    sheet: Sheet
    names: list[str]
    plans: list[int]
    ods: bool


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    keys = draw(st.permutations([*WANTED, *draw(st.lists(st.sampled_from(OTHERS), unique=True))]))
    numbered = draw(st.booleans())
    grouped = draw(st.booleans())
    headings = [draw(heading(key)) for key in keys]
    names = [f"第{at}号重点项目" for at in range(1, draw(st.integers(1, 8)) + 1)]
    top = draw(st.lists(st.sampled_from(TITLES), max_size=4))
    head: list[list[Cell]] = [["序号", *headings] if numbered else list(headings)]
    merges: list[str] = []
    if grouped:
        row = len(top) + 1
        merges = [f"{column_letter(at)}{row}:{column_letter(at)}{row + 1}" for at in range(1, len(head[0]) + 1)]
        head.append([None] * len(head[0]))
    body: list[list[Cell]] = []
    for at, name in enumerate(names, 1):
        body += draw(between(keys, numbered, head))
        body.append([*([at] if numbered else []), *(_value(key, name, at) for key in keys)])
    ends = draw(st.lists(st.sampled_from(ENDS), max_size=3))
    tail: list[list[Cell]] = [[None], *ends] if ends else []
    table = [*top, *head, *body, *draw(total(keys, numbered)), *tail]
    return Layout(
        Sheet(table, merges=merges), names, [100 * at for at in range(1, len(names) + 1)], draw(st.booleans())
    )


def heading(key: str) -> st.SearchStrategy[str]:
    field = FIELDS[key]
    spellings = [
        text.replace("Y年底", "2025年底").replace("Y年", "2026年").replace("M月", "5月")
        for text in (field.title, *field.also)
    ]
    units = ["", "（万元）", "\n(亿元)", "/万元"] if field.type == "money" else ["", "\n", "*"]
    return st.tuples(st.sampled_from(spellings), st.sampled_from(units)).map("".join)


def between(keys: list[str], numbered: bool, head: list[list[Cell]]) -> st.SearchStrategy[list[list[Cell]]]:
    """What may stand between two projects: nothing, a blank, a section, the heading again, a 小计."""
    lead: list[Cell] = [None] if numbered else []
    sections: list[list[list[Cell]]] = [[[section]] for section in SECTIONS]
    small: list[Cell] = [
        *lead,
        *("小计" if key == "name" else 5 if FIELDS[key].type == "money" else None for key in keys),
    ]
    choices: list[list[list[Cell]]] = [
        [],
        [],
        [],
        [[None]],
        *sections,
        [["2026年1—5月重点项目进度表"], *head] if numbered else [],
    ]
    return st.sampled_from([*choices, [small]] if keys.index("name") < 2 else choices)


def total(keys: list[str], numbered: bool) -> st.SearchStrategy[list[list[Cell]]]:
    row: list[Cell] = [500 if FIELDS[key].type == "money" else None for key in keys]
    label: list[Cell] = ["合　计"] if numbered else []
    return st.sampled_from([[], [[*label, *row]]] if numbered else [[]])


def _value(key: str, name: str, at: int) -> Cell:
    if key == "name":
        return name
    return 100 * at if FIELDS[key].type == "money" else VALUES[key]


def looked(data: bytes) -> Opened | Refused:
    try:
        return opened(data)
    except Refused as refused:
        return refused


def read(layout: Layout) -> Block:
    with tempfile.TemporaryDirectory() as folder:
        office = Path(folder) / "office.toml"
        office.write_text(OFFICE, encoding="utf-8")
        path = Path(folder) / "城关.xlsx"
        write = write_ods if layout.ods and not layout.sheet.merges else write_xlsx
        reader = Reader(LAW, load_office(office), Period.parse("2026-05"))
        (block,) = reader.read(PurePosixPath(path.name), "", looked(write(path, layout.sheet).read_bytes())).blocks
    return block


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(layouts())
def test_the_same_rows_are_read_from_any_layout(layout: Layout) -> None:
    block = read(layout)
    assert data(block, "name") == layout.names
    assert data(block, "plan") == layout.plans
    assert data(block, "ytd_done") == layout.plans
    assert {heading.field for heading in block.headings} >= set(WANTED)
    assert all(line.role is not Role.DATA or line.label == "" for line in block.lines)


WORDS = [
    *(
        "项目名称",
        "年度计划投资",
        "本年完成投资",
        "1-4月完成投资",
        "累计完成投资",
        "镇街",
        "序号",
        "合计",
        "其中：新建",
    ),
    *(
        "新建",
        "一、",
        "同上",
        "注：",
        "单位：万元",
        "填报单位：",
        "填报单位：城关",
        "报送日期：",
        "2025年3月",
        "甲",
        "1",
    ),
    *("-", "", " ", "（）", "：", "²", "\u200b"),
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=6)), max_size=6), min_size=1, max_size=9))
def test_no_sheet_breaks_the_reading(table: list[list[str]]) -> None:
    text = "\n".join(";".join(cell.replace(";", "").replace("\n", "") for cell in (*row, "")) for row in table)
    with tempfile.TemporaryDirectory() as folder:
        office = Path(folder) / "office.toml"
        office.write_text(OFFICE, encoding="utf-8")
        reader = Reader(LAW, load_office(office), Period.parse("2026-05"))
    read = reader.read(PurePosixPath("表.csv"), "", looked(text.encode("utf-8", "replace")))
    assert read.blocks or read.findings
    assert all(len(line.values) == len(block.headings) for block in read.blocks for line in block.lines)


def test_the_layouts_that_are_tried_can_be_opened() -> None:
    sheet = Sheet([["项目名称", "年度计划投资"], ["甲", 1]])
    with tempfile.TemporaryDirectory() as folder:
        (grid,) = opened(write_ods(Path(folder) / "a.ods", sheet).read_bytes()).grids
    assert grid.rows == [["项目名称", "年度计划投资"], ["甲", 1]]
