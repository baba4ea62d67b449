"""A figure's tree comes in; how its formula reads in words goes out."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.model import Count, Literal, Minus, Place, Ratio, Ref, Sum, Term
from pipeline.rules.scores import told
from pipeline.workbooks.columns import OWN_COLUMNS, SHEETS, Column
from pipeline.workbooks.details import Detail, leaves


def phrase(term: Term | None, details: Mapping[str, Detail]) -> str:
    """The formula in words: 已开工数÷项目总数×100."""
    if term is None:
        return ""
    tables = dict.fromkeys(leaf.table for leaf in leaves(term))
    return "、".join(SHEETS[table] for table in tables) + ("：" if tables else "") + _words(term, details)


def _words(term: Term, details: Mapping[str, Detail]) -> str:
    match term:
        case Count():
            return f"{_title(term.table, term.flag, details)}=1的行数"
        case Sum():
            added, flag = (_title(term.table, key, details) for key in (term.column, term.flag))
            return f"{added}之和（{flag}=1）"
        case Ratio():
            return f"{_words(term.part, details)}÷{_words(term.whole, details)}{term.tail}"
        case Minus():
            return f"{_words(term.left, details)}－{_words(term.right, details)}"
        case Ref():
            return term.name
        case Place():
            group = f"同一{term.within}的" if term.within else ""
            return f"{group}各{term.among}按{term.of}由高到低的名次"
        case Literal():
            return "给定值，来源见备注"
        case _:
            return told(term, lambda part: _words(part, details))


def _title(table: str, key: str, details: Mapping[str, Detail]) -> str:
    empty = (Column(*facts) for facts in OWN_COLUMNS.get(table, ()))  # a sheet that this period does not have
    columns = details[table].columns if table in details else empty
    return next((column.title for column in columns if column.key == key), key)
