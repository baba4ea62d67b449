"""A template that a clerk edited: every fault named by its paragraph, all of them at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from pipeline.documents import catalogue
from pipeline.model import TEMPLATES
from pipeline.run.templates import template_faults
from tests.documents.word import template

BROKEN = [
    ("共{{ 不存在 }}个", "没有名为“不存在”的变量"),
    ("共{{ 全市.项目总树 }}个", "相近的有：项目总数"),
    ("投资{{ 全市.总投资|亿 }}", "没有名为“亿”的过滤器"),
    ("投资{{ 全市.总投资 }}", "没有经过过滤器"),
    ("投资{{ 全市.项目总数|亿元 }}", "单位为“个”"),
    ("截至{{ 截止日 }}", "日期"),
    ("完成{{ 37|个数 }}个", "没有出处"),
    ("共｛｛ 全市.项目总数 ｝｝个", "全角花括号"),
    ("共{{ 全市.项目总数 }个", "标签不完整"),
    ("共 全市.项目总数 }}个", "标签不完整"),
    ("{% for 行 in 镇街排名 %}{{ 行.镇街 }}", "没有结束"),
    ("有{{ 全市.项目总数 }}个{% endif %}", "多出“endif”"),
    ("{% fro 行 in 镇街排名 %}甲", "fro"),
    ("{% for 行 in 镇街排 %}{{ 行.镇街 }}{% endfor %}", "镇街排"),
    ("{% if 全市.项目总数 >> 3 %}甲{% endif %}", "标签写法有误"),
    ("{{ 全市.项目总数|个数（1） }}", "全角"),
]


@pytest.mark.parametrize("name", [entry.name for entry in catalogue(TEMPLATES).values()])
def test_the_shipped_templates_have_no_fault(name: str) -> None:
    assert template_faults(name, TEMPLATES) == ()


@pytest.mark.parametrize(("paragraph", "reason"), BROKEN)
def test_a_fault_is_named_by_its_paragraph(tmp_path: Path, paragraph: str, reason: str) -> None:
    path = template(tmp_path / "模板.docx", "首段{{ 全市.项目总数 }}", paragraph, "末段")
    (fault,) = template_faults(str(path), TEMPLATES)
    assert paragraph in fault and reason in fault and "首段" not in fault and "末段" not in fault


def test_all_faults_are_told_at_once_in_a_shipped_template(tmp_path: Path) -> None:
    document = Document(str(TEMPLATES / "调度通报.docx"))
    places = [paragraph for paragraph in document.paragraphs if paragraph.style and paragraph.style.name == "一级标题"]
    for at, (paragraph, _) in enumerate(BROKEN):
        places[at % len(places)].insert_paragraph_before(paragraph)
    document.save(str(tmp_path / "调度通报.docx"))
    told = template_faults(str(tmp_path / "调度通报.docx"), TEMPLATES)
    assert [paragraph for paragraph, _ in BROKEN if not any(paragraph in fault for fault in told)] == []
    assert len(told) <= len(BROKEN) + 1


def test_a_fault_in_a_row_names_the_table_and_the_row(tmp_path: Path) -> None:
    rows = [["镇街"], ["{%tr for 行 in 镇街排名 %}"], ["{{ 行.镇街名 }}"], ["{%tr endfor %}"]]
    (fault,) = template_faults(str(template(tmp_path / "模板.docx", rows)), TEMPLATES)
    assert "第1个表格第3行“{{ 行.镇街名 }}" in fault


def test_a_fault_that_only_a_large_month_shows_is_told(tmp_path: Path) -> None:
    words = "{% if 镇街排名|length > 5 %}{{ 没有 }}{% endif %}"
    (fault,) = template_faults(str(template(tmp_path / "模板.docx", words)), TEMPLATES)
    assert "没有名为“没有”的变量" in fault


def test_what_is_no_template_is_told(tmp_path: Path) -> None:
    (tmp_path / "坏.docx").write_bytes(b"no")
    (fault,) = template_faults(str(tmp_path / "坏.docx"), TEMPLATES)
    assert "不是 .docx 文件" in fault
