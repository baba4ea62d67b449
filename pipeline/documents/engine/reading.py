"""The pieces of a part come in one by one; its paragraphs, the rows that they stand in and the places of its values go
out."""

from __future__ import annotations

from pipeline.documents.engine.flow import Printed
from pipeline.documents.engine.places import Paragraph, row_name
from pipeline.documents.engine.spans import Span, Value
from pipeline.documents.engine.stretches import Reading
from pipeline.documents.origins import looked_up


class Reader:
    """``inside``: in a text node, where values are seen."""

    def __init__(self) -> None:
        self.inside, self.spans = False, list[Span]()
        self._texts, self._rows = [""], [""]  # the first is what stands before all paragraphs
        self._tables, self._open = 0, list[tuple[int, int]]()

    @property
    def paragraphs(self) -> list[Paragraph]:
        return [*map(Paragraph, self._texts[1:], self._rows[1:])]

    def goes_over(self, stretch: Reading) -> None:
        first, *rest = stretch.texts
        self._texts[-1] += first
        self._texts += rest
        self.inside = stretch.inside
        for tag in stretch.tags:
            self._meets(tag)

    def sees(self, printed: Printed) -> None:
        if self.inside and printed[0]:
            self.spans.append(Span(len(self._texts) - 1, len(self._texts[-1]), printed[0], value_of(printed)))
            self._texts[-1] += printed[0]

    def _meets(self, tag: str) -> None:
        match tag:
            case "w:p":
                self._rows.append(row_name(*self._open[-1]) if self._open else "")
            case "w:tbl":
                self._tables += 1
                self._open.append((self._tables, 0))
            case "w:tr" if self._open:
                table, row = self._open[-1]
                self._open[-1] = table, row + 1
            case "/w:tbl" if self._open:
                self._open.pop()


def value_of(printed: Printed) -> Value:
    if isinstance(printed, Value):
        return printed
    text, holder, name = printed
    return Value(text, getattr(looked_up(holder, name, holder[name]), "origin", None))
