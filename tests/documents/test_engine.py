"""Any docxtpl template with any plain context: whole and exact, or an error that names the paragraph."""

from __future__ import annotations

import copy
import io
import zipfile
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.documents.engine.engine import Properties, Template, TemplateError
from pipeline.documents.engine.sandbox import cleaned
from pipeline.documents.quantity import Quantity
from pipeline.model import PipelineError
from tests.documents.dump import dumped
from tests.documents.word import template

LOOP, END = "{%tr for 行 in 名单 %}", "{%tr endfor %}"
ROWS = [["项目", "投资"], [LOOP, ""], ["{{ 行.名 }}", "{{ 行.额|亿元 }}"], [END, ""]]
HOSTILE = [
    "A&B公司", "投资<5亿", "a>b", "<w:p><w:r><w:t>x</w:t></w:r></w:p>", "</w:t></w:r></w:p>", "<br>", "{{7*7}}",
    "{% if %}", "{_{", "%_}", "&amp;", "&#x0;", "]]>", "“引号”", "'单'\"双\"", "甲" * 200, " 前后有空格 ",
    "𠮷𣲗", "=1+1", "\\u0008",
]  # fmt: skip


def rendered(path: Path, *blocks: Any, **context: Any) -> bytes:
    return Template(template(path / "模板.docx", *blocks)).render(context)


def paragraphs(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs]


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_string_is_printed_as_it_is_and_nothing_after_it_is_lost(tmp_path: Path, value: str) -> None:
    data = rendered(
        tmp_path, "名称：{{ 名 }}。", ROWS, "末段", 名=value, 名单=[{"名": value, "额": Quantity(10**8, "元")}]
    )
    assert paragraphs(data) == [f"名称：{value}。", "末段"]
    cells = [[cell.text for cell in row.cells] for row in Document(io.BytesIO(data)).tables[0].rows]
    assert cells == [["项目", "投资"], [value, "1.00亿元"]]


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("甲\x08乙", "甲乙"),
        ("甲\ud800乙", "甲乙"),
        ("甲\u200b乙\ufeff", "甲乙"),
        ("甲\x00乙\x07", "甲乙"),
        ("甲\uffff乙", "甲乙"),
    ],
)
def test_what_no_word_file_can_hold_is_left_out(tmp_path: Path, value: str, printed: str) -> None:
    assert paragraphs(rendered(tmp_path, "{{ 名 }}", "末段", 名=value)) == [printed, "末段"]


@pytest.mark.parametrize("value", ["甲\n乙", "甲\r\n乙", "甲\r乙", "甲\x0b乙", "甲\u2028乙"])
def test_a_line_break_in_a_value_stays_a_line_break_in_its_paragraph(tmp_path: Path, value: str) -> None:
    assert paragraphs(rendered(tmp_path, "前{{ 名 }}后", "末段", 名=value)) == ["前甲\n乙后", "末段"]


def test_a_tab_in_a_value_stays_a_tab(tmp_path: Path) -> None:
    assert paragraphs(rendered(tmp_path, "{{ 名 }}", 名="甲\t乙")) == ["甲\t乙"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(st.characters(codec=None), max_size=40), min_size=1, max_size=6))
def test_any_string_survives_or_is_cleaned_and_the_document_stays_whole(tmp_path: Path, names: list[str]) -> None:
    rows = [{"名": name, "额": Quantity(Fraction(10**8), "元")} for name in names]
    document = Document(io.BytesIO(rendered(tmp_path, "{{ 名 }}", ROWS, "末段", 名=names[0], 名单=rows)))
    assert [paragraph.text for paragraph in document.paragraphs] == [cleaned(names[0]), "末段"]
    assert [row.cells[0].text for row in document.tables[0].rows[1:]] == [cleaned(name) for name in names]


@pytest.mark.parametrize(
    "value",
    [3, 0.1, Decimal("1.5"), Fraction(1, 3), None, True, float("nan"), date(2026, 5, 31), ["甲"], {"甲": 1}, object(),
     Quantity(Fraction(1, 3), "%"), Quantity(5, "元"), Quantity(None, "元")],
)  # fmt: skip
def test_a_value_that_is_not_words_is_refused_with_its_paragraph(tmp_path: Path, value: Any) -> None:
    with pytest.raises(TemplateError, match=r"完成\{\{ 数 \}\}项"):
        rendered(tmp_path, "首段", "完成{{ 数 }}项", "末段", 数=value)


@pytest.mark.parametrize("expression", ["r.items", "r.keys()", "7", "1 + 1", "名单|length", "名.upper"])
def test_a_method_or_a_computed_number_is_refused(tmp_path: Path, expression: str) -> None:
    with pytest.raises(TemplateError, match=r"没有经过过滤器|印出的不是文字"):
        rendered(tmp_path, f"{{{{ {expression} }}}}", r={"甲": "乙"}, 名单=[1], 名="甲")


@pytest.mark.parametrize(
    ("paragraph", "reason"),
    [
        ("共{{ 不存在 }}个", "没有名为“不存在”的变量"),
        ("共{{ 全市.项目总树 }}个", "相近的有：项目总数"),
        ("{% if 不存在 %}有{% endif %}", "没有名为“不存在”的变量"),
        ("共{{ 全市.项目总数|亿 }}个", "没有名为“亿”的过滤器"),
        ("共｛｛ 全市.项目总数 ｝｝个", "未识别的花括号"),
        ("共{｛ 全市.项目总数 ｝}个", "未识别的花括号"),
        ("共{ { 全市.项目总数 } }个", "未识别的花括号"),
        ("共{{ 全市.项目总数 }个", "花括号|标签写法有误"),
        ("共{{ 全市.项目总数|个数（1） }}个", "全角"),
        ("{% for 行 in 名单 %}甲", "没有结束|标签"),
        ("甲{% endfor %}", "endfor"),
        ("{% fro 行 in 名单 %}甲{% endfor %}", "fro"),
        ("共{{ 全市.项目总数|亿元 }}", "单位为“个”"),
        ("{{ 名|safe }}", "没有名为“safe”的过滤器"),
        ("{{ 全市.项目总数 + 1 }}", "无法执行"),
    ],
)
def test_a_mistake_in_a_template_names_the_file_and_the_paragraph(tmp_path: Path, paragraph: str, reason: str) -> None:
    with pytest.raises(TemplateError, match=reason) as caught:
        rendered(tmp_path, "首段", paragraph, "末段", 全市={"项目总数": Quantity(3, "个")}, 名单=[1], 名="甲")
    said = str(caught.value)
    assert "模板.docx" in said and "首段" not in said, said
    assert isinstance(caught.value, PipelineError)


def test_a_mistake_in_a_table_names_the_table_and_the_row(tmp_path: Path) -> None:
    rows = [[*row] for row in ROWS]
    rows[2][1] = "{{ 行.金额|亿元 }}"
    with pytest.raises(TemplateError, match=r"第2个表格第3行“\{\{ 行.金额\|亿元 \}\}.*”：没有名为“金额”的内容"):
        rendered(tmp_path, [["甲"]], "段", rows, 名单=[{"名": "甲"}])


def test_a_mistake_in_a_header_says_so(tmp_path: Path) -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "{{ 没有 }}"
    document.save(str(tmp_path / "页眉.docx"))
    with pytest.raises(TemplateError, match="页眉"):
        Template(tmp_path / "页眉.docx").render({})


@pytest.mark.parametrize(
    "attack",
    [
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ 名.__class__ }}",
        "{{ 名.format.__globals__ }}",
        "{{ '{0.__class__}'.format(名) }}",
        "{{ 名单.append('x') }}",
        "{{ lipsum() }}",
        "{{ self.__init__.__globals__ }}",
        "{% for x in range(10000000) %}x{% endfor %}",
        "{{ 名|attr('__class__') }}",
        "{% autoescape false %}{{ 坏 }}{% endautoescape %}甲{{ 1 }}",
    ],
)
def test_a_template_cannot_reach_python_or_change_the_data(tmp_path: Path, attack: str) -> None:
    context = {"名": "甲", "名单": ["甲"], "坏": "<w:p/>"}
    with pytest.raises(TemplateError):
        rendered(tmp_path, attack, **context)
    assert context["名单"] == ["甲"]


def test_autoescape_cannot_be_switched_off(tmp_path: Path) -> None:
    data = rendered(tmp_path, "{% autoescape false %}{{ 坏 }}{% endautoescape %}", "末段", 坏="<w:p/>")
    assert paragraphs(data) == ["<w:p/>", "末段"]


def test_a_count_prints_itself_and_comparisons_read_naturally(tmp_path: Path) -> None:
    text = "{% if 全市.应开未开数 > 0 %}{{ 全市.应开未开数 }}个{% endif %}{{ '有' if 全市.环比 is 有 else '无' }}"
    data = rendered(tmp_path, text, 全市={"应开未开数": Quantity(25, "个"), "环比": Quantity(None, "个百分点")})
    assert paragraphs(data) == ["25个无"]


def test_the_same_context_gives_the_same_bytes_and_is_not_changed(tmp_path: Path) -> None:
    context = {"名": "甲", "名单": [{"名": "乙", "额": Quantity(1, "元")}]}
    before = copy.deepcopy(context)
    first = rendered(tmp_path, "{{ 名 }}", ROWS, **context)
    assert rendered(tmp_path, "{{ 名 }}", ROWS, **context) == first
    assert context == before


def test_the_file_says_nothing_of_the_clock_or_of_the_library(tmp_path: Path) -> None:
    path = template(tmp_path / "模板.docx", "{{ 名 }}")
    data = Template(str(path)).render({"名": "甲"}, properties=Properties("通报", "市工业推进办", date(2026, 5, 31)))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert "python-docx" not in core and "2026-05-31T00:00:00Z" in core and "市工业推进办" in core and "通报" in core


def test_an_empty_list_leaves_the_head_of_its_table(tmp_path: Path) -> None:
    assert len(Document(io.BytesIO(rendered(tmp_path, ROWS, "末段", 名单=[]))).tables[0].rows) == 1


def test_columns_may_be_looped_over(tmp_path: Path) -> None:
    row = ["{%tc for 名 in 名单 %}", "{{ 名 }}", "{%tc endfor %}"]
    table = Document(io.BytesIO(rendered(tmp_path, [row], 名单=["甲", "乙", "丙", "丁"]))).tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["甲", "乙", "丙", "丁"]


def test_escaped_braces_of_docxtpl_still_print_braces(tmp_path: Path) -> None:
    assert paragraphs(rendered(tmp_path, "写作{_{ 名 }_}", 名="甲")) == ["写作{{ 名 }}"]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("没有.docx", None, "找不到模板"),
        ("文字.docx", b"not a zip", "不是 .docx"),
        ("空.docx", b"", "不是 .docx"),
    ],
)
def test_a_file_that_is_no_template_is_named(tmp_path: Path, name: str, data: bytes | None, reason: str) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(TemplateError, match=reason) as caught:
        Template(tmp_path / name).render({})
    assert name in str(caught.value)


def test_a_zip_that_is_no_word_file_is_named(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "压缩包.docx", "w") as archive:
        archive.writestr("a.txt", "甲")
    with pytest.raises(TemplateError, match=r"压缩包\.docx"):
        Template(tmp_path / "压缩包.docx").render({})


def test_a_folder_is_no_template(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="无法读取模板"):
        Template(tmp_path).render({})


def test_six_hundred_rows_come_out_as_six_hundred_rows(tmp_path: Path) -> None:
    rows = [{"名": f"项目{at}", "额": Quantity(at * 10**6, "元")} for at in range(600)]
    lines = dumped(rendered(tmp_path, ROWS, "末段", 名单=rows)).splitlines()
    assert len([line for line in lines if line.startswith("|")]) == 601 and lines[-1] == "末段"
