"""What ``prepare`` takes comes in; its documents go out printed, by their path under output/<period>/."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec

from pipeline.documents import prepare
from pipeline.documents.printing import Prepared

P = ParamSpec("P")


def _printed(prepared: Callable[P, tuple[Prepared, ...]]) -> Callable[P, dict[str, bytes]]:
    def printed(*args: P.args, **options: P.kwargs) -> dict[str, bytes]:
        return {one.path: one.printed() for one in prepared(*args, **options)}

    return printed


make = _printed(prepare)
