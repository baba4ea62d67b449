"""A prepared document comes in; its 发文稿纸 goes out, on which it is drafted, checked, countersigned and signed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.documents.catalogue import CARRIERS
from pipeline.documents.engine.engine import Properties, Template
from pipeline.documents.engine.places import body_of
from pipeline.documents.engine.spans import texts_of
from pipeline.documents.printing import Prepared

NAME, CARRIER = "发文稿纸", "表单"
FIRST, NEXT = re.compile(r"附件：\s*(\S.*)"), re.compile(r"\s*([0-9]+\.\S.*)")


def manuscript(prepared: Prepared) -> bytes:
    """One for each document: title, 密级, 份数, 主送, 抄送 and 附件 as the document has them."""
    printer = prepared.printer
    folder = printer.entry.template.parent
    sheet = Template(folder / f"{NAME}.docx", folder / CARRIERS / f"{CARRIER}.docx")
    title = f"{prepared.title}{NAME}"
    return sheet.render(_said(prepared), properties=Properties(title, printer.organ, printer.dated))


def _said(prepared: Prepared) -> dict[str, Any]:
    facts = prepared.said["发文"]
    brief = prepared.printer.carrier == "简报"
    sheet = {
        "标题": prepared.title,
        "字号": facts["期号" if brief else "字号"],
        "密级": facts["密级"],
        "缓急": facts["紧急程度"],
        "份数": facts["共印份数"],
        "主送": facts["报" if brief else "主送"],
        "抄送": facts["送" if brief else "抄送"],
        "机关": facts["机关"],
        "附件": [*_annexes(texts_of(body_of(prepared.printed())))],
    }
    return {"稿": sheet, "草稿": prepared.said["草稿"]}


def _annexes(texts: Iterable[str]) -> Iterator[str]:
    """What the document lists under 附件：."""
    listing = False
    for text in texts:
        match = (NEXT if listing else FIRST).fullmatch(text)
        if listing and not match:
            return
        if match:
            listing = True
            yield match[1]
