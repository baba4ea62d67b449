"""A docxtpl template and a plain context come in; the bytes of a whole, checked .docx go out."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from lxml import etree

from pipeline.documents.carrier import composed
from pipeline.documents.drawings import Drawings
from pipeline.documents.faults import TAG, Source, TemplateError, line_of, reason_of
from pipeline.documents.package import CORE, DOCUMENT, Properties, joined, members, packed
from pipeline.documents.proof import Proof, leftover
from pipeline.documents.sandbox import Sandbox
from pipeline.documents.spans import Span, unmarked
from pipeline.rules.mishap import said

__all__ = ["Properties", "Template", "TemplateError"]

PARAGRAPH = re.compile(r"<w:p([ >])")
ATTRIBUTE_TAG = re.compile(r'(w:(?:val|fill)=")\{\{(.+?)\}\}(")')
BRACES = (b"{", "｛".encode())
COLUMN_TAG = re.compile(r"%\s*(?:tc|hm|colspan)\b")
ESCAPES = {"{_{": "{{ '{{' }}", "}_}": "{{ '}' ~ '}' }}", "{_%": "{{ '{%' }}", "%_}": "{{ '%' ~ '}' }}"}


@dataclass(frozen=True)
class Finished:
    """A document and where each value stands in its main part."""

    data: bytes
    spans: tuple[Span, ...]


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
        return f"{self.path.name}（载体 {self.carrier.name}）" if self.carrier else self.path.name

    def render(
        self,
        context: Mapping[str, Any],
        filters: Mapping[str, Callable[..., Any]] | None = None,
        properties: Properties | None = None,
    ) -> bytes:
        """The finished document, see ``finished``."""
        return self.finished(context, filters, properties).data

    def finished(
        self,
        context: Mapping[str, Any],
        filters: Mapping[str, Callable[..., Any]] | None = None,
        properties: Properties | None = None,
    ) -> Finished:
        """The document, byte-identical for the same template and context, which is not changed, and its values.

        TemplateError names the file and the paragraph: unknown name or filter, a number without a filter, full-width
        braces, a loop without an end; or says what the finished document lost.
        """
        drawings = Drawings()
        sandbox = Sandbox(filters or {}, drawings.draw)
        proof, out = Proof(self.name), io.BytesIO()
        rendered = Rendering(io.BytesIO(self.composed), self.name, sandbox, proof)
        rendered.fill(context, out)
        parts = joined(members(out.getvalue()), drawings.additions())
        proof.check(parts, [value.text for value in sandbox.values])
        if CORE in parts:
            parts[CORE] = (properties or Properties()).xml()
        return Finished(packed(parts), proof.spans[DOCUMENT])

    @cached_property
    def composed(self) -> bytes:
        """The template in its carrier; composed once, for a family prints many."""
        words = _read(self.path)
        return composed(words, _read(self.carrier), self.path.name, self.carrier.name) if self.carrier else words


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


class Rendering(DocxTemplate):  # type: ignore[misc]
    """docxtpl with a located error for every fault, data kept as it is, and a proof of what was rendered."""

    def __init__(self, data: io.BytesIO, name: str, sandbox: Sandbox, proof: Proof) -> None:
        super().__init__(data)
        self._name, self._sandbox, self._proof = name, sandbox, proof
        self._columns_vary = False
        self._root: etree._Element | None = None

    def fill(self, context: Mapping[str, Any], out: io.BytesIO) -> None:
        """Render and save; every fault is a TemplateError."""
        try:
            self.init_docx()
        except Exception as fault:
            kind = type(fault).__name__
            raise TemplateError(f"模板《{self._name}》打不开，不是完好的 .docx 文件（{kind}）。") from fault
        try:
            self.render(dict(context), self._sandbox, autoescape=True)
            self.save(out)
        except TemplateError:
            raise
        except Exception as fault:
            raise TemplateError(f"模板《{self._name}》的结构无法处理：{reason_of(fault)}。") from fault

    def patch_xml(self, src_xml: str) -> str:
        self._columns_vary |= bool(COLUMN_TAG.search(TAG.sub("", src_xml)))
        return str(super().patch_xml(src_xml))

    def render_xml_part(self, src_xml: str, part: Any, context: dict[str, Any], jinja_env: Any = None) -> str:
        text = PARAGRAPH.sub(r"\n<w:p\1", src_xml)
        for escape, tag in ESCAPES.items():
            text = text.replace(escape, tag)
        source = Source(self._name, _part(str(part.partname)), ATTRIBUTE_TAG.sub(r"\1{{ (\2)|_attribute }}\3", text))
        self.current_rendering_part = part
        xml = self._filled(source, context).replace("\n<w:p", "<w:p")
        xml = self._laid_out(xml)
        root = self._proof.expect(str(part.partname), source.text, xml, self._sandbox.values)
        if source.part:
            return unmarked(xml)
        self._root = root
        return xml

    def _filled(self, source: Source, context: dict[str, Any]) -> str:
        try:
            leftover(source)
            return self._sandbox.from_string(source.text).render(context)
        except TemplateError:
            raise
        except Exception as fault:
            raise source.fault(line_of(fault), reason_of(fault)) from fault

    def _laid_out(self, xml: str) -> str:
        """Line breaks and tabs of values as Word's own; most documents have none."""
        needed = any("\n" in value.text or "\t" in value.text for value in self._sandbox.values)
        return str(self.resolve_listing(xml)) if needed else xml

    def get_headers_footers(self, uri: str) -> Iterator[tuple[str, Any]]:
        """Those that hold a tag; the others stay as they are."""
        found = super().get_headers_footers(uri)
        return ((key, part) for key, part in found if any(brace in part.blob for brace in BRACES))

    def fix_tables(self, xml: str) -> Any:
        """docxtpl counts the columns of every row anew; that is needed only where a template loops over cells."""
        if self._columns_vary:
            return super().fix_tables(unmarked(xml))
        return self._root

    def render_properties(self, context: dict[str, Any], jinja_env: Any = None) -> None:
        """Left out: Properties writes them whole."""


def _part(name: str) -> str:
    kinds = {"header": "页眉", "footer": "页脚", "footnotes": "脚注"}
    return next((words for kind, words in kinds.items() if kind in name), "")
