"""A work of papers.py comes in; functions that make its documents go out, one for each engine in Python."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from bench.papers import JINJA, SAMPLE, Work

T = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
Made = Callable[[], list[bytes]]


def ours(work: Work) -> Made:
    """The product's engine, every check on; the template is opened once, as for a family."""
    from pipeline.documents.engine.engine import Template

    path = Path(tempfile.mkstemp(suffix=".docx")[1])
    path.write_bytes(work.template(JINJA))
    template = Template(path)
    said = [work.facts(copy) for copy in range(work.copies)]
    return lambda: [template.render(facts) for facts in said]


def docxtpl(work: Work) -> Made:
    """docxtpl as its documentation says, with escaping on, or the first & would end a paragraph."""
    from docxtpl import DocxTemplate

    data = work.template(JINJA)
    said = [work.facts(copy) for copy in range(work.copies)]

    def made(facts: Mapping[str, Any]) -> bytes:
        out, document = io.BytesIO(), DocxTemplate(io.BytesIO(data))
        document.render(facts, autoescape=True)
        document.save(out)
        return out.getvalue()

    return lambda: [made(facts) for facts in said]


def copying(work: Work) -> Made:
    """python-docx: words replaced run by run, the sample row of each table copied for every row."""
    from docx import Document

    data = work.template(SAMPLE)
    said = [work.facts(copy) for copy in range(work.copies)]

    def made(facts: Mapping[str, Any]) -> bytes:
        out, document = io.BytesIO(), Document(io.BytesIO(data))
        for paragraph in document.paragraphs:
            for run in paragraph.runs:
                run.text = _replaced(run.text, facts)
        for at, table in enumerate(document.tables):
            _copied(table.rows[1]._tr, facts[f"rows{at}"])
        document.save(out)
        return out.getvalue()

    return lambda: [made(facts) for facts in said]


def _replaced(text: str, facts: Mapping[str, Any]) -> str:
    head, *rest = text.split("[")
    parts = (part.partition("]") for part in rest)
    return head + "".join(str(facts[name]) + tail for name, _, tail in parts)


def _copied(sample: Any, rows: list[Mapping[str, str]]) -> None:
    for row in rows:
        copy = deepcopy(sample)
        for node, value in zip(copy.iter(T), row.values(), strict=True):
            node.text = value
        sample.addprevious(copy)
    sample.getparent().remove(sample)


PEERS: Mapping[str, tuple[str, Callable[[Work], Made]]] = {
    "ours": ("本程序（全部核验）", ours),
    "docxtpl": ("docxtpl", docxtpl),
    "copying": ("python-docx 复制行", copying),
}


def words_of(data: bytes) -> list[str]:
    """The text of a document, a paragraph or a row a line."""
    from docx import Document

    document = Document(io.BytesIO(data))
    rows = (row for table in document.tables for row in table._tbl.tr_lst)
    told = ["\t".join("".join(node.text or "" for node in cell.iter(T)) for cell in row.tc_lst) for row in rows]
    return [paragraph.text for paragraph in document.paragraphs] + told
