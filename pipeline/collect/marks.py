"""A worksheet's XML in, what calamine hides out: faults, formats, merges, hidden rows and columns, the true extent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.parsers import expat

from pipeline.collect.cutting import Cut, column_number
from pipeline.collect.sheet import Refused, Span
from pipeline.model import Fault, FaultKind

Attributes = Mapping[str, str]
DIGITS = "0123456789"


@dataclass(frozen=True)
class Marks:
    """One sheet's hidden side; rows and columns count from 0, ``height`` and ``width`` reach the last filled cell."""

    height: int = 0
    width: int = 0
    faults: tuple[tuple[int, int, Fault], ...] = ()
    dressed: tuple[tuple[int, int, str], ...] = ()
    merges: tuple[Span, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    declared: str = ""  # the extent as the sheet itself tells it: A1:D9


def place(reference: str) -> tuple[int, int]:
    """AB12 → (11, 27)."""
    letters = reference.rstrip(DIGITS)
    digits = reference[len(letters) :]
    if not digits or len(digits) > 7 or len(letters) > 3:
        raise Refused("file-unreadable", "单元格坐标不正确")
    return int(digits) - 1, column_number(letters)


class _Pass:
    """The state of one pass; one handler an element."""

    def __init__(self, natures: Mapping[str, str], height: int, width: int) -> None:
        self.natures = natures
        self.row = self.column = -1
        self.height, self.width = height, width
        self.cell: Attributes = {}
        self.faults: list[tuple[int, int, Fault]] = []
        self.dressed: list[tuple[int, int, str]] = []
        self.merges: list[Span] = []
        self.hidden_rows: set[int] = set()
        self.hidden: set[tuple[int, int]] = set()
        self.declared = ""
        self.formula: list[str] | None = None
        self.shown: list[str] | None = None
        self.listening: list[str] | None = None
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.root
        self.handlers: dict[str, Callable[[Attributes], None]] = {}

    def root(self, name: str, attributes: Attributes) -> None:
        """The root element shows the prefix that all others bear."""
        prefix = name[: -len("worksheet")] if name.endswith("worksheet") else ""
        own = {"c": self.on_cell, "v": self.on_value, "is": self.on_value, "f": self.on_formula, "row": self.on_row,
               "col": self.on_column, "mergeCell": self.on_merge,
               "dimension": self.on_dimension}  # fmt: skip
        self.handlers = {prefix + tag: handler for tag, handler in own.items()}
        self.parser.StartElementHandler = self.start

    def start(self, name: str, attributes: Attributes) -> None:
        handler = self.handlers.get(name)
        if handler:
            handler(attributes)
        elif self.listening is not None:
            self.close()

    def on_row(self, attributes: Attributes) -> None:
        if self.listening is not None:
            self.close()
        number = attributes.get("r", "")
        self.row = int(number) - 1 if number.isdecimal() else self.row + 1
        self.column = -1
        if attributes.get("hidden") in ("1", "true"):
            self.hidden_rows.add(self.row)

    def on_cell(self, attributes: Attributes) -> None:
        if self.listening is not None:
            self.close()
        self.cell = attributes
        self.column += 1

    def on_value(self, _: Attributes) -> None:
        self.locate()
        self.height = max(self.height, self.row + 1)
        self.width = max(self.width, self.column + 1)
        if self.listening is not None or self.cell.get("t") == "e":
            self.shown = self.listen()
        meaning = self.natures.get(self.cell.get("s", ""))
        if meaning:
            self.dressed.append((self.row, self.column, meaning))

    def locate(self) -> None:
        reference = self.cell.get("r")
        if reference:
            self.row, self.column = place(reference)

    def listen(self) -> list[str]:
        heard: list[str] = []
        self.listening = heard
        self.parser.CharacterDataHandler = heard.append
        return heard

    def on_formula(self, _: Attributes) -> None:
        self.locate()
        self.formula = self.listen()

    def close(self) -> None:
        """The cell just left had a formula or an error: is it a fault?"""
        self.parser.CharacterDataHandler = None
        formula, shown, kind = self.formula, self.shown, self.cell.get("t")
        text = "".join(shown or ()).strip()
        if kind == "e":
            self.fault(FaultKind.ERROR, text or "#VALUE!")
        elif formula is not None and not text and (shown is None or kind != "str"):
            self.fault(FaultKind.UNCALCULATED, "=" + "".join(formula).strip())
        self.formula = self.shown = self.listening = None

    def fault(self, kind: FaultKind, text: str) -> None:
        self.height = max(self.height, self.row + 1)
        self.width = max(self.width, self.column + 1)
        self.faults.append((self.row, self.column, Fault(kind, text)))

    def on_column(self, attributes: Attributes) -> None:
        if attributes.get("hidden") in ("1", "true"):
            first, last = int(attributes.get("min", 1)), int(attributes.get("max", 1))
            self.hidden.add((first - 1, last))

    @property
    def hidden_columns(self) -> frozenset[int]:
        """Those that the filled cells reach."""
        width = range(self.width)
        return frozenset(column for column in width if any(first <= column < last for first, last in self.hidden))

    def on_dimension(self, attributes: Attributes) -> None:
        self.declared = attributes.get("ref", "")

    def on_merge(self, attributes: Attributes) -> None:
        if self.listening is not None:
            self.close()
        first, _, last = attributes.get("ref", "A1").replace("$", "").partition(":")
        top, left = place(first)
        bottom, right = place(last or first)
        self.merges.append(Span(top, left, bottom, right))


def marked(part: Cut, natures: Mapping[str, str]) -> Marks:
    """Everything one pass over what is left of a worksheet tells; ``natures`` are the styles that mean something.

    Raises Refused on broken XML.
    """
    reading = _Pass(natures, part.height, part.width)
    try:
        reading.parser.Parse(part.rest, True)
    except (expat.ExpatError, ValueError):
        raise Refused("file-unreadable", "工作表内容已损坏") from None
    if reading.listening is not None:
        reading.close()
    return Marks(
        height=reading.height,
        width=reading.width,
        faults=tuple(reading.faults),
        dressed=tuple(reading.dressed),
        merges=tuple(reading.merges),
        hidden_rows=frozenset(reading.hidden_rows),
        hidden_columns=reading.hidden_columns,
        declared=reading.declared,
    )
