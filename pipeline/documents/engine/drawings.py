"""What a template prints that is no text, charts and photographs, comes in; what Word shows and the parts behind it go
out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pipeline.documents.charts.chart import Chart
from pipeline.documents.engine.package import Addition
from pipeline.documents.engine.photographs import Photograph


@dataclass
class Drawings:
    """The drawings of one document: each numbered where the template prints it, its parts added at the end."""

    drawn: list[Chart | Photograph] = field(default_factory=list)

    def draw(self, value: Any) -> str | None:
        """The run content for a chart or a photograph, None for anything else."""
        if not isinstance(value, Chart | Photograph):
            return None
        self.drawn.append(value)
        return value.drawn(len(self.drawn))

    def additions(self) -> tuple[Addition, ...]:
        return tuple(part for number, one in enumerate(self.drawn, 1) for part in one.additions(number))
