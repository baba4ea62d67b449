"""A template and what may fill it come in; every fault of the template, named by its paragraph, goes out."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from lxml import etree

from pipeline.documents.engine.accounts import EXPRESSION
from pipeline.documents.engine.drawings import Drawings
from pipeline.documents.engine.engine import Template
from pipeline.documents.engine.faults import Source, TemplateError, line_of, reason_of
from pipeline.documents.engine.package import DOCUMENT, members, packed
from pipeline.documents.engine.proof import Proof
from pipeline.documents.engine.rendering import Rendering
from pipeline.documents.engine.sandbox import Sandbox
from pipeline.documents.engine.spans import T, pieces
from pipeline.documents.engine.tags import leftover
from pipeline.documents.printing import Prepared
from pipeline.documents.wording import FILTERS

MOST = 100
BRACES = re.compile(r"[{｛]\s*[{｛%％]|[}｝%％]\s*[}｝]")
BRACE = re.compile("[{}｛｝]")
OPENERS = {"for": "endfor", "if": "endif"}
BLOCK = re.compile(r"\{%[-+]?\s*(\w+)(.*?)%\}")
WHOLE = re.compile(r"\{%[-+]?\s*(?:p|tr|tc|r)?\s*(\w+)")


def faults(prepared: Sequence[Prepared], template: Path | None = None) -> tuple[str, ...]:
    """What is wrong with the template of the documents (``template`` in its place where one is given), a sentence each,
    in the order of the text; nothing when it prints every one of them."""
    printer = prepared[0].printer
    carrier = printer.entry.carrier(printer.carrier)
    own = Template(template or printer.entry.template, carrier)
    try:
        data = own.composed
    except TemplateError as fault:
        return (str(fault),)
    torn, mended = _torn(data, own.name)
    found = dict.fromkeys(torn)
    for one in prepared:
        found |= dict.fromkeys(_tried(mended, own.name, one.said))
    return tuple(found)


def _torn(data: bytes, name: str) -> tuple[list[str], bytes]:
    """Paragraphs with half a tag or with braces of another kind; the document goes on without their braces."""
    parts, found = members(data), []
    root = etree.fromstring(parts[DOCUMENT], etree.XMLParser(huge_tree=True, resolve_entities=False))
    for held in pieces(root):
        text = "".join(part for _, part in held)
        if match := BRACES.search(EXPRESSION.sub("", text)):
            found.append(f"模板《{name}》段落“{text.strip()}”：标签不完整或用了全角花括号（“{match[0]}”）。")
            for node, part in held:
                if node.tag == T:
                    node.text = BRACE.sub("", part)
    return found, packed({**parts, DOCUMENT: etree.tostring(root)})


def _tried(data: bytes, name: str, said: Mapping[str, Any]) -> list[str]:
    rendering = _Trial(io.BytesIO(data), name, Sandbox(FILTERS, Drawings().draw), Proof(name))
    try:
        rendering.fill(said, io.BytesIO())
    except TemplateError as fault:
        rendering.found.append(str(fault))
    return rendering.found


class _Trial(Rendering):
    """Goes on after a fault: the paragraph that has it is printed without what failed."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.found: list[str] = []

    def _filled(self, source: Source, context: dict[str, Any]) -> str:
        text = source.text
        for line, reason in _unbalanced(text):
            self.found.append(str(source.fault(line, reason)))
            text = _without(text, line, _bare)
        for _ in range(MOST):
            try:
                leftover(replace(source, text=text))
                return self._sandbox.from_string(text).render(context)
            except TemplateError:
                raise
            except Exception as fault:
                at = line_of(fault)
                told = source.fault(at, reason_of(fault))
                if at is None:
                    raise told from fault
                self.found.append(str(told))
                text = _without(text, at, _harmless)
        raise TemplateError(f"模板《{source.file}》的错误太多，请先改正以上各处。")


def _without(text: str, line: int, mend: Callable[[str], str]) -> str:
    lines = text.split("\n")
    mended = mend(lines[line - 1])
    lines[line - 1] = mended if mended != lines[line - 1] else _bare(mended)
    return "\n".join(lines)


def _bare(line: str) -> str:
    return EXPRESSION.sub("", line)


def _harmless(line: str) -> str:
    """A paragraph whose tags open and close the same blocks and ask for nothing."""
    return re.sub(r"\{\{.*?\}\}", "", BLOCK.sub(_idle, line))


def _idle(tag: re.Match[str]) -> str:
    match tag[1]:
        case "for":
            return "{% for " + (tag[2].partition(" in ")[0].strip() or "x") + " in [] %}"
        case "if" | "elif":
            return "{% " + tag[1] + " false %}"
        case "else" | "endif" | "endfor":
            return tag[0]
    return ""


def _unbalanced(text: str) -> Iterator[tuple[int, str]]:
    """Loops and conditions without an end, and ends without a beginning, by their lines."""
    opened: list[tuple[str, int]] = []
    for line, words in enumerate(text.split("\n"), 1):
        for tag in WHOLE.finditer(words):
            if tag[1] in OPENERS:
                opened.append((tag[1], line))
            elif tag[1] in OPENERS.values():
                if not opened or OPENERS[opened[-1][0]] != tag[1]:
                    yield line, f"多出“{tag[1]}”，或与前面的循环、判断交叉"
                else:
                    opened.pop()
    for kind, line in opened:
        yield line, f"循环或判断没有结束（缺 {OPENERS[kind]}）"
