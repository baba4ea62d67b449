"""The charts, and the documents that carry them, as LibreOffice sets them: names, numbers and their places."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.documents.charts.chart import Chart
from pipeline.documents.charts.charts import growth
from pipeline.documents.engine.engine import Template
from tests.documents.making import make
from tests.documents.month import LAW, TEMPLATES, office
from tests.documents.test_charts import every_kind
from tests.documents.test_pages import within_type_area
from tests.documents.test_supply import DOCUMENTS, a_month
from tests.documents.word import template
from tests.rendering.render import to_pdfs

pytestmark = pytest.mark.rendered

GROWN = growth("甲项目", [("1月", None), ("2月", 12_340_000), ("3月", None), ("4月", 56_780_000)])


def charts() -> dict[str, Chart]:
    return {**every_kind(), GROWN.kind: GROWN}


def drawn(folder: Path) -> bytes:
    """One page a chart, below its own name."""
    told = [words for kind in charts() for words in (f"图{kind}", f"{{{{ 图.{kind} }}}}")]
    return Template(template(folder / "图.docx", *told)).render({"图": charts()})


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    pdfplumber = pytest.importorskip("pdfplumber")
    folder = tmp_path_factory.mktemp("charts")
    made = {
        name: next(iter(make(key, a_month(), {}, office(), LAW, TEMPLATES).values())) for key, name in DOCUMENTS.items()
    }
    made["各图"] = drawn(folder)
    files = [folder / f"{name}.docx" for name in made]
    for file, data in zip(files, made.values(), strict=True):
        file.write_bytes(data)
    opened = {pdf.stem: pdfplumber.open(pdf) for pdf in to_pdfs(files, folder)}
    yield {name: pdf.pages for name, pdf in opened.items()}
    for pdf in opened.values():
        pdf.close()


def text(pages: list[Any]) -> str:
    return "".join(char["text"] for page in pages for char in page.chars)


@pytest.mark.parametrize("name", DOCUMENTS.values())
def test_nothing_leaves_the_type_area(pages: dict[str, Any], name: str) -> None:
    for page in pages[name]:
        within_type_area(page)


def test_every_chart_prints_its_names_and_its_numbers(pages: dict[str, Any]) -> None:
    printed = text(pages["各图"])
    for chart in charts().values():
        assert all(name in printed or name[::-1] in printed for name in chart.categories), chart.kind
    for number in ("49.3", "1234", "5678"):
        assert number in printed or number[::-1] in printed, number


def test_a_chart_is_never_parted_from_its_caption(pages: dict[str, Any]) -> None:
    (page,) = (page for page in pages["项目滚动推进情况"] if "图1　" in text([page]))
    assert "投产一批" in text([page]).split("图1　")[0]
