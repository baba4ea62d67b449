"""A docxtpl template and a plain context come in; the bytes of a whole, checked .docx go out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from pipeline.documents.engine.compiled import Words, compiled
from pipeline.documents.engine.faults import TemplateError
from pipeline.documents.engine.finishing import Finished, by_docxtpl, filled
from pipeline.documents.engine.package import Properties
from pipeline.documents.wording import FILTERS
from pipeline.rules.mishap import said

__all__ = ["Finished", "Properties", "Template", "TemplateError"]

Filters = Mapping[str, Callable[..., Any]]


class Template:
    """A .docx that a clerk edits: docxtpl tags, Chinese names, the filters of wording.py.

    ``carrier`` is a second .docx whose places ``{{ 标题 }}``, ``{{ 正文 }}``, ``{{ 附件 }}`` take this one's words.
    """

    def __init__(self, path: str | Path, carrier: str | Path | None = None) -> None:
        self.path = Path(path)
        self.carrier = Path(carrier) if carrier else None

    @property
    def name(self) -> str:
        """How errors name it: the file, and its carrier."""
        return self.words.file

    def render(
        self, context: Mapping[str, Any], filters: Filters | None = None, properties: Properties | None = None
    ) -> bytes:
        """The finished document, see ``finished``."""
        return self.finished(context, filters, properties).data

    def finished(
        self, context: Mapping[str, Any], filters: Filters | None = None, properties: Properties | None = None
    ) -> Finished:
        """The document, byte-identical for the same template and context, which is not changed, and its values.

        TemplateError names the file and the paragraph: unknown name or filter, a number without a filter, full-width
        braces, a loop without an end; or says what the finished document lost.
        """
        filters, properties = {**FILTERS, **(filters or {})}, properties or Properties()
        ready = compiled(self.words, frozenset(filters))
        if ready is None:
            return by_docxtpl(self.composed, self.name, context, filters, properties)
        return filled(ready, context, filters, properties)

    @cached_property
    def words(self) -> Words:
        """Its files as they are now; read once, for a family prints many."""
        carrying = (self.carrier.name, _read(self.carrier)) if self.carrier else ()
        return Words(self.path.name, _read(self.path), *carrying)

    @cached_property
    def composed(self) -> bytes:
        """The template in its carrier."""
        return self.words.composed()


def _read(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise TemplateError(f"找不到模板 {path}。") from None
    except OSError as error:
        raise TemplateError(f"无法读取模板 {path}：{said(error)}。") from None
    if not zipfile.is_zipfile(io.BytesIO(data)):
        raise TemplateError(f"模板 {path} 不是 .docx 文件（请用 Word 或 WPS 另存为 .docx）。")
    return data
