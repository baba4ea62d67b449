"""A figure of two periods comes in; what each project's change did to it goes out, exact.

The rule is that of diff: each project alone is put into the earlier period in the place of what it was, everything
else stays, and the figure is computed anew; what it then differs is the project's effect. What the effects leave of
the whole move is 共同作用. Sums and counts have none; a rate has, where several projects moved its part and its whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction

from pipeline.measure.opened import THINGS, Opener
from pipeline.model import Count, Literal, Minus, Place, Ratio, Ref, Row, Sum, Term
from pipeline.model.explained import Cited, Effect, Number, Shift
from pipeline.model.terms import ITEMS, PROBLEMS, PROJECTS, Scored, operands
from pipeline.rules.identity import Identities
from pipeline.rules.numerals import plain
from pipeline.rules.spelling import folded, masked, visible

Leaf = Count | Sum
Subject = tuple[str, str]
OF_ITS_YEAR = "跨年不比：本年的数自1月1日起重新计算"
LASTING = ("cum_known", "total")  # columns that 31 December does not end
WAN = 10**4


@dataclass(frozen=True)
class Tally:
    """What rows add to a leaf: how many, how many of them known, and their sum."""

    rows: int = 0
    known: int = 0
    total: int = 0

    def plus(self, other: Tally, sign: int = 1) -> Tally:
        return Tally(self.rows + sign * other.rows, self.known + sign * other.known, self.total + sign * other.total)

    def value(self, leaf: Leaf) -> Number:
        if isinstance(leaf, Count):
            return self.rows
        missing = self.known < self.rows
        return None if missing and (leaf.complete or not self.known) else self.total


Tallies = dict[Leaf, Tally]
Labelling = Callable[[str, Row], Subject]


@dataclass
class State:
    """One period's rows of a figure by subject and leaf; of all subjects of its scope a row of each table and names."""

    opener: Opener
    tree: Term
    by: dict[Subject, Tallies] = field(default_factory=lambda: defaultdict(dict))
    rows: dict[Subject, dict[str, Row]] = field(default_factory=lambda: defaultdict(dict))
    named: dict[Subject, tuple[str, str]] = field(default_factory=dict)

    def whole(self) -> Tallies:
        found: Tallies = {leaf: Tally() for leaf in leaves(self.tree)}
        for tallies in self.by.values():
            for leaf, tally in tallies.items():
                found[leaf] = found[leaf].plus(tally)
        return found

    def cells(self, subject: Subject, leaf: Leaf) -> tuple[Cited, ...]:
        """Where what a leaf takes from a subject is written."""
        row = self.rows.get(subject, {}).get(leaf.table)
        key = leaf.column if isinstance(leaf, Sum) else leaf.flag
        return self.opener.evidence.basis(leaf.table, row, key).cells if row else ()


def shift(then: Opener, now: Opener, scope: str, name: str) -> Shift:
    """What moved a figure from one period to another, by project."""
    past = then.measured.index.get((scope, name))
    figure = now.measured.index[scope, name]
    before = past.value if past else None
    reason = _why_not(then, now, scope, name)
    if reason or past is None:
        return Shift(before, figure.value, figure.unit, why_not=reason or "那一期没有这个范围")
    labels = Labels(then, now)
    old = _state(then, scope, resolved(then, scope, name), labels.old)
    new = _state(now, scope, resolved(now, scope, name), labels.new)
    found = _shift(before, figure.value, figure.unit, old, new)
    given = "、".join(dict.fromkeys(_given(now, scope, now.book.trees[scope, name])))
    named = (replace(effect, subject=given) if not effect.subject else effect for effect in found.effects)
    return replace(found, effects=tuple(named), things=_things(new.tree))


def _given(opener: Opener, scope: str, term: Term) -> Iterator[str]:
    """The figures in a tree that come from no row."""
    for part in _walk(term):
        if isinstance(part, Ref):
            tree = opener.book.trees[scope, part.name]
            yield from [part.name] if isinstance(tree, Literal) else _given(opener, scope, tree)


def _things(tree: Term) -> str:
    tables = {leaf.table for leaf in leaves(tree)}
    return "有问题的项目" if tables == {PROBLEMS} else "、".join(THINGS[table] for table in tables)


def _why_not(then: Opener, now: Opener, scope: str, name: str) -> str:
    if then.measured.period.year != now.measured.period.year and not _lasts(resolved(now, scope, name)):
        return OF_ITS_YEAR
    if any(isinstance(opener.book.trees.get((scope, name)), Scored) for opener in (then, now)):
        return "考核得分由多个单位、多项指标的数算出，请看所用的各项指标"
    trees = [resolved(opener, scope, name) for opener in (then, now) if (scope, name) in opener.measured.index]
    if place := next((part for tree in trees for part in _walk(tree) if isinstance(part, Place)), None):
        return f"名次随各{place.among}的{place.of}一起变动，请看{place.of}"
    if all(isinstance(tree, Literal) for tree in trees):
        return "这个数是给定的，不由本期的行算出"
    return ""


def _lasts(tree: Term) -> bool:
    return all(leaf.table != PROJECTS or (isinstance(leaf, Sum) and leaf.column in LASTING) for leaf in leaves(tree))


def resolved(opener: Opener, scope: str, name: str) -> Term:
    """A figure's tree with the trees of the figures that it names in their places."""
    term = opener.book.trees[scope, name]
    return _resolved(opener, scope, term)


def _resolved(opener: Opener, scope: str, term: Term) -> Term:
    match term:
        case Ref(name, other):
            return resolved(opener, other or scope, name)
        case Ratio(part, whole):
            return Ratio(_resolved(opener, scope, part), _resolved(opener, scope, whole), scale=term.scale)
        case Minus(left, right):
            return Minus(_resolved(opener, scope, left), _resolved(opener, scope, right))
    return term


def _walk(term: Term) -> Iterator[Term]:
    yield term
    for part in operands(term):
        yield from _walk(part)


def leaves(term: Term) -> tuple[Leaf, ...]:
    """The leaves that count or add up rows, each once."""
    return tuple(dict.fromkeys(part for part in _walk(term) if isinstance(part, Count | Sum)))


class Labels:
    """Who the rows of both periods are: the same project under the same label."""

    def __init__(self, then: Opener, now: Opener) -> None:
        self._then, self._now = then.measured.projects, now.measured.projects
        self._known = Identities.of(self._then)

    def old(self, table: str, row: Row) -> Subject:
        return self._label(table, row, self._then)

    def new(self, table: str, row: Row) -> Subject:
        return self._label(table, row, self._now)

    def _label(self, table: str, row: Row, projects: tuple[Row, ...]) -> Subject:
        at = row.get("project")
        if table == PROBLEMS and isinstance(at, int) and at >= 0:
            return self._label(PROJECTS, projects[at], projects)
        if table == ITEMS:
            return ITEMS, row["id"]
        place = self._known.place(row) if table == PROJECTS else None
        return (
            (PROJECTS, str(place)) if place is not None else (table, f"{row.get('town')}/{folded(row['name'] or '')}")
        )


def _state(opener: Opener, scope: str, tree: Term, label: Labelling) -> State:
    state = State(opener, tree)
    for leaf in leaves(tree):
        for row in opener.rows(scope, leaf):
            subject = label(leaf.table, row)
            value = row[leaf.column] if isinstance(leaf, Sum) else 1
            tally = Tally(1, int(value is not None), value or 0)
            state.by[subject][leaf] = state.by[subject].get(leaf, Tally()).plus(tally)
            state.rows[subject][leaf.table] = row
    for table in {leaf.table for leaf in leaves(tree)}:
        for row in opener.scopes[scope].rows.get(table, ()):
            subject = label(table, row)
            state.rows[subject].setdefault(table, row)
            state.named.setdefault(subject, (masked(visible(row["name"] or "")), row.get("town") or ""))
    return state


def worth(tree: Term, tallies: Tallies) -> Number:
    """What a resolved tree comes to."""
    match tree:
        case Count() | Sum():
            return tallies[tree].value(tree)
        case Literal(value):
            return value
        case Ratio(part, whole):
            above, below = worth(part, tallies), worth(whole, tallies)
            return Fraction(above) * tree.scale / below if above is not None and below else None
        case Minus(left, right):
            one, other = worth(left, tallies), worth(right, tallies)
            return None if one is None or other is None else one - other
    raise TypeError(tree)


def _shift(before: Number, after: Number, unit: str, old: State, new: State) -> Shift:
    added = tuple(old_name for subject, (old_name, _) in new.named.items() if subject not in old.named)
    gone = tuple(old_name for subject, (old_name, _) in old.named.items() if subject not in new.named)
    if before is None or after is None:
        missing = "那一期没有这个数" if before is None else "本期没有这个数"
        return Shift(before, after, unit, added=added, gone=gone, why_not=missing)
    found = sorted(_effects(before, old, new), key=lambda effect: (-_size(effect.amount), effect.subject))
    together = after - before - sum(effect.amount or 0 for effect in found)
    return Shift(before, after, unit, tuple(found), _whole(together), added, gone)


def _effects(before: int | Fraction, old: State, new: State) -> Iterator[Effect]:
    """Each subject that is not as it was, put into the old state alone; and what comes from no row."""
    base = old.whole()
    for subject in dict.fromkeys((*old.by, *new.by)):
        mine, theirs = new.by.get(subject, {}), old.by.get(subject, {})
        if mine == theirs:
            continue
        moved = {leaf: _put(base[leaf], theirs.get(leaf), mine.get(leaf)) for leaf in base}
        if amount := _less(worth(old.tree, moved), before):
            yield _told(subject, amount, old, new)
    if amount := _less(worth(new.tree, base), before):
        yield Effect("", "", amount)


def _put(whole: Tally, gone: Tally | None, come: Tally | None) -> Tally:
    return whole.plus(gone or Tally(), -1).plus(come or Tally())


def _less(value: Number, before: int | Fraction) -> Number:
    return None if value is None else _whole(value - before)


def _whole(value: int | Fraction) -> int | Fraction:
    return int(value) if Fraction(value).denominator == 1 else value


def _size(amount: Number) -> Fraction:
    return abs(Fraction(amount or 0))


def _told(subject: Subject, amount: Number, old: State, new: State) -> Effect:
    name, town = new.named.get(subject) or old.named[subject]
    changed = [
        leaf for leaf in leaves(new.tree) if old.by.get(subject, {}).get(leaf) != new.by.get(subject, {}).get(leaf)
    ]
    words = dict.fromkeys(_change(leaf, subject, old, new) for leaf in changed)
    cells = dict.fromkeys(cell for leaf in changed for cell in new.cells(subject, leaf))
    return Effect(name, town, amount, tuple(words), tuple(cells))


def _change(leaf: Leaf, subject: Subject, old: State, new: State) -> str:
    """本年完成投资 2000万元 → 3000万元; 由未计入到计入“已开工”."""
    then, now = (state.by.get(subject, {}).get(leaf, Tally()) for state in (old, new))
    if isinstance(leaf, Sum):
        return f"{new.opener.title(leaf.table, leaf.column)} {_amount(then, leaf)} → {_amount(now, leaf)}"
    flag = new.opener.title(leaf.table, leaf.flag)
    return f"“{flag}” {then.rows}个 → {now.rows}个"


def _amount(tally: Tally, leaf: Sum) -> str:
    """Money in 万元, days as they are."""
    scale, unit = (WAN, "万元") if leaf.unit == "元" else (1, leaf.unit)
    return f"{plain(Fraction(tally.total, scale))}{unit}" if tally.known else "无"
