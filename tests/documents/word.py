"""Paragraphs and tables typed in a test come in; a small .docx on disk goes out, as python-docx writes one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from docx import Document


def template(path: Path, *blocks: str | list[list[str]]) -> Path:
    """A string is a paragraph, a list of lists a table."""
    document = Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
        else:
            _table(document.add_table(len(block), len(block[0])), block)
    document.save(str(path))
    return path


def _table(table: object, rows: Iterable[Iterable[str]]) -> None:
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(at, column).text = text  # type: ignore[attr-defined]
