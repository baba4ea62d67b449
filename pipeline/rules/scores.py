"""A term of 考核 comes in with what names its parts; how it is worked out, in words, goes out."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.model.terms import Award, Mean, Pooled, Score, Scored, Term
from pipeline.rules.numerals import plain


def told(term: Scored, named: Callable[[Term], str]) -> str:
    """40×min(年度投资完成率÷时序进度，1.2); ``named`` gives a part's name, or what it comes to."""
    match term:
        case Score():
            over, under = (term.target, term.value) if term.lower else (term.value, term.target)
            return f"{plain(term.weight)}×min({named(over)}÷{named(under)}，{plain(term.cap)})"
        case Award():
            return f"{plain(term.each)}×{named(term.of)}（最多{plain(term.most)}）"
        case Pooled():
            sharing = f"没有数的指标，权重由其他指标分摊；有数的不足{plain(term.least)}的不计分"
            return f"{'＋'.join(named(part) for part, _ in term.parts)}（{sharing}）"
        case Mean():
            return f"{len(term.parts)}个单位的平均"
    return "＋".join(map(named, term.parts))
