"""Tasks are done in order, whoever does them, and a worker that dies takes nothing with it."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from pipeline.model import PipelineError
from pipeline.work import Executor, Workers
from pipeline.work.program import fingerprint
from pipeline.work.rounds import done
from tests.work.tasks import deadly, doubled, in_whose_hands, mistaken, murderous

TWO = "processes:2"


@pytest.mark.parametrize("asked", ["serial", "processes:2", ""])
def test_results_come_in_the_order_of_their_tasks(asked: str) -> None:
    with Workers(asked) as workers:
        assert list(workers.each(doubled, 2, range(50), 50)) == [2 * task for task in range(50)]


def test_two_processes_share_the_tasks_and_none_falls_to_this_one() -> None:
    with Workers(TWO) as workers:
        hands = set(workers.each(in_whose_hands, None, range(60), 60))
    assert os.getpid() not in hands
    assert 1 <= len(hands) <= 2


def test_a_few_tasks_are_done_here_when_nobody_is_asked() -> None:
    with Workers() as workers:
        assert set(workers.each(in_whose_hands, None, range(25), 25)) == {os.getpid()}
        assert not workers.needed(25)


def test_a_worker_that_was_killed_loses_no_task(tmp_path: Path) -> None:
    with Workers(TWO) as workers:
        assert list(workers.each(murderous, str(tmp_path), range(40), 40)) == list(range(40))
    assert (tmp_path / "killed").exists()


def test_a_task_that_kills_its_worker_three_times_alone_is_given_up_and_the_others_go_on(tmp_path: Path) -> None:
    with Workers(TWO) as workers:
        results = list(workers.each(deadly, str(tmp_path), range(8), 8))
    assert results == [0, 1, 2, None, 4, 5, 6, 7]
    assert 3 <= (tmp_path / "deaths").stat().st_size <= 4


@pytest.mark.parametrize("asked", ["serial", "processes:2"])
def test_what_a_task_raises_is_raised_in_its_turn(asked: str) -> None:
    with Workers(asked) as workers:
        results = workers.each(mistaken, None, range(8), 8)
        assert [next(results) for _ in range(3)] == [0, 1, 2]
        with pytest.raises(PipelineError, match=r"第3项写错了。"):
            list(results)


def test_who_does_the_work_is_written_as_the_manual_says() -> None:
    assert Executor.read("") == Executor()
    assert Executor.read("processes").count == 0
    assert Executor.read("processes:4").count == 4
    assert Executor.read("dask://10.0.0.1:8786").address == "tcp://10.0.0.1:8786"
    assert Executor.read("tls://省厅.example:8786").address == "tls://省厅.example:8786"


@pytest.mark.parametrize("written", ["线程", "processes:0", "dask://", "http://a:1", "dask://user@host:8786"])
def test_anything_else_is_refused_with_what_may_be_written(written: str) -> None:
    with pytest.raises(PipelineError, match="应为 serial、processes"):
        Executor.read(written)


def test_a_worker_with_another_program_refuses_the_work() -> None:
    brief = pickle.dumps((doubled, 2))
    assert pickle.loads(done("甲", brief, (pickle.dumps(4),), fingerprint())) == [8]
    with pytest.raises(PipelineError, match="不是同一版本"):
        done("甲", brief, (pickle.dumps(4),), "another")


def test_a_worker_that_was_not_briefed_asks_for_it_and_knows_it_from_then_on() -> None:
    task = (pickle.dumps(4),)
    assert done("乙", None, task, "") == b""
    assert pickle.loads(done("乙", pickle.dumps((doubled, 3)), task, "")) == [12]
    assert pickle.loads(done("乙", None, task, "")) == [12]
