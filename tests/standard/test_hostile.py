"""Files that are no Word files, or mean harm: a sentence that names the file, and no traceback."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from pipeline.model import PipelineError
from pipeline.standard import judge
from tests.standard.typed import typed

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCUMENT = "word/document.xml"


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def with_document(xml: str) -> bytes:
    return zipped({DOCUMENT: xml.encode()})


def body(inside: str) -> str:
    return f'<w:document xmlns:w="{W}"><w:body>{inside}</w:body></w:document>'


HOSTILE: dict[str, Callable[[], bytes]] = {
    "空文件": lambda: b"",
    "文本": lambda: "通报".encode(),
    "旧格式": lambda: b"\xd0\xcf\x11\xe0" + bytes(600),
    "截断": lambda: typed()[:3000],
    "别的压缩包": lambda: zipped({"xl/workbook.xml": b"<a/>"}),
    "破损的XML": lambda: with_document("<w:document"),
    "实体": lambda: with_document(f'<!DOCTYPE a [<!ENTITY b "c">]>{body("")}'),
    "炸弹": lambda: zipped({DOCUMENT: body("").encode(), "word/media/a.bin": bytes(50 << 20)}),
    "严格格式": lambda: with_document('<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"/>'),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_no_word_file_ends_in_a_sentence(kind: str) -> None:
    with pytest.raises(PipelineError, match=r"《样\.docx》.+。$"):
        judge(HOSTILE[kind](), "样.docx")


def nested(tag: str, deep: int) -> str:
    inner = "<w:p><w:r><w:t>甲</w:t></w:r></w:p>"
    for _ in range(deep):
        inner = f"<w:{tag}><w:sdtContent>{inner}</w:sdtContent></w:{tag}>"
    return inner


@pytest.mark.parametrize(
    "inside",
    [
        "",
        '<w:p><w:pPr><w:pStyle w:val="没有"/><w:ind w:firstLine="x" w:left="9e99" w:leftChars="二"/></w:pPr></w:p>',
        '<w:p><w:r><w:rPr><w:sz w:val="大"/><w:color w:val="GGGGGG"/></w:rPr><w:t>甲</w:t></w:r></w:p><w:sectPr/>',
        '<w:p><w:pPr><w:spacing w:line="-1" w:lineRule="exact"/></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>'
        '<w:sectPr><w:pgSz w:w="x" w:h="0"/><w:pgMar w:top="1e400"/><w:docGrid w:linePitch="abc"/></w:sectPr>',
        "<w:tbl><w:tr/></w:tbl><w:tbl/>",
        nested("sdt", 60),
    ],
)
def test_nonsense_in_a_word_file_is_judged_all_the_same(inside: str) -> None:
    assert "title-missing" in {each.code for each in judge(with_document(body(inside)), "样.docx")} or "甲" in inside


def test_a_file_nested_too_deep_is_refused_or_judged() -> None:
    try:
        judge(with_document(body(nested("sdt", 3000))), "样.docx")
    except PipelineError as fault:
        assert "样.docx" in str(fault)
