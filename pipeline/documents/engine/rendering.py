"""What docxtpl alone can fill comes in: a template that loops over the cells of a row; a filled package goes out, each
part of it proved."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any

from docxtpl import DocxTemplate
from lxml import etree

from pipeline.documents.engine.faults import Source, TemplateError, line_of, reason_of
from pipeline.documents.engine.proof import Proof
from pipeline.documents.engine.sandbox import Sandbox
from pipeline.documents.engine.spans import unmarked
from pipeline.documents.engine.tags import columns_vary, leftover, source_of, tagged


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
        self._columns_vary |= columns_vary(src_xml)
        return str(super().patch_xml(src_xml))

    def render_xml_part(self, src_xml: str, part: Any, context: dict[str, Any], jinja_env: Any = None) -> str:
        source = source_of(self._name, str(part.partname), src_xml)
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
        return ((key, part) for key, part in found if tagged(part.blob))

    def fix_tables(self, xml: str) -> Any:
        """docxtpl counts the columns of every row anew; that is needed only where a template loops over cells."""
        if self._columns_vary:
            return super().fix_tables(unmarked(xml))
        return self._root

    def render_properties(self, context: dict[str, Any], jinja_env: Any = None) -> None:
        """Left out: Properties writes them whole."""
