"""The words meet their carrier: places, styles by name, pages by orientation."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from docx import Document

from pipeline.documents.engine.carrier import composed
from pipeline.documents.engine.engine import Template, TemplateError
from pipeline.documents.engine.package import DOCUMENT, members, packed
from tests.documents.dump import dumped
from tests.documents.month import TEMPLATES

WORDS, CARRIER = TEMPLATES / "调度通报.docx", TEMPLATES / "carriers" / "公文.docx"
BODY = re.compile(rb"<w:body>.*?(?=<w:sectPr>(?:(?!</w:p>).)*</w:body>)", re.DOTALL)
STYLED = '<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'


def with_body(file: Path, body: str, **replaced: tuple[str, str]) -> bytes:
    """A shipped template with another body; ``styles=(old, new)`` changes its styles."""
    parts = members(file.read_bytes())
    parts[DOCUMENT] = BODY.sub(b"<w:body>" + body.encode(), parts[DOCUMENT])
    for name, (old, new) in replaced.items():
        path = f"word/{name}.xml"
        assert old in parts[path].decode()
        parts[path] = parts[path].replace(old.encode(), new.encode())
    return packed(parts)


def paragraphs(*texts: str, style: str = "zw") -> str:
    return "".join(STYLED.format(style=style, text=text) for text in texts)


def together(words: bytes, carrier: bytes | None = None) -> str:
    whole = composed(words, carrier or CARRIER.read_bytes(), "文字.docx", "公文.docx")
    assert Document(io.BytesIO(whole))
    return dumped(whole)


def test_each_part_of_the_words_takes_its_place() -> None:
    text = together(with_body(WORDS, paragraphs("标题甲", "{{ 正文 }}", "正文乙", "{{ 附件 }}", "附件丙")))
    places = [text.index(words) for words in ("标题甲", "【主送机关】", "正文乙", "【署名】", "附件丙", "印发")]
    assert places == sorted(places) and "{{ 正文 }}" not in text and "{{ 横排 }}" not in text


def test_words_without_marks_are_all_body() -> None:
    text = together(with_body(WORDS, paragraphs("只有正文")))
    assert text.index("【主送机关】") < text.index("只有正文") < text.index("【署名】")


def test_styles_meet_by_name_whatever_an_editor_made_of_their_ids() -> None:
    words = with_body(WORDS, paragraphs("甲", style="7"), styles=('w:styleId="h1"', 'w:styleId="7"'))
    assert "【一级标题】甲" in together(words)


def test_a_style_that_only_the_words_have_comes_along() -> None:
    words = with_body(
        WORDS, paragraphs("甲", style="h1"), styles=('<w:name w:val="一级标题"/>', '<w:name w:val="样式9"/>')
    )
    assert "【样式9】甲" in together(words)


@pytest.mark.parametrize(
    ("inside", "reason"),
    [
        ("<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>", "自动编号"),
        ("<w:sectPr><w:pgSz w:orient='landscape'/></w:sectPr>", "横排"),
    ],
)
def test_what_cannot_move_into_the_carrier_is_refused(inside: str, reason: str) -> None:
    words = with_body(WORDS, f"<w:p><w:pPr>{inside}</w:pPr><w:r><w:t>坏段</w:t></w:r></w:p>")
    upright = with_body(CARRIER, paragraphs("{{ 正文 }}", style="zw"))
    with pytest.raises(TemplateError, match=reason):
        together(words, upright)


def test_a_picture_is_refused_with_its_paragraph() -> None:
    words = with_body(WORDS, '<w:p><w:hyperlink r:id="rId9"><w:r><w:t>链接段</w:t></w:r></w:hyperlink></w:p>')
    with pytest.raises(TemplateError, match=r"文字.docx.*链接段.*图片、链接"):
        together(words)


def test_a_carrier_without_a_place_for_the_body_is_refused() -> None:
    with pytest.raises(TemplateError, match=r"公文.docx.*\{\{ 正文 \}\}"):
        together(WORDS.read_bytes(), with_body(CARRIER, paragraphs("没有位置")))


def test_every_section_of_the_words_gets_the_carrier_s_page(tmp_path: Path) -> None:
    whole = Document(io.BytesIO(composed(WORDS.read_bytes(), CARRIER.read_bytes(), "文字", "载体")))
    sizes = [(round(section.page_width.mm), round(section.page_height.mm)) for section in whole.sections]  # type: ignore[union-attr]
    assert sizes == [(210, 297), (297, 210), (210, 297), (297, 210), (210, 297)]
    assert not [section for section in whole.sections[:-1] if section.different_first_page_header_footer]
    assert whole.sections[-1].different_first_page_header_footer, "a 版记 alone on its page carries no number"


def test_a_last_page_with_words_on_it_keeps_its_number() -> None:
    whole = Document(io.BytesIO(composed(with_body(WORDS, paragraphs("正文")), CARRIER.read_bytes(), "文字", "载体")))
    assert len(whole.sections) == 1 and not whole.sections[0].different_first_page_header_footer


def test_a_mistake_names_words_and_carrier(tmp_path: Path) -> None:
    path = tmp_path / "文字.docx"
    path.write_bytes(with_body(WORDS, paragraphs("甲{{ 没有 }}")))
    with pytest.raises(TemplateError, match=r"文字.docx（载体 公文.docx）"):
        Template(path, CARRIER).render({"草稿": ""})
