"""A template's name and what it prints come in; a whole page goes out as UTF-8."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.pages.drawing import DRAWING
from pipeline.pages.words import ABOUT, FILTERS, shown

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"


@lru_cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from pipeline.pages.compiled import Compiled

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        bytecode_cache=Compiled(),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(FILTERS)
    environment.globals.update(DRAWING, ABOUT=ABOUT)
    return environment


def page(template: str, **told: Any) -> bytes:
    """The page; every text in it is escaped, and rid of control characters and private numbers."""
    return _environment().get_template(template).render(**told).encode()
