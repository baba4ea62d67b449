"""红黄牌 as measured come in; by colour and by what became of last month's they go out as templates name them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from pipeline.documents.ground import Ground
from pipeline.documents.origins import SOURCE
from pipeline.documents.quantity import Quantity
from pipeline.documents.told.rows import Row, text
from pipeline.model import Card, Kind, Origin
from pipeline.model.cards import RED, YELLOW
from pipeline.rules.carding import DEPARTMENT, PROJECT, TOWN, CardRule

FORM, KINDS = "红黄牌", (TOWN, DEPARTMENT, PROJECT)


def cards(ground: Ground) -> dict[str, Any]:
    """``红黄牌``: 红牌, 黄牌 and 摘牌, each with 对象 (镇街, 项目, 部门), 名称, 镇街, 牌, 上期, 变化 and 理由; 新亮牌
    are those who had none last month; 各类 (对象, 个数) how many of each kind have one; 有上期 whether last
    month is known, 规则 the rules, a sentence each. Of a member, its own."""
    known = _has_last(ground)
    rows = [(card, _row(card, known)) for card in ground.measured.cards]
    if ground.member:
        rows = [(card, row) for card, row in rows if (card.kind, card.id) == (ground.kind, ground.member)]
    return {
        "红黄牌": {
            "红牌": [row for card, row in rows if card.colour == RED],
            "黄牌": [row for card, row in rows if card.colour == YELLOW],
            "摘牌": [row for card, row in rows if not card.colour],
            "新亮牌": [row for card, row in rows if card.colour and not card.before],
            "各类": _counts(ground.measured.cards) if not ground.member else [],
            "有上期": known,
            "规则": _rules(ground.law.cards),
            SOURCE: Origin(Kind.FIELD, form=FORM),
        }
    }


def _has_last(ground: Ground) -> bool:
    past = ground.measured.past
    return bool(past) and past[-1].period == ground.measured.period.previous


def _counts(cards: Iterable[Card]) -> list[Row]:
    """How many 镇街, 部门 and 项目 have a card, of each that has."""
    held = Counter(card.kind for card in cards if card.colour)
    source = Origin(Kind.FIELD, form=FORM)
    return [{"对象": kind, "个数": Quantity(held[kind], "个"), SOURCE: source} for kind in KINDS if held[kind]]


def _rules(rules: Iterable[CardRule]) -> list[str]:
    """镇街时序比低于80%亮黄牌、低于60%亮红牌, a line for each thing that is seen."""
    seen: dict[str, list[str]] = {}
    for rule in rules:
        seen.setdefault(f"{rule.of}{rule.by}", []).insert(0, rule.told)
    return [f"{name}{'、'.join(told)}" for name, told in seen.items()]


def _row(card: Card, known: bool) -> Row:
    """What became of last month's card is told only where that month is ``known``."""
    return {
        "对象": card.kind,
        "名称": text(card.name),
        "镇街": text(card.town),
        "牌": f"{card.colour}牌" if card.colour else "",
        "上期": f"{card.before}牌" if card.before else "",
        "变化": card.standing if known else "",
        "理由": text("；".join(card.reasons)),
        SOURCE: Origin(Kind.FIELD, form=FORM, row=card.id),
    }
