"""What the operating system refused is told in Chinese where it is known."""

from __future__ import annotations

import errno

from pipeline.rules.mishap import said


def test_known_reasons_are_chinese_and_unknown_ones_are_passed_on() -> None:
    assert said(OSError(errno.ENOSPC, "No space left on device")) == "磁盘已满"
    assert said(OSError(errno.EXDEV, "Invalid cross-device link")) == "Invalid cross-device link"
    assert said(OSError("lost")) == "lost"
