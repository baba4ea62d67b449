"""红黄牌: who has a yellow or a red card this month, and who had one last month."""

from __future__ import annotations

from dataclasses import dataclass

RED, YELLOW = "红", "黄"


@dataclass(frozen=True)
class Card:
    """The card of a 镇街, a 项目 or a 部门 (``kind``), by its ``name``; ``id`` is that of a project's row.

    ``colour`` is 红, 黄 or, where it was taken off, ""; ``before`` is last month's, "" for none. ``reasons`` are the
    sentences of the rules that hold; of a card that was taken off, how things stand now."""

    kind: str
    id: str
    name: str
    town: str
    colour: str
    before: str
    reasons: tuple[str, ...]

    @property
    def standing(self) -> str:
        """新亮牌, 继续, 升为红牌, 降为黄牌 or 摘牌."""
        match self.colour, self.before:
            case "", _:
                return "摘牌"
            case _, "":
                return "新亮牌"
            case now, then if now == then:
                return "继续"
        return "升为红牌" if self.colour == RED else "降为黄牌"
