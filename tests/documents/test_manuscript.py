"""发文稿纸: beside each document a sheet with its title, addressees and annexes, open where people sign."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document

from pipeline.documents import prepare
from pipeline.documents.review.manuscript import manuscript
from tests.documents.following import followed, supervised
from tests.documents.month import LAW, TEMPLATES, office


def sheet(key: str = "bulletin", **issuer: str) -> bytes:
    (one, *_) = prepare(key, supervised(), {}, office(**issuer), LAW, TEMPLATES, followed=followed())
    return manuscript(one)


def rows(data: bytes) -> dict[str, str]:
    """What stands beside each name."""
    cells = [[cell.text for cell in row.cells] for row in Document(io.BytesIO(data)).tables[0].rows]
    pairs = [(row[at].replace("　", ""), row[at + 1]) for row in cells for at in (0, 2)]
    return {name: text for name, text in pairs if name}


def test_it_says_what_the_document_says() -> None:
    found = rows(sheet())
    assert found["标题"] == "关于2026年1—5月全市重点项目推进情况的通报"
    assert found["主送"] == "各镇街，市直有关部门、单位" and found["抄送"] == "市委办公室，市政府办公室"
    assert found["附件"].splitlines()[0] == "1.镇街完成情况排名表" and len(found["附件"].splitlines()) == 5
    assert found["发文字号"] == "示推办〔2026〕　号"


def test_signatures_are_left_open() -> None:
    found = rows(sheet())
    assert [found[name] for name in ("签发", "会签", "核稿", "拟稿")] == [""] * 4


def test_a_brief_goes_to_whom_a_brief_goes() -> None:
    assert rows(sheet(carrier="简报"))["发文字号"] == "第　期"


@pytest.mark.parametrize("key", ["bulletin", "supervision", "notice", "confirmation"])
def test_every_document_has_a_valid_one(tmp_path: Path, key: str) -> None:
    audit = pytest.importorskip("openxml_audit")
    path = tmp_path / "稿纸.docx"
    path.write_bytes(sheet(key))
    assert [str(error) for error in audit.OpenXmlValidator().validate(path).errors] == []
    assert rows(path.read_bytes())["标题"]
