"""Measured figures and rows come in; 底稿.xlsx goes out: every number opens into rows, every row into a cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.model import Figure, Finding, Measured, Tables
from pipeline.model.provenance import Printed
from pipeline.model.terms import PROJECTS
from pipeline.rules import Law
from pipeline.workbooks.agreement import Check
from pipeline.workbooks.book import Book, Page
from pipeline.workbooks.columns import SHEETS
from pipeline.workbooks.detailed import write_detail
from pipeline.workbooks.details import Detail, Link, details
from pipeline.workbooks.formulas import Translator
from pipeline.workbooks.indicators import MOST_FORMULAS, ordered, translator, write_indicators
from pipeline.workbooks.judged import OFFICE, write_findings
from pipeline.workbooks.openly import NAME, write_interventions
from pipeline.workbooks.printed import At, Proof, proofs
from pipeline.workbooks.reconciled import SHEET, Ledger, checks, results, write_reconciled
from pipeline.workbooks.volumes import Volume, volumes

NAME_OF_ALL = "底稿"
ABOUT = {
    "指标": "每个数一行：数值是对明细的公式；印成什么、印在哪里，并用公式核对；附口径、备注、行数和公式的文字说明。",
    "勾稽": "应当相等的数：分项与合计、构成、本月与上月、表与正文，两边和结果都是公式。",
    "明细": "每个接收的项目一行：填报的各字段（金额单位均为元），及据此判定的各项（1为是，“·”即0为否）。",
    "问题明细": "每个计入的问题一行，附所属项目的镇街、建设性质等。",
    "招引明细": "招引项目表每个项目一行。",
    "策划明细": "策划储备项目表每个项目一行。",
    "流转明细": "策划储备项目和项目进度表中的项目每个一行，本期和上期各在哪一批；退出的招引项目列在最后。",
    "节点明细": "节点计划表每个节点一行，附是否完成、逾期、近期到期。",
    "督查明细": "现场督查记录表每条记录一行。",
    "督办明细": "本年在办过的督办事项每个一行，附计入督办各数（上期的在右）的标志。",
    "加减分明细": "《考核加减分》表每行一行，附计入加分、减分的标志。",
    NAME: "本期起作用的每一条更正、放行和清单变动：原值、现值、原因、依据、经办人，写在哪里，改的是哪个单元格。",
    "数据核查": "本期全部核查问题：阻断在前，附所在文件和单元格。",
}
CAUTION = "本表由程序生成，只供核对；更正请走更正表，不要改本表。"
STEPS = (
    "在“指标”中按“指标”“范围”筛选，找到要核对的数；点“数值”可见公式，其中“明细_已开工”即“明细”的“已开工”列。",
    "到公式所指的明细表，按公式中的条件筛选各列（标志列选1，范围列选镇街等），"
    "留下的行就是这个数的依据；选中要加的列，状态栏有计数和求和。",
    "点该行的“来源”，打开报送单位的原表，光标停在项目所在行，与原单元格核对。",
)
COLOURS = (("来源", "编号、来源"), ("填报", "填报的字段"), ("计算", "程序判定和计算"), ("检索", "公式检索用，可不看"))


def working_paper(*args: Any, **options: Any) -> bytes:
    """底稿.xlsx alone, see ``working_papers``."""
    return working_papers(*args, **options)[NAME_OF_ALL]


def working_papers(
    measured: Measured,
    tables: Tables,
    findings: Sequence[Finding],
    law: Law,
    link: Link,
    *,
    groups: Mapping[str, str] | None = None,
    office: str = OFFICE,
    printed: Sequence[Printed] = (),
) -> dict[str, bytes]:
    """底稿 and, where one sheet does not serve all projects, 底稿明细1 … beside it, by their names. ``link`` gives the
    relative path from them to a source file; ``groups`` is the 考核类别 of each 镇街 (without it 类别名次 stands as a
    value); ``office`` acts on findings that name no sender; ``printed`` is what the documents of the run printed."""
    sheets, figures = details(measured, tables, law, link), ordered(measured.figures)
    live, book = len(figures) <= MOST_FORMULAS, Book(NAME_OF_ALL, measured.period)
    apart = () if live else volumes(sheets[PROJECTS], law.checks["most_detailed"])
    translate = translator(figures, sheets, groups or {})
    said = proofs(printed, translate.grid.figures)
    agreeing = checks(Ledger.of(figures, translate.grid.rows, sheets), said)
    _write_about(book, measured, sheets, agreeing, len(findings), {**_outcomes(agreeing, said), **_where(apart)})
    write_indicators(book, figures, translate, said)
    write_reconciled(book, agreeing, live=live)
    for detail in (one for name, one in sheets.items() if not (apart and name == PROJECTS)):
        write_detail(book, detail)
    _define(book, translate, figures)
    write_interventions(book, measured.interventions, link)
    write_findings(book, "数据核查", findings, law, office, link)
    return {NAME_OF_ALL: book.bytes(), **{volume.name: _volume(volume, measured) for volume in apart}}


def _volume(volume: Volume, measured: Measured) -> bytes:
    book = Book(volume.name, measured.period)
    write_detail(book, volume.detail)
    return book.bytes()


def _where(apart: Sequence[Volume]) -> Mapping[str, str]:
    """In which workbooks the projects stand, where it is not this one."""
    told = "；".join(f"《{volume.name}》{volume.said}" for volume in apart)
    return {SHEETS[PROJECTS]: f"项目较多，按镇街分列在同一文件夹的{told}。"} if apart else {}


def _define(book: Book, translate: Translator, figures: Sequence[Figure]) -> None:
    """Names for the columns that formulas use, so that they read as words."""
    if len(figures) > MOST_FORMULAS:
        return
    for name, (table, key) in translate.used().items():
        detail = translate.details[table]
        book.define(name, detail.cells(key))


def _write_about(
    book: Book,
    measured: Measured,
    sheets: Mapping[str, Detail],
    agreeing: Sequence[Check],
    findings: int,
    outcomes: Mapping[str, str],
) -> None:
    page = book.page("说明")
    page.upright((14, 96, 10))
    figures = len(measured.figures)
    counts = {detail.name: len(detail.rows) for detail in sheets.values()}
    counts |= {"指标": figures, SHEET: len(agreeing), NAME: len(measured.interventions), "数据核查": findings}
    names = ("指标", SHEET, *(SHEETS[table] for table in sheets), NAME, "数据核查")
    day = measured.period.as_of
    page.put(0, 0, f"底稿{book.span}", "title")
    page.put(1, 0, f"数据截止日：{day.year}年{day.month}月{day.day}日。{CAUTION}")
    row = _listing(page, 3, [(name, ABOUT[name] + outcomes.get(name, ""), counts[name]) for name in names])
    row = _steps(page, row + 1)
    _legend(page, row + 1, figures)


def _outcomes(agreeing: Sequence[Check], said: Mapping[At, Proof]) -> Mapping[str, str]:
    """How this period's checks ended, for whoever opens the workbook."""
    told = {SHEET: f"本期结果：{results(agreeing)}。"} if agreeing else {}
    if said:
        verdicts = Counter(proof.verdict for proof in said.values())
        ended = "，".join(f"{word}{count}" for word, count in sorted(verdicts.items()))
        told["指标"] = f"本期印出{len(said)}个数：{ended}。"
    return told


def _listing(page: Page, row: int, lines: Sequence[tuple[str, str, int]]) -> int:
    page.row(row, ("工作表", "内容", "行数"), ("来源",) * 3)
    for at, line in enumerate(lines, row + 1):
        page.row(at, line, ("strong", "wrapped", "count"))
    return row + len(lines) + 1


def _steps(page: Page, row: int) -> int:
    page.row(row, ("核对一个数", "三步"), ("来源",) * 2)
    for at, step in enumerate(STEPS, 1):
        page.row(row + at, (f"第{at}步", step), ("strong", "wrapped"))
    return row + len(STEPS) + 1


def _legend(page: Page, row: int, figures: int) -> None:
    for at, (group, words) in enumerate(COLOURS):
        page.row(row + at, ("标题颜色", words), (group, "text"))
    if figures > MOST_FORMULAS:
        note = f"本期指标共{figures}个，超过{MOST_FORMULAS}个，“数值”只列结果，不列公式；公式说明照列。"
        page.row(row + len(COLOURS) + 1, ("注意", note), ("strong", "wrapped"))
