"""A function and many tasks come in; their results go out in the tasks' order, whoever does them: this process, others
beside it, or a cluster."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import Self, TypeVar

from pipeline.work.crew import Crew
from pipeline.work.executor import CLUSTER, PROCESSES, SERIAL, Executor
from pipeline.work.rounds import Round

Shared = TypeVar("Shared")
Task = TypeVar("Task")
Result = TypeVar("Result")

__all__ = ["Executor", "Workers"]

WORTH = 50  # tasks for which a process is worth its start
MOST = 8  # processes that are started unasked


class Workers:
    """Who does the tasks of a run: ``asked`` as ``--executor`` writes it, "" for a choice by the number of tasks. The
    crew is called when it is first needed and dismissed at the end. PipelineError for what cannot be asked."""

    def __init__(self, asked: str = "") -> None:
        self.asked = Executor.read(asked)
        self._crew: Crew | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._crew:
            self._crew.dismiss()
        self._crew = None

    def needed(self, tasks: int) -> bool:
        """Whether so many tasks are done elsewhere than in this process."""
        return (self.asked.kind == CLUSTER and tasks > 1) or self._processes(tasks) > 0

    def each(
        self, do: Callable[[Shared, Task], Result], shared: Shared, tasks: Iterable[Task], many: int
    ) -> Iterator[Result | None]:
        """What ``do`` makes of ``shared`` and each of ``many`` tasks, in their order; None for a task that killed its
        worker time and again. Only what can be pickled travels; the tasks are taken up as they are wanted. What ``do``
        raises is raised. PipelineError where the cluster cannot be reached."""
        if not self.needed(many):
            return (do(shared, task) for task in tasks)
        return Round(self._called(many), do, shared).results(tasks, many)

    def _processes(self, tasks: int) -> int:
        if self.asked.kind == SERIAL or tasks < 2:
            return 0
        if self.asked.kind == PROCESSES:
            return self.asked.count or _processors()
        most = min(_processors(), MOST, tasks // WORTH)
        return most if most > 1 else 0

    def _called(self, tasks: int) -> Crew:
        if self._crew is None:
            self._crew = self._new(tasks)
        return self._crew

    def _new(self, tasks: int) -> Crew:
        if self.asked.kind == CLUSTER:
            from pipeline.work.cluster import Cluster

            return Cluster(self.asked.address)
        from pipeline.work.processes import Processes

        return Processes(self._processes(tasks))


def _processors() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
