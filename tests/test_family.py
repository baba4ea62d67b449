"""The whole family of a month, everything switched on: made in one pass, no two documents disagree, and a new document
needs a template and a stanza alone."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections import Counter, defaultdict
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest
import tomlkit
from docx import Document
from python_calamine import CalamineWorkbook

from pipeline.documents import catalogue
from pipeline.model import TEMPLATES, Kind, Origin, Period, Printed, Request
from pipeline.run import execute, of_cadence
from pipeline.run.corridor import opened
from pipeline.run.drafts import Draft
from pipeline.run.making import Worked, work
from pipeline.run.papers import documents
from tests.documents.charted import charts_of
from tests.documents.dump import dumped
from tests.documents.word import template
from tests.workbooks.dump import dumped as sheets

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"
SAID = {name: name for name in ("调度会材料", "十快十慢", "红黄牌通报", "数据质量通报")} | {
    "镇街汇报卡": "镇街汇报卡/石磨镇",
    "部门汇报卡": "部门汇报卡/市自然资源和规划局",
}
MONTH = Period.parse("2026-05")
NUMBER = re.compile(r"-?\d+(?:\.(\d+))?")
SCALES = {"元": (1, 10**4, 10**8), "%": (1,)}  # a table says in its head which of them it prints
DEFAULT_ON = {"调度通报", "督查报告", "督办通知单", "数据确认单", "产业链专报", "三个清单两张表"}
STANZA = """
[example]
name = "样例快报"
title = "样例快报（{期间}）"
template = "样例.docx"
carriers = ["公文", "简报"]
cadence = "monthly"
masthead = "样例"
needs = ["往期"]
"""
WORDS = (
    "全市{{ 全市.项目总数|个数 }}个项目，完成率{{ 全市.年度投资完成率|百分率 }}。",
    "{%p for 行 in 镇街排名 if 行.名次 == 1 %}",
    "第一是{{ 行.镇街 }}。",
    "{%p endfor %}",
    "{%p for 月 in 往期 %}",
    "{{ 月.期间.名称 }}完成率{{ 月.全市.年度投资完成率|百分率 }}。",
    "{%p endfor %}",
)


def everything(folder: Path) -> Path:
    """The sample's input/ with every document of the catalogue switched on."""
    copy = Path(shutil.copytree(ROOT / "input", folder / "input", ignore=shutil.ignore_patterns("2026-W*")))
    office = tomlkit.parse((copy / "office.toml").read_text(encoding="utf-8"))
    for entry in catalogue(TEMPLATES).values():
        office.setdefault("documents", {}).setdefault(entry.name, {})["enabled"] = True
    (copy / "office.toml").write_text(tomlkit.dumps(office), encoding="utf-8")
    return copy


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> tuple[Worked, list[Draft]]:
    """May, worked through once, and every document of it."""
    folder = tmp_path_factory.mktemp("family")
    place, output = everything(folder), folder / "output"
    output.mkdir()
    names = of_cadence(place, "monthly")
    assert set(names) == {key for key, entry in catalogue(TEMPLATES).items() if entry.cadence == "monthly"}
    request = Request(MONTH, place, output, f"sqlite:///{output / 'ledger.sqlite'}", "monthly", names)
    with opened(request, lambda _: None) as corridor:
        worked = work(corridor)
        return worked, documents(corridor, worked)[0]


def figures_of(drafts: list[Draft]) -> dict[Origin, list[Printed]]:
    found: dict[Origin, list[Printed]] = defaultdict(list)
    for draft in drafts:
        for one in draft.printed:
            if one.origin.kind is Kind.FIGURE and NUMBER.search(one.text):
                found[one.origin].append(one)
    return found


def rows(data: bytes) -> Counter[str]:
    """How many rows with an ordinal each sheet has."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    lines = ((name, line) for name in book.sheet_names for line in book.get_sheet_by_name(name).to_python())
    return Counter(name for name, line in lines if isinstance(line[0], float))


def rounded(value: Fraction, places: int) -> str:
    """Half up, away from zero, with its trailing zeros."""
    step = Decimal(1).scaleb(-places)
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return str(exact.quantize(step, ROUND_HALF_UP).copy_abs())


def test_every_figure_is_printed_as_it_was_measured(month: tuple[Worked, list[Draft]]) -> None:
    worked, drafts = month
    assert worked.measured
    wrong = []
    for origin, printed in figures_of(drafts).items():
        figure = worked.measured.index.get((origin.scope, origin.name))
        if figure is None or figure.value is None:
            wrong += [(one.document, one.place, f"{origin} {one.text}") for one in printed if figure is None]
            continue
        for one in printed:
            match = NUMBER.search(one.text)
            if match is None or (figure.note and figure.note in one.text):
                continue
            said, places = match[0].lstrip("-"), len(match[1] or "")
            known = {rounded(Fraction(figure.value) / by, places) for by in SCALES.get(figure.unit, (1,))}
            if said not in known:
                wrong.append((one.document, one.place, f"{origin.scope}{origin.name} {one.text} {known}"))
    assert wrong == []


def test_a_figure_is_printed_the_same_in_every_document(month: tuple[Worked, list[Draft]]) -> None:
    shared, apart = 0, []
    for origin, printed in figures_of(month[1]).items():
        shared += len({one.document for one in printed}) > 1
        said: dict[tuple[str, int], set[str]] = defaultdict(set)
        for one in printed:
            if match := NUMBER.search(one.text):
                said[one.text[match.end() :], len(match[1] or "")].add(match[0].lstrip("-"))
        apart += [(origin, texts) for texts in said.values() if len(texts) > 1]
    assert shared > 140 and apart == []


def test_charts_hold_the_figures_that_the_tables_print(month: tuple[Worked, list[Draft]]) -> None:
    worked, drafts = month
    assert worked.measured
    index = worked.measured.index
    trend, towns, lights, batches = charts_of(next(one.data for one in drafts if one.path == "重点项目图表.docx"))

    def told(scope: str, name: str, places: int = 0) -> float:
        return float(rounded(Fraction(index[scope, name].value or 0), places))

    assert list(trend["年度投资完成率"])[-1] == "5月"
    assert trend["年度投资完成率"]["5月"] == told("全市", "年度投资完成率", 1)
    met, short, _ = towns.values()
    assert {name: met[name] if met[name] is not None else short[name] for name in met} == {
        name: told(f"镇街:{name}", "年度投资完成率", 1) for name in met
    }
    for light, chains in lights.items():
        assert chains == {chain: told(f"产业链:{chain}", f"{light}数") for chain in chains}
    then, now = batches.values()
    assert now == {batch: told("全市", batch) for batch in now}
    assert then == {batch: told("全市", f"上期{batch}") for batch in then}


def test_what_an_office_issues_by_default_is_switched_on() -> None:
    on = of_cadence(ROOT / "input", "monthly")
    assert {catalogue(TEMPLATES)[key].name for key in on} == DEFAULT_ON


def test_a_new_document_is_a_template_and_a_stanza(tmp_path: Path) -> None:
    templates = Path(shutil.copytree(TEMPLATES, tmp_path / "templates"))
    template(templates / "样例.docx", *WORDS)
    with (templates / "catalogue.toml").open("a", encoding="utf-8") as stanzas:
        stanzas.write(STANZA)
    output = tmp_path / "output"
    url = f"sqlite:///{output / 'ledger.sqlite'}"
    asked = Request(MONTH, ROOT / "input", output, url, "example", ("example",), templates=templates)
    assert execute(asked).status == "made"
    document = Document(io.BytesIO((output / "2026-05" / "样例快报.docx").read_bytes()))
    figures = json.loads((output / "2026-05" / "figures.json").read_bytes())["figures"]
    value = next(row for row in figures if (row["scope"], row["name"]) == ("全市", "年度投资完成率"))["value"]
    said = "\n".join(line.text for line in document.paragraphs)
    rate = Decimal(value).quantize(Decimal("0.1"), ROUND_HALF_UP)
    assert f"完成率{rate}%。" in said and "2026年1—3月完成率" in said and "2026年1—4月完成率" in said
    assert re.search("第一是.+。", said)


@pytest.mark.parametrize("name", SAID)
def test_a_document_of_may_says_what_its_golden_text_says(name: str, month: tuple[Worked, list[Draft]]) -> None:
    made = next(draft.data for draft in month[1] if draft.path == f"{SAID[name]}.docx")
    again = f"看过差异、确认无误后，把新的文字写入 tests/golden/{name}.txt"
    assert dumped(made) == (GOLDEN / f"{name}.txt").read_text("utf-8"), again


@pytest.mark.parametrize("name", ["三个清单两张表", "时间表路线图"])
def test_the_workbooks_of_a_town_say_what_their_golden_text_says(name: str, month: tuple[Worked, list[Draft]]) -> None:
    made = next(draft.data for draft in month[1] if draft.path == f"{name}/石磨镇.xlsx")
    again = f"python -m tests.workbooks.dump output/2026-05/{name}/石磨镇.xlsx > tests/golden/{name}.txt"
    assert sheets(made) == (GOLDEN / f"{name}.txt").read_text("utf-8"), f"看过差异、确认无误后：{again}"


def test_the_lists_of_the_towns_are_those_of_the_city(month: tuple[Worked, list[Draft]]) -> None:
    books = {draft.path: draft.data for draft in month[1] if draft.path.endswith(".xlsx")}
    city = rows(books.pop("三个清单两张表.xlsx"))
    towns = [rows(data) for path, data in books.items() if path.startswith("三个清单两张表/")]
    assert len(towns) == 20 and city["项目进度调度表"] > 280
    assert {name: sum(town[name] for town in towns) for name in city} == city
