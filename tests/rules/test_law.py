"""The shipped law: what the code says and what the TOML says are the same."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from string import Formatter

import pytest

from pipeline.check.narrative import narrative_findings
from pipeline.model import Block, Fault, FaultKind, Finding, Level, Period, PipelineError, Value
from pipeline.rules import Law, law, load_law
from pipeline.rules.law import light
from tests.tables import LEADS, PROBLEMS, REGISTER, an_office, cleaned, judged, measured, sheet, tables

ROOT = Path(__file__).parents[2] / "pipeline"
LAW = load_law()
SLUG = re.compile(r"[a-z]+(-[a-z]+)+")
PLACES = {"file", "sheet", "cell", "field", "value", "sender"}


def constants(*rooms: str) -> set[str]:
    """Every string constant in the sources of some rooms."""
    paths = [path for room in rooms for path in ROOT.glob(room)]
    trees = [ast.parse(path.read_text("utf-8")) for path in paths]
    nodes = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {node.value for node in nodes if isinstance(node.value, str)}


def raised(paths: Iterator[Path]) -> Iterator[tuple[str, str]]:
    """The code of every ``…finding("code", …)``, ``problem="code"`` and ``hint="code"`` with its file."""
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                named = getattr(node.func, "attr", getattr(node.func, "id", ""))
                given = node.args[:1] if named.endswith("finding") else []
                given += [word.value for word in node.keywords if word.arg in ("problem", "hint", "code")]
                for one in ast.walk(ast.Module([ast.Expr(value) for value in given], [])):
                    if isinstance(one, ast.Constant) and isinstance(one.value, str) and SLUG.fullmatch(one.value):
                        yield path.name, one.value


def test_every_code_that_is_raised_is_in_the_table() -> None:
    found = list(raised(ROOT.rglob("*.py")))
    assert len(found) > 40
    assert [(file, code) for file, code in found if code not in LAW.findings] == []


def test_every_code_in_the_table_is_raised_somewhere() -> None:
    assert set(LAW.findings) - constants("**/*.py") == set()


@pytest.mark.parametrize("code", LAW.findings)
def test_every_message_is_one_sentence_on_which_a_person_can_act(code: str) -> None:
    wording = LAW.findings[code]
    assert wording.message.endswith("。") and wording.title and not wording.title.endswith("。")
    assert re.search("请|应|确认|确需|不作|不计|未采用|只计|以.*为准|列为", wording.message), wording.message
    assert all(name and re.fullmatch("[a-z_]+", name) for _, name, _, _ in Formatter().parse(wording.message) if name)


@pytest.mark.parametrize("code", LAW.findings)
def test_what_is_expected_uses_no_blank_that_the_sentence_lacks(code: str) -> None:
    wording = LAW.findings[code]
    given = {name: "某" for _, name, _, _ in Formatter().parse(wording.message) if name}
    assert "{" not in wording.expect.format_map(given) and not wording.expect.endswith("。")


def test_every_finding_that_a_sender_can_mend_says_what_is_expected() -> None:
    offices_own = {"sender-unknown", "narrative-without-heading", "narrative-unused", "narrative-differs",
                   "calendar-unknown", "snapshot-blocked", "own-table-unknown", "reading-unguarded",
                   "document-lost"}  # fmt: skip
    tables = ("correction-", "change-", "release-", "confirmation-")  # 更正, 清单变动 … are the office's own too
    silent = {code for code, wording in LAW.findings.items() if not wording.expect}
    assert {code for code in silent if not code.startswith(tables)} <= offices_own


HEAD = "项目名称 | 镇街 | 年度计划投资 | 本年完成投资"
ROW = "甲 | 城关 | 100 | 60"
OFFICE = an_office(deadlines={"monthly": 2}, dispatch={"技改": "市工信局"})
APRIL = tables(sheet(f"{HEAD} | 总投资 | 形象进度\n甲 | 城关 | 99 | 50 | 400 | 三层\n走 | 城关 | 1 | 1 | 9 | 完"))
STILL = {f"2026-0{month}": tables(sheet(f"{HEAD} | 项目阶段\n{ROW} | 在建")) for month in (2, 3, 4)}


def cell(value: Value, columns: str = "", row: str = "", at: str = "E2", **given: object) -> list[Finding]:
    """The findings on one cell."""
    text = f"{HEAD}{columns and f' | {columns}'}\n{ROW}{row or (columns and ' | ')}"
    return list(cleaned(sheet(text, cells={at: value}, **given))[1])  # type: ignore[arg-type]


def case(columns: str, row: str, *more: Block, period: str = "2026-05", **given: object) -> list[Finding]:
    blocks = (sheet(f"{HEAD} | {columns}\n{ROW} | {row}"), *more)
    return judged(*blocks, office=OFFICE, period=Period.parse(period), **given)[0]  # type: ignore[arg-type]


def listed(text: str) -> Block:
    return sheet(f"项目名称 | 镇街 | 年度计划投资\n{text}", form=REGISTER, sender=None, file="清单.xlsx")


def twin(row: str, sender: str = "市工信局") -> Block:
    return sheet(f"{HEAD} | 建设性质\n{row}", sender=sender, file="二.xlsx")


def own(form: str, head: str, row: str, file: str) -> Block:
    return sheet(f"{head}\n{row}", form=form, sender=None, file=file)


def order(row: str, file: str = "更正.xlsx", period: str = "") -> list[Finding]:
    head = "项目名称 | 镇街 | 字段 | 原值 | 更正值 | 原因 | 依据 | 经办人 | 期间"
    return list(cleaned(sheet(f"{HEAD}\n{ROW}"), own("更正表", head, f"{row} | 因 | 电话 | 王 | {period}", file))[1])


def change(row: str) -> list[Finding]:
    head = "项目名称 | 镇街 | 变动 | 新值 | 生效期 | 依据"
    return list(cleaned(listed("甲 | 城关 | 1"), own("清单变动表", head, f"{row} | 会议", "清单变动.xlsx"))[1])


def release(row: str) -> list[Finding]:
    head = "单位/文件 | 单元格或项目 | 核查代码 | 处理 | 原因 | 批准人"
    orders = own("放行表", head, f"{row} | 因 | 李", "放行.xlsx")
    return judged(sheet(f"{HEAD}\n{ROW}"), listed("甲 | 城关 | 100\n乙 | 石磨 | 5"), orders)[0]


def planned(node: str) -> list[Finding]:
    head = "项目名称 | 镇街 | 节点 | 计划完成时间 | 实际完成时间"
    return judged(sheet(f"{HEAD}\n{ROW}"), sheet(f"{head}\n{node}", form="节点计划表"))[0]


def visited(row: str, columns: str = "项目阶段 | 自开工累计完成投资", told: str = "在建 | 90") -> list[Finding]:
    seen = sheet(
        f"项目名称 | 镇街 | 日期 | 现场进度 | 核实投资\n{row}", form="现场督查记录表", sender=None, file="现场.xlsx"
    )
    return judged(sheet(f"{HEAD} | {columns}\n{ROW} | {told}"), seen)[0]


def stuck(tier: str, escalate: str) -> Block:
    head = "项目名称 | 镇街 | 问题类别 | 具体问题 | 当前层级 | 状态 | 是否提请市级协调"
    return sheet(f"{head}\n甲 | 城关 | 资金 | 缺钱 | {tier} | 未办结 | {escalate}", form=PROBLEMS)


SILENT = an_office(towns=tuple(unit.__class__(unit.name, unit.aliases) for unit in OFFICE.towns))
WRONG_TOTAL = sheet(f"{HEAD}\n{ROW}\n合计 | | 900 | 60", file="合.xlsx", sender="石磨镇")
LOST = sheet("项目名称 | 问题类别 | 具体问题 | 状态\n丙 | 资金 | 缺钱 | 未办结", form=PROBLEMS)
UNNAMED = sheet("项目名称 | 招引方式 | 阶段\n | 其他 | 在谈", form=LEADS)
SLIPS = "".join(f"\n乙{at} | 城关 | 1 | 0 | 9" for at in range(5))

RAISED = {
    "narrative-differs": lambda: list(
        narrative_findings({"下步要求": ("重点项目9个。",)}, measured(sheet(f"{HEAD}\n{ROW}")), LAW)
    ),
    "unit-missing": lambda: cell("1", at="C2", unit=None),
    "money-not-a-number": lambda: cell("约1", at="C2"),
    "number-not-understood": lambda: cell("三成", "填报完成率"),
    "date-not-understood": lambda: cell("尽快", "开工时间"),
    "date-two-readings": lambda: cell(6.3, "开工时间"),
    "bool-not-understood": lambda: cell("大概", "是否开工"),
    "status-not-understood": lambda: cell("大概", "土地"),
    "code-not-in-list": lambda: cell("拆", "建设性质"),
    "cell-error": lambda: cell(Fault(FaultKind.ERROR, "#REF!"), "总投资"),
    "formula-uncalculated": lambda: cell(Fault(FaultKind.UNCALCULATED, "=A1"), "总投资"),
    "digits-lost": lambda: cell(Fault(FaultKind.LOST_DIGITS, "1"), "项目代码"),
    "required-blank": lambda: [*cell(None, at="C2"), *cleaned(UNNAMED)[1]],
    "unit-differs": lambda: cell("1亿元", at="C2"),
    "name-cleaned": lambda: cell("甲\u200b", at="A2"),
    "permit-column-missing": lambda: cell("1", at="C2"),
    "cum-below-ytd": lambda: case("自开工累计完成投资", "50"),
    "cum-not-prior-plus-ytd": lambda: case("自开工累计完成投资 | 上年末累计完成投资", "90 | 5"),
    "ytd-below-month": lambda: case("本月完成投资", "70"),
    "finish-before-start": lambda: case("开工时间 | 竣工时间", "2026-03-01 | 2026-02-01"),
    "plan-over-total": lambda: case("总投资", "50"),
    "unit-slip": lambda: judged(sheet(f"{HEAD} | 总投资\n甲 | 城关 | 2000 | 1 | 9000{SLIPS}"))[0],
    "total-too-large": lambda: case("总投资", "10000000"),
    "invested-not-started": lambda: case("是否开工", "否"),
    "started-without-permit": lambda: case("是否开工 | 施工许可", "是 | ×"),
    "rate-differs": lambda: case("填报完成率", "30%"),
    "over-fulfilled": lambda: judged(sheet(f"{HEAD}\n甲 | 城关 | 10 | 60"))[0],
    "total-differs": lambda: judged(WRONG_TOTAL)[0],
    "duplicate": lambda: case("建设性质", "新建", twin(f"{ROW} | 新建")),
    "duplicate-differs": lambda: case("建设性质", "新建", twin("甲 | 城关 | 100 | 61 | 新建")),
    "duplicate-dispatched": lambda: case("建设性质", "技改", twin("甲 | 城关 | 100 | 61 | 技改")),
    "similar-name": lambda: judged(
        sheet(f"项目代码 | {HEAD}\n1 | 甲厂房 | 城关 | 1 | 0\n2 | 甲厂房项目 | 城关 | 1 | 0")
    )[0],
    "ytd-falls": lambda: judged(sheet(f"{HEAD}\n甲 | 城关 | 100 | 40"), history={"2026-04": APRIL})[0],
    "ytd-falls-with-reason": lambda: judged(
        sheet(f"{HEAD} | 备注\n甲 | 城关 | 100 | 40 | 核减"), history={"2026-04": APRIL}
    )[0],
    "ytd-not-last-plus-month": lambda: case("本月完成投资", "30", history={"2026-04": APRIL}),
    "plan-changed": lambda: case("总投资", "500", history={"2026-04": APRIL}),
    "total-changed": lambda: case("总投资", "500", history={"2026-04": APRIL}),
    "project-vanished": lambda: case("总投资", "500", history={"2026-04": APRIL}),
    "project-new": lambda: case("总投资", "500", twin("乙 | 石磨 | 1 | 0 | 新建"), history={"2026-04": APRIL}),
    "stalled": lambda: case("项目阶段", "在建", history=STILL),
    "image-unchanged": lambda: case("形象进度 | 是否开工", "三层 | 是", history={"2026-04": APRIL}),
    "not-in-register": lambda: case("总投资", "500", listed("乙 | 石磨 | 1")),
    "not-reported": lambda: case("总投资", "500", listed("乙 | 石磨 | 1")),
    "register-differs": lambda: case("总投资", "500", listed("甲 | 城关 | 1")),
    "sender-silent": lambda: judged(sheet(f"{HEAD}\n{ROW}"), listed("乙 | 石磨 | 1"), office=SILENT)[0],
    "onsite-money-differs": lambda: visited("甲 | 城关 | 2026-05-12 | | 40"),
    "onsite-stage-differs": lambda: visited("甲 | 城关 | 2026-05-12 | 停工 | "),
    "points-unit-unknown": lambda: judged(
        own("考核加减分表", "单位 | 分值 | 原因 | 依据", "某局 | 1 | 甲 | 乙", "加分.xlsx")
    )[0],
    "onsite-project-unknown": lambda: visited("丁 | 城关 | 2026-05-12 | 停工 | 40"),
    "node-project-unknown": lambda: planned("丁 | 城关 | 封顶 | 2026-06-01 | "),
    "node-done-ahead": lambda: planned("甲 | 城关 | 封顶 | 2026-06-01 | 2026-06-02"),
    "reported-late": lambda: judged(sheet(f"{HEAD}\n{ROW}", reported="2026-06-20"), office=OFFICE)[0],
    "problem-without-project": lambda: judged(sheet(f"{HEAD}\n{ROW}"), LOST)[0],
    "tier-unknown": lambda: judged(sheet(f"{HEAD}\n{ROW}"), stuck("上面", ""))[0],
    "request-blank": lambda: judged(sheet(f"{HEAD}\n{ROW}"), stuck("", "是"))[0],
    "correction-field-unknown": lambda: order("甲 | 城关 | 高度 | 1 | 2"),
    "correction-project-unknown": lambda: order("丙 | 城关 | 本年完成投资 | 1 | 2"),
    "correction-old-differs": lambda: order("甲 | 城关 | 本年完成投资 | 1 | 2"),
    "correction-not-understood": lambda: order("甲 | 城关 | 本年完成投资 | 60 | 约2"),
    "correction-lapsed": lambda: order("甲 | 城关 | 本年完成投资 | 1 | 2", "../更正.xlsx"),
    "correction-other-period": lambda: order("甲 | 城关 | 本年完成投资 | 60 | 2", period="2026-04"),
    "change-value-missing": lambda: change("甲 | 城关 | 更名 | | 2026-05-01"),
    "change-project-unknown": lambda: change("丙 | 城关 | 停缓建 | | 2026-05-01"),
    "release-code-unknown": lambda: release("城关 | 甲 | 没有 | 属实"),
    "release-not-allowed": lambda: release("城关 | 甲 | file-empty | 属实"),
    "release-without-place": lambda: release("城关 | | plan-over-total | 属实"),
    "release-unused": lambda: release("城关 | 甲 | plan-over-total | 属实"),
    "release-nothing-to-carry": lambda: release("石磨 | 乙 | not-reported | 沿用上期"),
    "calendar-unknown": lambda: judged(
        sheet(f"{HEAD}\n{ROW}", reported="2027-06-20"), office=OFFICE, period=Period.parse("2027-05")
    )[0],
}


@pytest.mark.parametrize("code", RAISED)
def test_every_blank_of_a_sentence_is_filled(code: str) -> None:
    found = [finding for finding in RAISED[code]() if finding.code == code]
    assert found
    for finding in found:
        assert "None" not in finding.message and "{" not in finding.message
        assert not re.search("None|“”|（）", finding.expected)
        assert not re.search("“”|（）|《》|为，|比上期的减|由变", finding.message), finding.message
        assert finding.level == LAW.findings[code].level or code in LOWERED


LOWERED = {"digits-lost", "cell-error", "required-blank", "number-not-understood"}  # the level follows the field


def test_all_codes_of_clean_and_check_are_exercised_here() -> None:
    said = constants("clean/*.py", "check/*.py") & set(LAW.findings)
    assert said - set(RAISED) == set()


def test_what_a_person_wrote_is_masked_in_every_finding() -> None:
    finding = LAW.finding("code-not-in-list", value="张三13800138000", field="镇街", near="城关")
    assert "13800138000" not in repr(finding) and finding.value == "张三***"


def test_a_finding_takes_its_level_from_the_table_unless_told() -> None:
    assert LAW.finding("file-empty", file="a").level is Level.BLOCK
    assert LAW.finding("file-empty", file="a", level=Level.HINT).level is Level.HINT


def test_every_field_that_a_figure_or_a_check_names_exists() -> None:
    fields = LAW.forms["项目进度表"].fields
    assert [f"permit.{permit}" for permit in LAW.permits] == [key for key, field in fields.items() if field.permit]
    governed = {field.title for field in fields.values() if field.register}
    assert governed == {
        "总投资", "年度计划投资", "建设性质", "产业链", "项目级别", "批次", "拟观摩", "所属打包项目", "计划开工时间",
    }  # fmt: skip
    assert {field.title for field in fields.values() if field.required} == {"项目名称", "年度计划投资", "本年完成投资"}


def test_every_code_list_that_a_field_names_exists() -> None:
    lists = {field.code_list for form in LAW.forms.values() for field in form.fields.values() if field.code_list}
    assert lists - set(LAW.codes) == {"town", "chain"}
    for stages in ("started_stages", "finished_stages", "producing_stages"):
        assert set(LAW.figures[stages]) <= set(LAW.codes["stage"].values())


def test_no_heading_means_two_fields_of_one_form() -> None:
    for form in LAW.forms.values():
        spellings = [word for field in form.fields.values() for word in (field.title, *field.also)]
        assert len(spellings) == len(set(spellings)), form.name


def test_thresholds_that_contradict_each_other_are_refused() -> None:
    row = {"from": date(2026, 1, 1), "by": "ratio", "green": "0.6", "yellow": "0.8"}
    with pytest.raises(ValueError, match="green 大于 yellow"):
        light(row)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [("figures.toml", 'by = "ratio" ', 'by = "guess" '), ("codes.toml", '"续建" = []', '"续建" = ["扩建"]')],
)
def test_a_broken_law_names_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, old: str, new: str
) -> None:
    for file in law.FILES:
        text = (law.HERE / file).read_text("utf-8")
        assert file != name or old in text
        (tmp_path / file).write_text(text.replace(old, new) if file == name else text, "utf-8")
    monkeypatch.setattr(law, "HERE", tmp_path)
    with pytest.raises(PipelineError, match=name):
        load_law.__wrapped__()


def test_the_law_is_the_same_object_for_all() -> None:
    assert isinstance(LAW, Law) and load_law() is LAW and len(LAW.sha256) == 64


def test_no_test_case_names_a_place_that_is_none() -> None:
    assert set(Finding.__dataclass_fields__) > PLACES
