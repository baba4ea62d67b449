"""The input directory in; the tables found in its workbooks, each cell with its origin, and findings out.

Its public functions are imported when they are asked for: the child that reads files needs none of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.collect.gathering import collect, collect_register, fingerprint, paths, photographs, sheets

__all__ = ["collect", "collect_register", "fingerprint", "paths", "photographs", "sheets"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from pipeline.collect import gathering

    return getattr(gathering, name)
