"""A prepared template and docxtpl's own way give the same document; only what changes in a package is made anew."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from lxml import etree

from pipeline.documents import catalogue
from pipeline.documents.engine.compiled import compiled
from pipeline.documents.engine.engine import Properties, Template, TemplateError
from pipeline.documents.engine.filled import EVERY
from pipeline.documents.engine.finishing import Finished, by_docxtpl
from pipeline.documents.engine.package import members
from pipeline.documents.origins import SOURCE
from pipeline.documents.quantity import Quantity
from pipeline.documents.wording import FILTERS
from pipeline.model import Kind, Origin
from pipeline.run import specimen
from tests.documents.dump import dumped
from tests.documents.month import LAW, TEMPLATES
from tests.documents.word import template

FORM = Origin(Kind.FIELD, form="项目进度表", row="甲")
ROWS = [
    {"名": f"项目{at}", "额": Quantity(at * 10**6, "元"), "数": Quantity(at, "个"), SOURCE: FORM} for at in range(5)
]
TREE = [{"名": "一", "下": [{"名": "二", "下": []}]}]
CITY = {"项目总数": Quantity(4, "个"), SOURCE: Origin(Kind.FIGURE, "全市")}
SAID = {"名": "甲&乙<丙“丁”", "名单": ROWS, "全市": CITY, "树": TREE, "色": "FFCC00", "两行": "甲\n乙"}
TABLE = [["项目", "投资"], ["{%tr for 行 in 名单 %}", ""], ["{{ 行.名 }}", "{{ 行.额|亿元 }}"], ["{%tr endfor %}", ""]]
MERGED = [[line[0], f"{{% vm %}}{line[1]}"] if at == 2 else line for at, line in enumerate(TABLE)]
COLOURED = [[line[0], f"{{% cellbg 色 %}}{line[1]}"] if at == 2 else line for at, line in enumerate(TABLE)]


def in_both_ways(ready: Template, said: Any) -> tuple[Finished, Finished]:
    assert compiled(ready.words, frozenset(FILTERS)), "only docxtpl can fill it"
    return ready.finished(said), by_docxtpl(ready.composed, ready.name, said, FILTERS, Properties())


def canonical(data: bytes) -> dict[str, bytes]:
    """Every part that a reader sees, however its XML is written."""
    parts = {name: part for name, part in members(data).items() if name.startswith("word/") and name.endswith(".xml")}
    return {name: etree.tostring(etree.fromstring(part), method="c14n") for name, part in parts.items()}


@pytest.mark.parametrize("key", [key for key, entry in catalogue(TEMPLATES).items() if not entry.is_workbook])
def test_every_shipped_template_is_filled_as_docxtpl_fills_it(key: str) -> None:
    one = specimen.specimens(catalogue(TEMPLATES)[key], TEMPLATES, LAW)[-1]
    swift, slow = in_both_ways(one.printer.template, one.said)
    assert canonical(swift.data) == canonical(slow.data)
    assert swift.spans == slow.spans and len(swift.spans) > 5
    assert all(swift.printed(kinds) == slow.printed(kinds) for kinds in (EVERY, frozenset([Kind.FIGURE])))


@pytest.mark.parametrize(
    "blocks",
    [
        ["{{ 名 }}（{{ 全市.项目总数 }}个）", TABLE, "末段"],
        [
            "{% if 名单 %}{{ 名单|顿号('名') }}{% else %}无{% endif %}",
            "{%p for 行 in 名单 %}",
            "{{ 行.名 }}",
            "{%p endfor %}",
        ],
        ["{% set 话 %}{{ 全市.项目总数 }}个{% endset %}共{{ 话 }}，即{{ 话 }}"],
        ["{% macro 说(行) %}{{ 行.名 }}为{{ 行.额|亿元 }}{% endmacro %}{{ 说(名单[1]) }}；{{ 说(名单[2]) }}"],
        ["{% for 行 in 名单 %}{{ loop.index|序号 }}{{ '' if loop.last else '、' }}{% endfor %}"],
        ["{{ 名|撑满 }}", "写作{_{ 名 }_}、3{% raw %}{{ 五 }}{% endraw %}"],
        [MERGED],
        [COLOURED],
    ],
)
def test_what_docxtpl_can_say_is_said_the_same(tmp_path: Path, blocks: list[Any]) -> None:
    swift, slow = in_both_ways(Template(template(tmp_path / "模板.docx", *blocks)), SAID)
    assert canonical(swift.data) == canonical(slow.data)
    assert swift.spans == slow.spans and swift.printed(EVERY) == slow.printed(EVERY)


def test_a_value_of_several_lines_reads_the_same_in_both_ways(tmp_path: Path) -> None:
    swift, slow = in_both_ways(Template(template(tmp_path / "模板.docx", "前{{ 两行 }}后", TABLE)), SAID)
    assert dumped(swift.data) == dumped(slow.data) and "前甲／乙后" in dumped(swift.data)
    assert [(span.start, span.text) for span in swift.spans][:1] == [(1, "甲\n乙")]


def test_headers_and_footers_are_filled_the_same(tmp_path: Path) -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "{{ 名 }}"
    document.sections[0].footer.paragraphs[0].text = "共{{ 全市.项目总数 }}个"
    document.save(str(tmp_path / "页眉.docx"))
    swift, slow = in_both_ways(Template(tmp_path / "页眉.docx"), SAID)
    assert canonical(swift.data) == canonical(slow.data)
    assert "甲&amp;乙" in members(swift.data)["word/header1.xml"].decode()


@pytest.mark.parametrize(
    "blocks",
    [
        [[["{%tc for 行 in 名单 %}", "{{ 行.名 }}", "{%tc endfor %}"]]],
        [[["{% colspan 2 %}{{ 名 }}", "乙"]]],
        ["{% for 枝 in 树 recursive %}{{ 枝.名 }}（{{ loop(枝.下) }}）{% endfor %}"],
        ["{% filter upper %}{{ 名 }}{% endfilter %}"],
        ["{% autoescape false %}{{ 名 }}{% endautoescape %}"],
    ],
)
def test_what_only_docxtpl_can_fill_is_left_to_it(tmp_path: Path, blocks: list[Any]) -> None:
    ready = Template(template(tmp_path / "模板.docx", *blocks))
    assert compiled(ready.words, frozenset(FILTERS)) is None


def test_a_template_is_compiled_once_for_all_that_print_it(tmp_path: Path) -> None:
    path, names = template(tmp_path / "模板.docx", "{{ 名 }}"), frozenset(FILTERS)
    assert compiled(Template(path).words, names) is compiled(Template(path).words, names)


def test_the_decimals_of_one_document_do_not_reach_another(tmp_path: Path) -> None:
    ready = Template(template(tmp_path / "模板.docx", "{{ 名单[1].额|亿元 }}"))
    whole = {**FILTERS, "亿元": lambda amount: FILTERS["亿元"](amount, places=4)}
    texts = [dumped(ready.render(SAID, filters)).strip() for filters in (FILTERS, whole, FILTERS)]
    assert texts == ["0.01亿元", "0.0100亿元", "0.01亿元"]


def test_what_does_not_change_is_copied_as_it_is(tmp_path: Path) -> None:
    path = template(tmp_path / "模板.docx", "{{ 名 }}")
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(io.BytesIO(Template(path).render(SAID))) as after:
        kept = set(before.namelist()) - {"word/document.xml", "docProps/core.xml"}
        assert len(kept) > 5 and all(before.read(name) == after.read(name) for name in kept)
        assert after.testzip() is None and set(before.namelist()) == set(after.namelist())


def test_a_broken_part_is_told_by_its_file(tmp_path: Path) -> None:
    path = template(tmp_path / "模板.docx", "{{ 名 }}")
    parts = members(path.read_bytes()) | {"word/styles.xml": b"<w:styles>"}
    with zipfile.ZipFile(tmp_path / "坏.docx", "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    with pytest.raises(TemplateError, match=r"坏\.docx"):
        Template(tmp_path / "坏.docx").render(SAID)
