"""The XML of one worksheet in, the bytes of an .xlsx around it out: for sheets as no program of ours writes them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def package(
    rows: str,
    *,
    sheet: str | bytes = "",
    strings: str | None = None,
    tail: str = "",
    main: str = MAIN,
    office: str = OFFICE,
    also: Mapping[str, str] | None = None,
    relations: Mapping[str, str] | None = None,
) -> bytes:
    """``rows`` go into sheetData, ``tail`` behind it; ``sheet`` is a whole worksheet instead; ``strings`` are <si>s;
    ``also`` are further parts, ``relations`` further types → targets of the workbook."""
    targets = {"worksheet": "worksheets/sheet1.xml", "styles": "styles.xml", **(relations or {})}
    parts: dict[str, str | bytes] = {
        "_rels/.rels": _relations({"officeDocument": "xl/workbook.xml"}, office),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="表" sheetId="1"'
        ' r:id="worksheet"/></sheets></workbook>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
        "</styleSheet>",
        "xl/worksheets/sheet1.xml": sheet
        or f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData>{tail}</worksheet>',
        **(also or {}),
    }
    if strings is not None:
        targets["sharedStrings"] = "sharedStrings.xml"
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{main}">{strings}</sst>'
    parts["xl/_rels/workbook.xml.rels"] = _relations(targets, office)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return target.getvalue()


def _relations(targets: Mapping[str, str], office: str) -> str:
    rows = "".join(
        f'<Relationship Id="{kind}" Type="{office}/{kind}" Target="{target}"/>' for kind, target in targets.items()
    )
    return f'<Relationships xmlns="{PACKAGE}">{rows}</Relationships>'
