"""A compiled part of a template and what fills it come in; its stretches of XML and the values between them go out, in
order, each value as it is and not yet as XML."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import CodeType
from typing import Any, NamedTuple

from jinja2 import Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

from pipeline.documents.engine.sandbox import Sandbox, cleaned, valued
from pipeline.documents.engine.spans import Value, parted
from pipeline.documents.engine.stretches import Woven, letters_of
from pipeline.documents.origins import GIVEN, Group
from pipeline.documents.quantity import Quantity
from pipeline.documents.recorded import Told
from pipeline.documents.wording import FILTERS

BYPASSING = (
    nodes.FilterBlock,
    nodes.CallBlock,
    nodes.Block,
    nodes.EvalContextModifier,
    nodes.ScopedEvalContextModifier,
)

Field = tuple[str, Mapping[str, Any], str]  # text, and the name that its value was looked up by in its holder
HOLDERS = (Told, dict, Group)
Printed = Value | Field
Piece = str | Printed


def bypassed(tree: nodes.Template) -> bool:
    """Whether a template prints anything that does not come by ``Flow.flowed``."""
    recursive = any(loop.recursive for loop in tree.find_all(nodes.For))
    return recursive or any(tree.find(kind) for kind in BYPASSING)


class Generator(CodeGenerator):
    """Writes ``environment.flowed(value)`` where Jinja would write the value's text, except in {% set %} and macros."""

    _field: nodes.Expr | None = None
    _filter: nodes.Expr | None = None

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.buffer is not None:
            super()._output_child_pre(node, frame, finalize)
            return
        self._field = node if isinstance(node, nodes.Getattr) else None
        self._filter = node if _words_a_field(node) else None
        call = "field" if self._field else "worded" if self._filter else "flowed"
        self.write(f"environment.{call}(")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.buffer is not None:
            super()._output_child_post(node, frame, finalize)
        else:
            self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        if node is self._field:
            self.visit(node.node, frame)
            self.write(f", {node.attr!r}")
        else:
            super().visit_Getattr(node, frame)

    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:
        if node is self._filter and isinstance(node.node, nodes.Getattr):
            self.write(f"{self.filters[node.name]}, ")
            self.visit(node.node.node, frame)
            self.write(f", {node.node.attr!r}")
            self.signature(node, frame)
        else:
            super().visit_Filter(node, frame)


def _words_a_field(node: nodes.Expr) -> bool:
    """行.总投资|万元数."""
    return isinstance(node, nodes.Filter) and isinstance(node.node, nodes.Getattr) and node.name in FILTERS


class Poured(NamedTuple):
    """What a part printed: its pieces in order, those that are not the template's own, and the values that say an exact
    number."""

    pieces: list[Piece]
    foreign: list[Woven]
    figures: list[Value]


class Flow(Sandbox):
    """The sandbox of one document, which gives what it prints piece by piece."""

    code_generator_class = Generator

    def __init__(self, filters: Mapping[str, Callable[..., Any]], draw: Callable[[Any], str | None]) -> None:
        super().__init__(filters, draw)
        self.optimized = False  # what is compiled serves every choice of filters
        self._mixed, self._figures = False, list[Value]()

    def field(self, holder: Any, name: str) -> Any:
        """What stands under a name, printed."""
        if type(holder) in HOLDERS and type(value := holder.get(name)) is str:
            return value if value.isprintable() else cleaned(value), holder, name
        return self.flowed(self.getattr(holder, name))

    def worded(self, call: Any, holder: Any, name: str, *args: Any, **options: Any) -> Any:
        """What a filter makes of what stands under a name, printed; in the row of a record it need not know its origin
        before somebody asks for it."""
        if type(holder) is Told and type(value := holder.get(name)) in GIVEN:
            text = call.__wrapped__(value, *args, **options)
            if type(text) is str:
                return text if text.isprintable() else cleaned(text), holder, name
        return self.flowed(call(self.getattr(holder, name), *args, **options))

    def flowed(self, value: Any) -> Any:
        """A value, printed; WordingError for what is no words."""
        if isinstance(value, str) and type(value) is not Markup:
            return self._said(value if value.isprintable() else cleaned(str(value)), value)
        if isinstance(value, Quantity):
            return self._said(str(value), value)
        self._mixed = True
        return self._printed(None, value)

    def _said(self, text: str, value: Any) -> Value:
        said = valued(text, value)
        if said.exact is not None:
            self._figures.append(said)
        return said

    def poured(self, code: CodeType, context: Mapping[str, Any], *, torn: bool) -> Poured:
        """What a part prints, ``torn`` where tags stand inside tags; raises whatever its expressions raise."""
        template = Template.from_code(self, code, self.make_globals(None))
        self._mixed, self._figures = False, []
        pieces: list[Any] = list(template.generate(context))
        if not (self._mixed or torn):
            return Poured(pieces, [], self._figures)
        apart = self._apart(pieces)
        pieces = list(_mended(apart)) if torn else apart
        foreign = [piece for piece in pieces if type(piece) is Woven and not piece.ours]
        return Poured(pieces, foreign, [piece for piece in pieces if type(piece) is Value])

    def _apart(self, chunks: Iterable[Any]) -> list[Any]:
        """A value between XML of its own comes apart from it."""
        pieces: list[Any] = []
        for chunk in chunks:
            if type(chunk) is Markup:
                parts = enumerate(parted(chunk))
                pieces += [self.values[int(part)] if at % 2 else Woven(part) for at, part in parts]
            else:
                pieces.append(chunk)
        return pieces


def _mended(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """A tag that a value stands in is one stretch with it."""
    held, ours = "", True
    for piece in pieces:
        if not held and not (isinstance(piece, str) and _torn(piece)):
            yield piece
            continue
        held += piece if isinstance(piece, str) else escape(piece[0])
        ours = ours and not letters_of(piece) if isinstance(piece, Woven) else ours
        if not _torn(held):
            yield Woven(held, ours=ours)
            held, ours = "", True


def _torn(xml: str) -> bool:
    """Whether a stretch ends inside a tag."""
    return xml.rfind("<") > xml.rfind(">")
