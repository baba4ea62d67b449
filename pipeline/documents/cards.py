"""红黄牌 as measured come in; by colour and by what became of last month's they go out as templates name them."""

from __future__ import annotations

from typing import Any

from pipeline.documents.ground import Ground
from pipeline.documents.origins import SOURCE
from pipeline.documents.rows import Row, text
from pipeline.model import Card, Kind, Origin
from pipeline.model.cards import RED, YELLOW

FORM = "红黄牌"


def cards(ground: Ground) -> dict[str, Any]:
    """``红黄牌``: 红牌, 黄牌 and 摘牌, each with 对象 (镇街, 项目, 部门), 名称, 镇街, 牌, 上期, 变化 and 理由; 新亮牌
    are those who had none last month; 有上期 whether last month is known. Of a member, its own."""
    rows = [(card, _row(card)) for card in ground.measured.cards]
    if ground.member:
        rows = [(card, row) for card, row in rows if (card.kind, card.id) == (ground.kind, ground.member)]
    return {
        "红黄牌": {
            "红牌": [row for card, row in rows if card.colour == RED],
            "黄牌": [row for card, row in rows if card.colour == YELLOW],
            "摘牌": [row for card, row in rows if not card.colour],
            "新亮牌": [row for card, row in rows if card.colour and not card.before],
            "有上期": _has_last(ground),
        }
    }


def _has_last(ground: Ground) -> bool:
    past = ground.measured.past
    return bool(past) and past[-1].period == ground.measured.period.previous


def _row(card: Card) -> Row:
    return {
        "对象": card.kind,
        "名称": text(card.name),
        "镇街": text(card.town),
        "牌": f"{card.colour}牌" if card.colour else "",
        "上期": f"{card.before}牌" if card.before else "",
        "变化": card.standing,
        "理由": text("；".join(card.reasons)),
        SOURCE: Origin(Kind.FIELD, form=FORM, row=card.id),
    }
