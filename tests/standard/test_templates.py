"""Every shipped template in every carrier, for small, large and long months: nothing that the standard fixes is broken,
in the file or on its pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pytest

from pipeline.standard import Judgement, judged
from pipeline.standard.rendering import converted
from tests.documents.chained import a_chain_month
from tests.documents.chained import an_office as chain_office
from tests.documents.chained import documents as chained
from tests.documents.following import followed
from tests.documents.inspecting import INSPECTED, inspected, report
from tests.documents.month import ROWS, a_month, bulletin, office
from tests.documents.test_assessment import MANY as MARKS
from tests.documents.test_assessment import file as scored
from tests.documents.test_assessment import judged as scores
from tests.documents.test_bulletin import MANY
from tests.documents.test_confirmation import confirmations
from tests.documents.test_notice import notice_file
from tests.documents.test_quality import quality_notice
from tests.documents.test_supervision import MORE, NOBODY
from tests.documents.test_week import NOW, a_week, weekly
from tests.documents.year import document, spring
from tests.standard.planting import planted, words

LONG = ROWS.replace("甲项目", "甲" * 120).replace("主体施工", "主体施工" * 30)
TITLE = (
    "推进情况的通报",
    "推进情况及有关要素保障、手续办理、问题销号和督查督办等各方面工作情况以及下一步工作安排的通报",
)
Made = Callable[[], bytes]
MADE: Mapping[str, Made] = {
    "通报3": lambda: bulletin(a_month()),
    "通报0": lambda: bulletin(a_month("", "")),
    "通报600": lambda: bulletin(a_month(MANY, "")),
    "通报长": lambda: bulletin(a_month(LONG)),
    "通报四行标题": lambda: planted(bulletin(a_month()), words("关于2026", *TITLE)),
    "通报简报3": lambda: bulletin(a_month(), carrier="简报"),
    "通报简报600": lambda: bulletin(a_month(MANY, ""), carrier="简报"),
    "通报简报长": lambda: bulletin(a_month(LONG), carrier="简报"),
    "报告": lambda: report(signer="张某某"),
    "报告0": lambda: report(inspected("", "", ""), NOBODY),
    "报告长": lambda: report(inspected(INSPECTED.replace("主体", "主体" * 60), LONG.replace("甲" * 120, "甲项目")),
                          followed(MORE)),
    "报告600": lambda: report(inspected("", MANY, ""), followed(MORE)),
    "报告简报": lambda: report(carrier="简报"),
    "通知": lambda: notice_file(),
    "通知多": lambda: notice_file(of=followed(MORE)),
    "通知简报": lambda: notice_file(office=office(carrier="简报")),
    "周报": lambda: weekly(carrier="公文"),
    "周报简报": lambda: weekly(carrier="简报"),
    "周报600": lambda: weekly(a_week(MANY, nodes="", before=MANY, problems=""), carrier="公文"),
    "周报长": lambda: weekly(a_week(NOW.replace("主体施工", "主体施工" * 30)), carrier="简报"),
    "确认单": lambda: next(iter(confirmations(a_month()).values())),
    "确认单600": lambda: next(iter(confirmations(a_month(MANY, "")).values())),
    "确认单长": lambda: next(iter(confirmations(a_month(LONG)).values())),
    "考核": lambda: scored(scores()),
    "考核简报": lambda: scored(scores(), carrier="简报"),
    "考核0": lambda: scored(scores("", "", "")),
    "考核200": lambda: scored(scores(given=MARKS)),
    "考核敏感性": lambda: scored(scores(), "sensitivity"),
    "专报": lambda: chained("chain-report")["产业链专报/高端装备.docx"],
    "专报简报": lambda: chained("chain-report", of=chain_office(carrier="简报"))["产业链专报/高端装备.docx"],
    "专报招引": lambda: chained("chain-report")["产业链专报/生物医药.docx"],
    "要素分析": lambda: next(iter(chained("element-analysis").values())),
    "要素分析0": lambda: next(iter(chained("element-analysis", a_chain_month("", "", "", "")).values())),
    "要素分析简报": lambda: next(iter(chained("element-analysis", of=chain_office(carrier="简报")).values())),
    "议题单": lambda: next(iter(chained("joint-meeting").values())),
    "议题单0": lambda: next(iter(chained("joint-meeting", a_chain_month(solving="")).values())),
    "提请": lambda: next(iter(chained("element-request").values())),
    "提请0": lambda: next(iter(chained("element-request", a_chain_month(solving="")).values())),
    "提请简报": lambda: next(iter(chained("element-request", of=chain_office(carrier="简报")).values())),
    "调度会长": lambda: next(iter(document("meeting", spring(LONG)).values())),
    "十快简报600": lambda: next(iter(document("fast-slow", a_month(MANY, ""), carrier="简报").values())),
    "红黄牌": lambda: next(iter(document("cards", spring()).values())),
    "数据质量": lambda: quality_notice(),
    "镇街卡": lambda: next(iter(document("town-card", spring(LONG)).values())),
    "部门卡": lambda: next(iter(document("department-card", spring(LONG)).values())),
}  # fmt: skip

PLAIN = [
    "通报3",
    "报告",
    "通知",
    "周报",
    "确认单",
    "考核",
    "考核敏感性",
    "专报",
    "要素分析",
    "议题单",
    "提请",
    "红黄牌",
    "数据质量",
    "镇街卡",
    "部门卡",
]  # each template once
HUGE = [name for name in MADE if name.endswith("600")]
SMALL = [name for name in MADE if name not in HUGE]
LARGE = "通报600"


@cache
def made(name: str) -> bytes:
    return MADE[name]()


def fixed(found: Judgement) -> list[tuple[str, ...]]:
    return [(each.code, each.found, each.text, str(each.page)) for each in found.violations if each.strength == "定"]


@pytest.mark.parametrize("name", [*SMALL, *(pytest.param(name, marks=pytest.mark.slow) for name in HUGE)])
def test_no_file_breaks_what_the_standard_fixes(name: str) -> None:
    assert fixed(judged(made(name), name)) == []


@pytest.mark.rendered
@pytest.mark.parametrize("names", [PLAIN, pytest.param([*SMALL, LARGE], marks=pytest.mark.slow)], ids=["plain", "all"])
def test_no_page_breaks_what_the_standard_fixes(names: list[str]) -> None:
    pdfs = dict(zip(names, converted(list(map(made, names))), strict=True))
    found = {name: judged(made(name), name, rendered=pdfs[name]) for name in names}
    assert [name for name, each in found.items() if not each.measured] == []
    assert {name: broken for name, each in found.items() if (broken := fixed(each))} == {}


@pytest.mark.parametrize("name", [*SMALL, pytest.param(LARGE, marks=pytest.mark.slow)])
def test_validators_find_nothing(name: str, tmp_path: Path) -> None:
    audit, integrity = pytest.importorskip("openxml_audit"), pytest.importorskip("docx_integrity")
    path = tmp_path / "样.docx"
    path.write_bytes(made(name))
    assert [str(error) for error in audit.OpenXmlValidator().validate(path).errors] == []
    assert [str(finding) for finding in integrity.check(path)] == []
