"""What a figure is before it has a value: its name, unit, 口径, the tree that computes it, and where it exists."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model import Term

EVERYWHERE = ("全市", "镇街", "建设性质", "产业链", "级别", "批次", "拟观摩")
WITH_DEPARTMENTS = (*EVERYWHERE, "部门")
OF_PROBLEMS = (*WITH_DEPARTMENTS, "问题类别")
OWNED = ("全市", "镇街", "产业链")
NODE_SCOPES = (*OWNED, "部门")
RANKED = ("镇街",)
CHAINS = ("产业链",)
COMPARED = ("全市", "镇街", "产业链")  # last period's 年度投资完成率 stands beside this one's
CITY = ("全市",)


@dataclass(frozen=True)
class Metric:
    """A figure's name, unit, 口径, and the kinds of scope it exists for; a ``weekly`` one exists for weeks that have a
    week before them; one that ``compares`` has no value where there is no period just before in the same year."""

    name: str
    unit: str
    definition: str
    term: Term
    scopes: tuple[str, ...] = EVERYWHERE
    weekly: bool = False
    compares: bool = False
