"""A Word file and what it breaks come in; a copy with a Word comment at each place goes out."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from pipeline.model import PipelineError
from pipeline.standard.package import W
from pipeline.standard.rulebook import Violation

AUTHOR, INITIALS = "格式核查", "核"
EPOCH = datetime(1980, 1, 1, tzinfo=UTC)


def commented(data: bytes, violations: Sequence[Violation], name: str) -> bytes:
    """The copy; what has no paragraph of its own is said at the first. PipelineError where Word's parts are broken."""
    from docx import Document

    try:
        document = Document(io.BytesIO(data))
        nodes = list(document.element.iter(W + "p"))
        for at, found in _by_place(violations, len(nodes)).items():
            _comment(document, nodes[at], found)
        out = io.BytesIO()
        document.save(out)
    except Exception as fault:
        raise PipelineError(f"《{name}》无法加批注（{type(fault).__name__}），请用 Word 或 WPS 另存后再试。") from fault
    return out.getvalue()


def _by_place(violations: Sequence[Violation], count: int) -> dict[int, list[Violation]]:
    placed: dict[int, list[Violation]] = defaultdict(list)
    for each in violations if count else ():
        placed[each.at if each.at is not None and each.at < count else 0].append(each)
    return placed


def _comment(document: Any, node: Any, found: Sequence[Violation]) -> None:
    from docx.text.paragraph import Paragraph

    paragraph = Paragraph(node, document)
    runs = paragraph.runs or [paragraph.add_run("")]
    told = "\n".join(map(_told, found))
    comment = document.add_comment(runs, text=told, author=AUTHOR, initials=INITIALS)
    comment._comment_elm.set(f"{W}date", f"{EPOCH:%Y-%m-%dT%H:%M:%SZ}")


def _told(each: Violation) -> str:
    return f"{each.clause}（{each.strength}）应为：{each.expected}；现为：{each.found}。{each.says}"
