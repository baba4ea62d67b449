"""What a person calls a document comes in, be it a path that the shell completed; its name, 稿次 and period go out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.model import Period, PipelineError

DRAFT = re.compile(r"（第([1-9]\d{0,3})稿）$")
FOLDER = re.compile(r"(?:.*/)?(\d{4}-W?\d{2})/(.+)")


@dataclass(frozen=True)
class Named:
    """``document`` is the path under output/<period>/ without 第n稿 and ending; ``draft`` and ``period`` only where
    they are said."""

    document: str
    draft: int | None = None
    period: str | None = None

    @classmethod
    def read(cls, text: str) -> Named:
        """调度通报, 督办通知单/城关街道.docx, output/2026-05/调度通报（第2稿）.docx."""
        path = text.strip().replace("\\", "/").removesuffix(".docx").removesuffix(".xlsx")
        folder = FOLDER.fullmatch(path)
        period, name = folder.groups() if folder else (None, path)
        draft = DRAFT.search(name)
        return cls(DRAFT.sub("", name), int(draft[1]) if draft else None, period)

    def of(self, period: str | None) -> str | None:
        """The period that is meant, where one is. Raises PipelineError where two are."""
        if period and self.period and Period.parse(period).text != self.period:
            raise PipelineError(f"名称中的期间是 {self.period}，--period 写的是 {period}，请只写一个。")
        return period or self.period
