"""A text that a document printed for a figure comes in; the formula that prints the same from the figure's cell, and
what it gives, go out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from pipeline.model import Figure
from pipeline.model.provenance import Kind, Printed
from pipeline.rules.numerals import fixed
from pipeline.workbooks.literals import quoted, shown

NOTHING, JOINT = "—", "；"
RIGHT, WRONG, UNREAD = "相符", "不符", "请人工核对"
PLACES = 1  # of a text that shows no digits, where its document prints no other rate
MOST_PLACES, MOST_CONTEXT = 6, 120
LEANINGS = (
    ("高出时序进度", "低于时序进度", "与时序进度持平"),
    ("提高", "下降", "持平"),
    ("上升", "下降", "持平"),
)
RANKS = "位"
SCALES = {"亿": 10**8, "万": 10**4}
_NUMBER = re.compile(r"(\D*?)([+-]?)([0-9]+)(?:\.([0-9]+))?(\D*)")
_SENTENCE = re.compile(r"[^。；\n]*[。；]?")

At = tuple[str, str]  # scope and name of a figure


@dataclass(frozen=True)
class Style:
    """How a text writes a value: so many ``places`` of ``scale`` units between two words; ``signed`` with a plus,
    ``leans`` by words for more, less and level in the place of a sign, ``size`` without any."""

    places: int
    scale: int = 1
    lead: str = ""
    tail: str = ""
    signed: bool = False
    size: bool = False
    leans: tuple[str, str, str] | None = None

    def text(self, value: int | Fraction | None) -> str:
        """What the style prints."""
        if value is None:
            return NOTHING
        sized = -value if value < 0 and (self.size or self.leans) else value
        digits = fixed(Fraction(sized, self.scale) if self.scale > 1 else sized, self.places)
        zero = not digits.strip("0.-")
        if self.leans:
            up, down, level = self.leans
            return level if zero else f"{up if value > 0 else down}{digits}{self.tail}"
        sign = "+" if self.signed and value > 0 and not zero else ""
        return f"{self.lead}{sign}{digits}{self.tail}"

    def formula(self, cell: str) -> str:
        """The same as a formula over the value's cell."""
        rounded = self.rounded(f"ABS({cell})" if self.size or self.leans else cell)
        digits = f'TEXT({rounded},"{self._shape()}")'
        if self.leans:
            up, down, level = map(quoted, self.leans)
            said = f"IF({rounded}=0,{level},IF({cell}>0,{up},{down})&{digits}&{quoted(self.tail)})"
        else:
            said = "&".join([*([quoted(self.lead)] if self.lead else []), digits, *self._tailed()])
        return f'IF(ISNUMBER({cell}),{said},"{NOTHING}")'

    def _tailed(self) -> list[str]:
        return [quoted(self.tail)] if self.tail else []

    def rounded(self, written: str) -> str:
        """Half up; of money so that halves are whole numbers of tenths, which no rounding of binary digits shifts."""
        unit = self.scale // 10**self.places
        if self.scale == 1 or not unit:
            return (
                f"ROUND({written}/{self.scale},{self.places})" if self.scale > 1 else f"ROUND({written},{self.places})"
            )
        whole = f"ROUND({written}/{unit},0)"
        return f"{whole}/{10**self.places}" if self.places else whole

    def _shape(self) -> str:
        plain = "0." + "0" * self.places if self.places else "0"
        return f"{'+' if self.signed else ''}{plain};-{plain};{plain}"


def style(text: str, figure: Figure, places: int = PLACES) -> Style | None:
    """How a text writes the figure, None where it cannot be told; ``places`` is how exactly its document prints
    rates, for a text without digits."""
    level = _level(text, figure)
    if level:
        return Style(0 if figure.unit == RANKS else places, leans=level, tail=_unit(figure))
    if text == NOTHING:
        return Style(0)
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    lead, sign, whole, rest, tail = found.groups()
    digits = len(rest or "")
    leans = next((words for words in LEANINGS if lead in words[:2] and (words[0] == "上升") == (tail == RANKS)), None)
    if leans:
        return Style(digits, leans=leans, tail=tail)
    scale = _scale(tail, figure, f"{sign}{whole}.{rest or 0}") if figure.unit == "元" else 1
    signed = sign == "+" or (figure.unit == "个百分点" and not tail)
    return Style(digits, scale, lead, tail, signed, size=tail == "个百分点" and not sign)


def _level(text: str, figure: Figure) -> tuple[str, str, str] | None:
    ranks = figure.unit == RANKS
    return next((words for words in LEANINGS if text == words[2] and (words[0] == "上升") == ranks), None) or next(
        (words for words in LEANINGS[:2] if text == words[2]), None
    )


def _unit(figure: Figure) -> str:
    return RANKS if figure.unit == RANKS else "个百分点"


def _scale(tail: str, figure: Figure, digits: str) -> int:
    """What the unit after the digits says; in a table, whose head names the unit, the one that comes nearest."""
    for word, scale in SCALES.items():
        if tail.startswith(word):
            return scale
    if tail or not figure.value:
        return 1 if tail else 10**8
    printed, value = Fraction(digits), figure.value
    return min((10**8, 10**4, 1), key=lambda scale: abs(printed * scale - value))


@dataclass(frozen=True)
class Proof:
    """Everything that documents printed of one figure: its different texts, where, the sentence of the first place,
    and, over the cells of value and texts, whether that is what the value prints."""

    texts: tuple[str, ...]
    where: str
    context: str
    styles: tuple[Style | None, ...]
    verdict: str

    @property
    def said(self) -> str:
        return JOINT.join(self.texts)

    def formula(self, value: str, printed: str) -> str | None:
        """Whether the texts in one cell are what the value in another prints; None where that must be read."""
        if None in self.styles:
            return None
        made = f'&"{JOINT}"&'.join(style.formula(value) for style in self.styles if style)
        return f'IF({printed}={made},"{RIGHT}","{WRONG}")'


def proofs(printed: Iterable[Printed], figures: Mapping[At, Figure]) -> dict[At, Proof]:
    """By scope and name; what is no figure, or none of these, is left out."""
    found: dict[At, list[Printed]] = {}
    for one in printed:
        at = (one.origin.scope, one.origin.name)
        if one.origin.kind is Kind.FIGURE and at in figures:
            found.setdefault(at, []).append(one)
    exact = _exactness(one for ones in found.values() for one in ones)
    return {at: _proof(ones, figures[at], exact) for at, ones in found.items()}


def _proof(ones: Sequence[Printed], figure: Figure, exact: Mapping[str, int]) -> Proof:
    texts = {shown(one.text): exact.get(one.document, PLACES) for one in ones}
    styles = tuple(style(text, figure, places) for text, places in texts.items())
    context = next(filter(None, map(sentence, ones)), "")
    return Proof(tuple(texts), _where(ones), context, styles, _verdict(texts, styles, figure))


def _verdict(texts: Iterable[str], styles: Sequence[Style | None], figure: Figure) -> str:
    if None in styles:
        return UNREAD
    return RIGHT if [style.text(figure.value) for style in styles if style] == list(texts) else WRONG


def _exactness(printed: Iterable[Printed]) -> dict[str, int]:
    """How many decimals each document gives 百分点 and rates."""
    found: dict[str, int] = {}
    for one in printed:
        match = _NUMBER.fullmatch(one.text) if one.text.endswith(("%", "个百分点")) else None
        if match:
            found.setdefault(one.document, len(match[4] or ""))
    return found


def _where(ones: Sequence[Printed]) -> str:
    """调度通报：第3段、表1第4行；督查报告：第5段."""
    places: dict[str, dict[str, None]] = {}
    for one in ones[:MOST_PLACES]:
        places.setdefault(one.document, {})[one.place] = None
    told = JOINT.join(f"{document}：{'、'.join(found)}" for document, found in places.items())
    return f"{told}等，共{len(ones)}处" if len(ones) > MOST_PLACES else told


def sentence(one: Printed) -> str:
    """The sentence in which a text stands; nothing where it stands alone, as in a table's cell."""
    if one.context.strip() == one.text:
        return ""
    found = next((match for match in _SENTENCE.finditer(one.context) if match.end() > one.start), None)
    words = (found[0] if found else one.context).strip()
    return words if len(words) <= MOST_CONTEXT else f"{words[:MOST_CONTEXT]}……"
