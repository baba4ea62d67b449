"""What a run or an act of the office makes comes in; it goes out in one step: numbers, memory and files, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from uuid import uuid4

from pipeline.run.corridor import Corridor

if TYPE_CHECKING:
    from pipeline.ledger import Book
    from pipeline.publish import Publication

Result = TypeVar("Result")


def published(corridor: Corridor, fill: Callable[[Book, Publication], Result]) -> tuple[Result, list[Path]]:
    """Reserve, render, stage; commit; rename: ``fill`` takes numbers from the book, writes into it and gives files to
    the publication. What ends before the commit leaves nothing; what ends after it is completed at the next start."""
    from pipeline.publish import Publication

    token = uuid4().hex
    publication = Publication(corridor.request.output, token)
    with publication.completing(corridor.ledger.committed) as made, corridor.ledger.writing() as book:
        result = fill(book, publication)
        publication.stage()
        book.commit_token(token)
    return result, made
