"""What every crew can do: take a call, hand back what became of it, say whether a worker died of it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Protocol


class Crew(Protocol):
    """Workers behind a ``concurrent.futures.Executor``."""

    size: int  # how many tasks are done at once
    trials: int  # how often a task is done alone, before it is given up
    program: str  # what a worker's own program must be, "" where it is this very one

    def submit(self, call: Callable[..., Any], *args: Any) -> Future[Any]:
        """Hand a call to a worker."""

    def result(self, future: Future[Any]) -> Any:
        """What the call gave; raises what it raised, or what says that the worker died."""

    def died(self, error: BaseException) -> bool:
        """Whether an error says that a worker died, and not that the call failed."""

    def renew(self) -> None:
        """Be ready again after a death."""

    def dismiss(self) -> None:
        """End; calls that nobody waits for are dropped."""
