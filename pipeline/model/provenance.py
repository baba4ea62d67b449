"""Where a printed number comes from: what a document printed, in which place, of which figure or field."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What stands behind a piece of printed text."""

    FIGURE = "指标"
    FIELD = "字段"
    DATE = "日期"
    TEXT = "文字材料"
    ORDER = "序号"


@dataclass(frozen=True)
class Origin:
    """A figure by ``scope`` and ``name``, or the ``field`` (its title) of the row ``row`` (its id) of ``form``.
    A FIELD without a form is a named value of the document (发文.字号), one without a row a list by its name; an ORDER
    is the document's own numbering of rows, tables and annexes."""

    kind: Kind
    scope: str = ""
    name: str = ""
    form: str = ""
    row: str = ""
    field: str = ""


@dataclass(frozen=True)
class Printed:
    """One value as a document printed it: ``text`` stands at ``start`` of the text of a paragraph, the ``paragraph``-th
    of the document's body in reading order (from 1, those in tables too); ``context`` is that paragraph's text and
    ``place`` how a person finds it (第3段, 表2第4行)."""

    document: str
    paragraph: int
    place: str
    context: str
    start: int
    text: str
    origin: Origin
