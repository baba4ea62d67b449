"""The pieces of a part come in one by one; its paragraphs, the rows that they stand in and the places of its values go
out."""

from __future__ import annotations

from pipeline.documents.engine.flow import Printed
from pipeline.documents.engine.places import UNKNOWN, Paragraph, row_name
from pipeline.documents.engine.spans import Span, Value
from pipeline.documents.engine.stretches import PARAGRAPH, Reading
from pipeline.documents.origins import looked_up
from pipeline.documents.recorded import Told
from pipeline.model import Kind


class Reader:
    """``wanted`` are the kinds of values whose places are asked for; ``inside``: in a text node, where values are
    seen."""

    def __init__(self, wanted: frozenset[Kind]) -> None:
        self.inside, self.spans = False, list[Span]()
        self._wanted, self._fields = wanted, Kind.FIELD in wanted  # as all is that the row of a record tells
        self._text, self._texts, self._rows = "", list[str](), list[str]()
        self._row, self._tables, self._open = "", 0, list[tuple[int, int]]()

    @property
    def paragraphs(self) -> list[Paragraph]:
        return [*map(Paragraph, [*self._texts, self._text][1:], self._rows)]  # before the first is none

    def goes_over(self, stretch: Reading) -> None:
        self._text += stretch.texts[0]
        self.inside = stretch.inside
        if stretch.tags:
            texts = iter(stretch.texts[1:])
            for tag in stretch.tags:
                if tag == PARAGRAPH:
                    self._texts.append(self._text)
                    self._rows.append(self._row)
                    self._text = next(texts)
                else:
                    self._meets(tag)

    def sees(self, printed: Printed) -> None:
        if self.inside:
            text = printed[0]
            if text and (self._fields or type(printed[1]) is not Told):
                self._place(text, value_of(printed))
            self._text += text

    def _place(self, text: str, value: Value) -> None:
        if kind_of(value) in self._wanted:
            self.spans.append(Span(len(self._texts), len(self._text), text, value))

    def _meets(self, tag: str) -> None:
        match tag:
            case "w:tbl":
                self._tables += 1
                self._open.append((self._tables, 0))
            case "w:tr" if self._open:
                table, row = self._open[-1]
                self._open[-1] = table, row + 1
            case "/w:tbl" if self._open:
                self._open.pop()
        self._row = row_name(*self._open[-1]) if self._open else ""


def kind_of(value: Value) -> Kind:
    return (value.origin or UNKNOWN).kind


def value_of(printed: Printed) -> Value:
    if isinstance(printed, Value):
        return printed
    text, holder, name = printed
    value = looked_up(holder, name, holder[name])
    return Value(text, getattr(value, "origin", None), getattr(value, "value", None))
