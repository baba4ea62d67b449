"""Who does many like tasks for a stage, as the stage sees them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

Shared = TypeVar("Shared")
Task = TypeVar("Task")
Result = TypeVar("Result")


class Hands(Protocol):
    """Other processes, on this machine or on others, or none."""

    def needed(self, tasks: int) -> bool:
        """Whether so many tasks are better done elsewhere than in this process."""

    def each(
        self, do: Callable[[Shared, Task], Result], shared: Shared, tasks: Iterable[Task], many: int
    ) -> Iterator[Result | None]:
        """What ``do`` makes of ``shared`` and each task, in order; None for a task that was given up."""
