"""What the engines of ``make bench`` are compared on: each prints the same words."""

from __future__ import annotations

import pytest

from bench.papers import WORKS, Work
from bench.peers import PEERS, words_of

SMALL = (Work("小通报", 3, ((4, 9), (6, 12))), Work("小通知", 1, ((3, 5),), copies=3))


@pytest.mark.parametrize("work", SMALL, ids=lambda work: work.title)
def test_every_engine_prints_the_same_words(work: Work) -> None:
    ours, *others = ([words_of(data) for data in way(work)()] for _, way in PEERS.values())
    assert len(ours) == work.copies and ours[0][0] == work.facts()["title"] and "A&B公司" in "".join(ours[-1])
    assert all(other == ours for other in others)


def test_what_is_measured_is_what_is_named() -> None:
    rows = [[len(work.facts()[f"rows{at}"]) for at in range(len(work.tables))] for work in WORKS.values()]
    assert rows == [[25, 300], [4], [3000]] and WORKS["W2"].copies == 25
