"""A measured month comes in; the ground that a document of the catalogue stands on goes out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pipeline.documents import catalogue
from pipeline.documents.ground import Ground
from pipeline.model import Measured
from pipeline.rules import Office
from tests.documents.month import LAW, TEMPLATES, a_month, office


def ground(measured: Measured | None = None, key: str = "bulletin", of: Office | None = None, **more: Any) -> Ground:
    """What a document stands on; ``needs`` and ``each`` are those of the catalogue unless they are given."""
    entry = catalogue(TEMPLATES)[key]
    entry = replace(entry, **{name: more.pop(name) for name in ("needs", "each") if name in more})
    return Ground(entry, measured or a_month(), of or office(), LAW, **more)
