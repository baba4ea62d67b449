"""Fourteen months of anything that may come, over a year's end: what must hold whatever happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.measure.supervision import supervised
from pipeline.model import Block, Followed, Item, Measured, Period, Stage, Step
from pipeline.model.supervision import ENDED
from tests.follow.world import answer, claim, month, order, projects

MONTHS = [f"2026-{at:02d}" for at in range(3, 13)] + [f"2027-{at:02d}" for at in range(1, 5)]
DECISION = st.sampled_from(("是", "是", "否", ""))
OUTCOME = st.sampled_from(("已完成", "已完成", "推进中", "未启动", ""))
TURN = st.fixed_dictionaries(
    {
        "done": st.tuples(*[st.sampled_from((0, 50, 95))] * 2),
        "decided": st.lists(DECISION, max_size=4),
        "claimed": st.lists(OUTCOME, max_size=3),
        "hand": st.booleans(),
        "dropped": st.integers(0, 9),
        "extended": st.integers(0, 9),
        "again": st.booleans(),
    }
)


def brought(turn: dict[str, Any], known: Sequence[Item], last: Followed | None, text: str) -> list[Block]:
    """The workbooks of a month: reports, feedback by number, answers to the last proposals, orders by hand."""
    first, second = turn["done"]
    blocks = [projects(f"甲 | 城关 | 100 | {first} | 在建 | ", f"乙 | 石磨 | 100 | {second} | 在建 | ")]
    for at, outcome in enumerate(turn["claimed"]):
        if at < len(known):
            blocks.append(claim(f"{known[-1 - at].number} | | | 话 | {outcome} | ", sender=known[-1 - at].unit))
    for at, said in enumerate(turn["decided"] if last else ()):
        if last and at < len(last.proposals):
            blocks.append(answer(last, at, file=f"{text}-{at}.xlsx", 确认=said, 时限="", 原因="因"))
    if turn["hand"]:
        blocks.append(order("批.xlsx", 来源="批示", 事项="查", 承办单位="柳渡", 处置="研判"))
    for name, action in (("dropped", "撤项"), ("extended", "延期")):
        at = turn[name]
        if isinstance(at, int) and at < len(known):
            said = {"督办编号": known[at].number, "拟办": action, "原因": "因", "时限": f"{text}-28"}
            blocks.append(order(f"{action}.xlsx", **said))
    return blocks


@settings(max_examples=25, deadline=None)
@given(st.lists(TURN, min_size=len(MONTHS), max_size=len(MONTHS)))
def test_whatever_happens_in_fourteen_months(turns: list[dict[str, Any]]) -> None:
    known: tuple[Item, ...] = ()
    last: Followed | None = None
    for text, turn in zip(MONTHS, turns, strict=True):
        blocks = brought(turn, known, last, text)
        made = month(text, *blocks, known=known)
        if turn["again"]:
            assert month(text, *blocks, known=made.items) == made, "run twice is run once"
        _holds(made, known)
        known, last = made.items, made
    assert month(MONTHS[0], *brought(turns[0], (), None, MONTHS[0]), known=known).items == month(
        MONTHS[0], *brought(turns[0], (), None, MONTHS[0])
    ).items, "what came later does not change what was"  # fmt: skip


def _holds(made: Followed, known: Sequence[Item]) -> None:
    then = {item.key: item for item in known}
    assert then.keys() <= {item.key for item in made.items}
    assert max(Counter(item.key for item in made.items).values(), default=0) <= 1
    assert max(Counter(item.number for item in made.items).values(), default=0) <= 1
    for item in made.items:
        assert isinstance(item.stage, Stage) and item.events[0].step is Step.RAISED
        old = then.get(item.key)
        assert old is None or item.events[: len(old.events)] == old.events, "the past stands"
        assert old is None or old.stage not in ENDED or item.events == old.events, "what has ended has ended"
    proposed = {made_.subject for made_ in made.proposals if made_.action == "立项"}
    assert not proposed & {item.subject for item in made.items if item.is_open}
    period = Period.parse(made.period.text)
    index = supervised(Measured(period, (), (), (), (), ()), made).index
    count = {name: index["全市", f"督办{name}"].value for name in ("事项数", "办结数", "撤项数", "未办结数")}
    assert count["事项数"] == sum(count[name] or 0 for name in ("办结数", "撤项数", "未办结数"))
    ended = Counter(item.stage for item in made.items)
    assert len(made.items) == ended[Stage.CLOSED] + ended[Stage.DROPPED] + sum(item.is_open for item in made.items)
