"""The bytes of an .xlsx come in as parts that can be changed; the same bytes for the same changes go out.

A copy is changed where it must be and nowhere else, so that lists, conditional formats, pictures, print settings and
the results of formulas stay as they were sent; a library that reads a workbook and writes it anew loses some of each.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

from pipeline.model import PipelineError

MOST_BYTES = 20 * 1024 * 1024  # inflated; what is larger is rebuilt from its values
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT = "http://schemas.openxmlformats.org/package/2006/content-types"
BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
TYPES = "[Content_Types].xml"
EPOCH = (2000, 1, 1, 0, 0, 0)  # no clock in any file
Element = etree._Element


class UnfitError(PipelineError):
    """A workbook that cannot be changed in place: it is rebuilt from its values."""


def main(tag: str) -> str:
    """The tag with the namespace of spreadsheets."""
    return f"{{{MAIN}}}{tag}"


@dataclass(frozen=True)
class Relation:
    """One relation of a part: ``target`` is a part's name, or an address outside."""

    id: str
    kind: str
    target: str


class Package:
    """The parts of a workbook by their names, found whatever the case and slashes of these."""

    def __init__(self, data: bytes) -> None:
        with ZipFile(BytesIO(data)) as archive:
            files = [file for file in archive.infolist() if not file.is_dir()]
            if sum(file.file_size for file in files) > MOST_BYTES:
                raise UnfitError("工作簿过大。")
            self.parts = {file.filename.replace("\\", "/").lstrip("/"): archive.read(file) for file in files}
        self._names = {name.casefold(): name for name in self.parts}
        self._trees: dict[str, Element] = {}

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._names

    def tree(self, name: str, root: str = "") -> Element:
        """The root of a part, whose changes are kept; raises UnfitError when it is missing or another than ``root``."""
        found = self.seen(name)
        self._trees[self._names[name.casefold()]] = found
        if root and found.tag != root:
            raise UnfitError(f"{name} 的内容不合规。")
        return found

    def seen(self, name: str) -> Element:
        """The root of a part, only to look at; raises UnfitError when it is missing."""
        if name not in self:
            raise UnfitError(f"缺少 {name}。")
        name = self._names[name.casefold()]
        # vmlDrawing parts are often not well-formed
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, recover=_is_drawing(name))
        return self._trees[name] if name in self._trees else etree.fromstring(self.parts[name], parser)

    def add(self, name: str, data: bytes, content_type: str = "") -> str:
        """A new part; its name gets a number where it is taken."""
        stem, suffix = posixpath.splitext(name)
        number = 1
        while f"{stem}{number}{suffix}" in self:
            number += 1
        name = f"{stem}{number}{suffix}"
        self.parts[name], self._names[name.casefold()] = data, name
        if content_type:
            etree.SubElement(self.tree(TYPES), f"{{{CONTENT}}}Override", PartName=f"/{name}", ContentType=content_type)
        return name

    def remove(self, name: str) -> None:
        """Take out a part, its relations and its content type."""
        for gone in (name, _relations_of(name)):
            if gone in self:
                gone = self._names.pop(gone.casefold())
                self._trees.pop(gone, None)
                del self.parts[gone]
        for row in self.tree(TYPES).findall(f"{{{CONTENT}}}Override"):
            if row.get("PartName", "").lstrip("/").casefold() == name.casefold():
                self.tree(TYPES).remove(row)

    def known_ending(self, ending: str, content_type: str) -> None:
        """The content type of all parts with an ending."""
        rows = self.tree(TYPES).iterfind(f"{{{CONTENT}}}Default")
        if not any(row.get("Extension", "").casefold() == ending for row in rows):
            row = etree.Element(f"{{{CONTENT}}}Default", Extension=ending, ContentType=content_type)
            self.tree(TYPES).insert(0, row)

    def relations(self, name: str) -> Iterator[Relation]:
        """The relations of a part ("" for the package itself)."""
        path = _relations_of(name)
        for row in self.seen(path) if path in self else ():
            target = row.get("Target", "").replace("\\", "/")
            if row.get("TargetMode") != "External":
                folder = posixpath.dirname(name)
                target = target.lstrip("/") if target[:1] == "/" else posixpath.normpath(posixpath.join(folder, target))
            yield Relation(row.get("Id", ""), row.get("Type", ""), target)

    def related(self, name: str, kind: str) -> Relation | None:
        """The first relation of a kind, by the end of its type: ``styles``, ``comments``."""
        return next((relation for relation in self.relations(name) if relation.kind.endswith(f"/{kind}")), None)

    def relate(self, name: str, kind: str, target: str) -> str:
        """Relate a part to another; returns the relation's id."""
        path, taken = _relations_of(name), {relation.id for relation in self.relations(name)}
        if path not in self:
            self.parts[path] = f'<Relationships xmlns="{RELATIONS}"/>'.encode()
            self._names[path.casefold()] = path
        id = next(f"rId{at}" for at in range(1, len(taken) + 2) if f"rId{at}" not in taken)
        row = {"Id": id, "Type": f"{OFFICE}/{kind}", "Target": f"/{target}"}
        etree.SubElement(self.tree(path), f"{{{RELATIONS}}}Relationship", row)
        return id

    def unrelate(self, name: str, id: str) -> None:
        rows = self.tree(_relations_of(name))
        for row in [row for row in rows if row.get("Id") == id]:
            rows.remove(row)

    def bytes(self) -> bytes:
        """The finished file: the list of types first, all else in its order, under one date."""
        for name, tree in self._trees.items():
            self.parts[name] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
        out = BytesIO()
        with ZipFile(out, "w", ZIP_DEFLATED) as archive:
            for name in sorted(self.parts, key=lambda name: name != TYPES):
                member = ZipInfo(name, EPOCH)
                member.compress_type = ZIP_DEFLATED
                archive.writestr(member, self.parts[name])
        return out.getvalue()


def _is_drawing(name: str) -> bool:
    return name.casefold().endswith(".vml")


def _relations_of(name: str) -> str:
    folder, base = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{base}.rels")
