"""Measured figures come in; what a document would print of each goes out, as the engine tells it."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.documents.quantity import Quantity
from pipeline.documents.wording import FILTERS
from pipeline.model import Figure, Measured
from pipeline.model.provenance import Kind, Origin, Printed

WAYS = {
    "元": ("亿元", "亿元数", "万元", "万元数"),
    "%": ("百分率", "百分数"),
    "个百分点": ("高低时序", "升降", "百分点", "百分点数"),
    "位": ("名次变化",),
}


def printed_of(measured: Measured, *, document: str = "调度通报") -> list[Printed]:
    """Every figure, said in every way that its unit knows, each in a paragraph of its own."""
    told = ((figure, text) for figure in measured.figures for text in texts(figure))
    return [said(figure, text, at, document) for at, (figure, text) in enumerate(told, 1)]


def texts(figure: Figure) -> Iterator[str]:
    for way in WAYS.get(figure.unit, ("个数",)):
        yield FILTERS[way](Quantity(figure.value, figure.unit))


def said(figure: Figure, text: str, at: int = 1, document: str = "调度通报") -> Printed:
    """One text of a figure, in a sentence in the ``at``-th paragraph."""
    context = f"截至5月底。{figure.name}{text}，全文如下。"
    origin = Origin(Kind.FIGURE, figure.scope, figure.name)
    return Printed(document, at, f"第{at}段", context, context.index(text), text, origin)
