"""An issued document comes in; its PDF, its signed sheet and a backup of the ledger go out beside it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.model import PipelineError, Registered
from pipeline.rules.mishap import said
from pipeline.rules.naming import file_name
from pipeline.run import products
from pipeline.run.corridor import Corridor
from pipeline.run.publishing import published

if TYPE_CHECKING:
    from pipeline.ledger import Book
    from pipeline.publish import Publication

SIGNED, BACKUPS = "签发", "备份"


def completed(corridor: Corridor, row: Registered, *, preview: bool) -> Registered:
    """With its PDF and a backup of the ledger: what did not succeed is made up for when the document is asked again."""
    label = f"{row.series}{row.year}-{row.number:03d}"
    folder = corridor.request.output / BACKUPS
    try:
        row = _previewed(corridor, row) if preview and not row.preview else row
        if not (folder / f"{file_name(label)}.sqlite").exists():
            corridor.watch("正在备份台账")
            corridor.ledger.backup(folder, label)
    except PipelineError as error:
        raise PipelineError(f"已以{row.text}印发，但{error}处理后再次 issue 即可补上，文号不变。") from None
    return row


def _previewed(corridor: Corridor, row: Registered) -> Registered:
    """With a PDF that is easier to read, where this machine can make one; the .docx is what was issued."""
    from pipeline.standard.rendering import converted

    corridor.watch("正在转换 PDF")
    data = read(corridor.request.output / row.path)
    made = converted((data,))[0] if sha256(data) == row.sha256 else None
    if made is None:
        return row
    shown = replace(row, preview=row.path.removesuffix(".docx") + ".pdf", preview_sha256=sha256(made))

    def fill(book: Book, publication: Publication) -> None:
        publication.put(shown.preview, made, frozen=True)
        book.amend(shown)
        products.lay_overview(corridor, publication, shown)

    published(corridor, fill)
    return shown


def signed_with(row: Registered, data: bytes) -> Registered:
    if not data.startswith(b"%PDF-"):
        raise PipelineError("签发单应为扫描的 PDF 文件。")
    return replace(row, signed=f"{SIGNED}/{row.period}/{row.name}.pdf", signed_sha256=sha256(data))


def read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise PipelineError(f"无法读取 {path}：{said(error)}。") from None


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
