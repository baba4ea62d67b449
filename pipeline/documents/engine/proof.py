"""What a template rendered comes in beside the finished file; anything lost between the two is an error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree
from markupsafe import escape

from pipeline.documents.engine.accounts import account, agree, own_numbers
from pipeline.documents.engine.faults import TemplateError
from pipeline.documents.engine.spans import Span, Value, spans_of, unmarked

NAMESPACE = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
COUNTED = {
    title: etree.XPath(f"count(descendant::w:{tag})", namespaces=NAMESPACE)
    for title, tag in {"表格": "tbl", "表格行": "tr", "段落": "p", "节": "sectPr"}.items()
}


@dataclass(frozen=True)
class Facts:
    """What one part of a Word file holds: how many of each block, and its text without breaks."""

    counts: Mapping[str, int]
    text: str

    @classmethod
    def of(cls, root: etree._Element) -> Facts:
        counts = {title: int(float(str(count(root)))) for title, count in COUNTED.items()}
        return cls(counts, str(etree.tostring(root, method="text", encoding="unicode")))


@dataclass
class Proof:
    """Gathers what each part should hold while it is rendered, then judges the finished package."""

    file: str
    expected: dict[str, Facts] = field(default_factory=dict)
    rendered: dict[str, str] = field(default_factory=dict)
    spans: dict[str, tuple[Span, ...]] = field(default_factory=dict)

    def expect(self, part: str, template: str, xml: str, values: Sequence[Value]) -> etree._Element:
        """Keep the facts of a rendered part and take the marks out of it; TemplateError when it is not well-formed
        XML, or holds a number that nothing accounts for or that contradicts another."""
        name = part.lstrip("/")
        root = self._parsed(name, xml.encode())
        self.spans[name], texts = spans_of(root, values)
        account(self.file, texts, self.spans[name], own_numbers(template))
        agree(self.file, texts, self.spans[name])
        self.rendered[name], self.expected[name] = xml, Facts.of(root)
        return root

    def check(self, parts: Mapping[str, bytes], values: Sequence[str]) -> None:
        """Every part well-formed, nothing fewer than rendered, the last line there, every printed string found."""
        roots = {name: self._parsed(name, parts[name]) for name in parts if name.endswith((".xml", ".rels"))}
        finished = {name: Facts.of(roots[name]) for name in self.expected}
        for name, facts in self.expected.items():
            self._whole(name, facts, finished[name])
        self._printed(values, [facts.text for facts in finished.values()])

    def _parsed(self, name: str, xml: bytes) -> etree._Element:
        try:
            return etree.fromstring(xml, etree.XMLParser(huge_tree=True, resolve_entities=False))
        except etree.XMLSyntaxError as fault:
            raise TemplateError(f"《{self.file}》生成的文件损坏：{name} 不是正确的 XML（{fault}）。") from fault

    def _whole(self, name: str, due: Facts, found: Facts) -> None:
        for title, number in due.counts.items():
            if found.counts[title] != number:
                raise self._lost(f"{name} 应有{title}{number}，实有{found.counts[title]}")
        if found.text != due.text:
            raise self._lost(f"{name} 的文字与所填不一致（末尾应为“{due.text[-20:]}”）")

    def _printed(self, values: Sequence[str], texts: Sequence[str]) -> None:
        """One walk forward, for values come in the order of the text; what a template itself dropped is no loss."""
        text, at = "\n".join(texts), 0
        for value in (value.replace("\n", "").replace("\t", "") for value in values):
            found = text.find(value, at)
            if found < 0 and value not in text and self._was_rendered(value):
                raise self._lost(f"找不到应印出的“{value[:40]}”")
            at = max(found, at)

    def _was_rendered(self, value: str) -> bool:
        return any(f">{escape(value)}<" in unmarked(xml) for xml in self.rendered.values())

    def _lost(self, what: str) -> TemplateError:
        return TemplateError(f"《{self.file}》生成的文件不完整：{what}。")
