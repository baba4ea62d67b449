"""The life of a document: what was made of it, and its line in the register of numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Standing(StrEnum):
    """What a number in the register is used for."""

    ISSUED = "已印发"
    VOID = "作废"
    OUTSIDE = "外部登记"  # given to a document that this program did not make
    SKIPPED = "跳号"  # passed over when the 文书 desk gave a later number; void unless it is registered after all


@dataclass(frozen=True)
class Made:
    """A document as a run made it, kept so that it can be printed again with number and date.

    ``name`` is the path under output/<period>/ without 第n稿 and ending (``调度通报``, ``督办通知单/城关街道``),
    ``document`` its key in the catalogue, ``draft`` 稿次 from 1, ``path`` the file under output/, ``run`` the
    fingerprint of the inputs and rules of that run, ``series`` 代字 or 简报名 whose numbers it takes, ``context`` what
    its template was filled with, ``figures`` the fingerprint of the run whose figures it prints: ``run`` itself, or the
    run that an issued document of the period stands on."""

    period: str
    name: str
    document: str
    title: str
    draft: int
    path: str
    sha256: str
    run: str
    series: str
    context: bytes = b""
    figures: str = ""


@dataclass(frozen=True)
class Registered:
    """One number of a series and year; ``text`` is as printed (示推办〔2026〕5号, 第5期), ``day`` is 成文日期.

    A document of this program also has its ``period``, ``name``, ``draft``, the frozen file's ``path`` under output/
    and ``sha256``, the ``run`` its figures stand on, ``edited`` (what a leader's edited file says differently, a line
    each), the ``signed`` sheet and the ``preview`` as PDF, and ``reason`` and ``voided`` when it was withdrawn."""

    series: str
    year: int
    number: int
    text: str
    standing: Standing
    title: str
    day: date | None = None
    period: str = ""
    name: str = ""
    draft: int = 1
    path: str = ""
    sha256: str = ""
    run: str = ""
    edited: str = ""
    signed: str = ""
    signed_sha256: str = ""
    preview: str = ""
    preview_sha256: str = ""
    reason: str = ""
    voided: date | None = None

    @property
    def whole(self) -> str:
        """The number told from all others: that of a 简报, of which only 第5期 is printed, with its name and year."""
        return self.text if self.series in self.text else f"{self.series}{self.year}年{self.text}"
