"""A page made by XlsxWriter and the parts of another workbook come in; the page stands in that workbook, in front."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from lxml import etree

from pipeline.rules.returned import is_our_sheet
from pipeline.workbooks.returns.package import BOOK_TYPE, OFFICE, TYPES, Element, Package, UnfitError, main
from pipeline.workbooks.returns.styles import Styles

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
REPEATED = "_xlnm.Print_Titles"
BEFORE_NAMES = ("fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets",
                "functionGroups", "externalReferences")  # fmt: skip


class Workbook:
    """A workbook of a sender, to be given a page in front."""

    def __init__(self, package: Package) -> None:
        self.package = package
        related = package.related("", "officeDocument")
        self.name = related.target if related else "xl/workbook.xml"
        self.root = package.tree(self.name, main("workbook"))
        relations = list(package.relations(self.name))
        if any(relation.kind.casefold().endswith("macrosheet") for relation in relations):
            raise UnfitError("含有宏表。")
        self._targets = {relation.id: relation for relation in relations}
        self.styles = Styles(package, self.name)
        self.has_macros = any(relation.kind.endswith("/vbaProject") for relation in relations)

    @property
    def _sheets(self) -> Element:
        found = self.root.find(main("sheets"))
        if found is None:
            raise UnfitError("没有工作表。")
        return found

    def worksheets(self) -> Iterator[tuple[str, str]]:
        """Each worksheet's name and part."""
        for row in self._sheets:
            relation = self._targets.get(row.get(f"{{{OFFICE}}}id", ""))
            if relation and relation.kind.endswith("/worksheet"):
                yield row.get("name", ""), relation.target

    def plain(self) -> None:
        """Make it a workbook without macros."""
        for relation in [each for each in self._targets.values() if each.kind.endswith("/vbaProject")]:
            for below in list(self.package.relations(relation.target)):
                self.package.remove(below.target)
            self.package.remove(relation.target)
            self.package.unrelate(self.name, relation.id)
        for row in self.package.tree(TYPES):
            if row.get("PartName", "").lstrip("/").casefold() == self.name.casefold():
                row.set("ContentType", BOOK_TYPE)

    def drop(self, name: str) -> None:
        """Take out a worksheet."""
        place, row = next((at, row) for at, row in enumerate(self._sheets) if row.get("name") == name)
        id = row.get(f"{{{OFFICE}}}id", "")
        self.package.remove(self._targets[id].target)
        self.package.unrelate(self.name, id)
        self._sheets.remove(row)
        self._renumber(place, -1)

    def _renumber(self, place: int, by: int) -> None:
        """Names that belong to a sheet count the sheets from 0."""
        for named in list(self.root.iter(main("definedName"))):
            owner = int(named.get("localSheetId", "-1"))
            if owner == place and by < 0:
                named.getparent().remove(named)  # type: ignore[union-attr]
            elif owner >= place:
                named.set("localSheetId", str(owner + by))

    def face(self, page: bytes) -> None:
        """Put the first sheet of another workbook in front of all and open the workbook there."""
        other = Workbook(Package(page))
        given, source = next(other.worksheets())
        names = {row.get("name", "").casefold() for row in self._sheets}
        name = next(one for one in (given, *(f"{given}{at}" for at in range(1, len(names) + 1))) if one not in names)
        root = self._adopted(other, source)
        data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        target = self.package.add("xl/worksheets/return.xml", data, SHEET_TYPE)
        self._unselect(target)
        number = max((int(row.get("sheetId", "0")) for row in self._sheets), default=0) + 1
        row = etree.Element(main("sheet"), name=name, sheetId=str(number))
        row.set(f"{{{OFFICE}}}id", self.package.relate(self.name, "worksheet", target))
        self._renumber(0, 1)
        self._sheets.insert(0, row)
        for view in self.root.iter(main("workbookView")):
            view.set("activeTab", "0")
            view.set("firstSheet", "0")
        self._repeat_heads(other, name)

    def _unselect(self, but: str) -> None:
        """One sheet alone is selected: what is typed into one of several selected ones goes into all."""
        for relation in self._targets.values():
            name = relation.target
            if relation.kind.endswith(("/worksheet", "/chartsheet")) and name in self.package and name != but:
                views = self.package.seen(name).iter(main("sheetView"))
                if any(view.get("tabSelected") for view in views):
                    for view in self.package.tree(name).iter(main("sheetView")):
                        view.attrib.pop("tabSelected", "")

    def _adopted(self, other: Workbook, source: str) -> Element:
        """The sheet with its styles among ours and its texts in itself."""
        root = deepcopy(other.package.tree(source))
        texts, known = other.texts(), dict[str, str]()
        for element in root.iter(main("c"), main("col")):
            name = "s" if element.tag == main("c") else "style"
            style = element.get(name)
            if style is not None:
                if style not in known:
                    known[style] = str(self.styles.adopted(other.styles, int(style)))
                element.set(name, known[style])
            if element.get("t") == "s":
                _inline(element, texts)
        return root

    def texts(self) -> list[str]:
        related = self.package.related(self.name, "sharedStrings")
        root = self.package.seen(related.target) if related else ()
        return ["".join(part.text or "" for part in item.iter(main("t"))) for item in root]

    def _repeat_heads(self, other: Workbook, name: str) -> None:
        """The rows that stand on every printed page of the new first sheet."""
        for named in other.root.iter(main("definedName")):
            if named.get("name") == REPEATED:
                copy = deepcopy(named)
                copy.text = f"{name}!{(named.text or '').rpartition('!')[2]}"
                self._names().append(copy)

    def _names(self) -> Element:
        found = self.root.find(main("definedNames"))
        if found is None:
            found = etree.Element(main("definedNames"))
            before = [child for child in self.root if child.tag in map(main, BEFORE_NAMES)]
            before[-1].addnext(found)
        return found


def _inline(cell: Element, texts: list[str]) -> None:
    text = texts[int(cell.findtext(main("v"), "0"))]
    for child in list(cell):
        cell.remove(child)
    cell.set("t", "inlineStr")
    words = etree.SubElement(etree.SubElement(cell, main("is")), main("t"))
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    words.text = text


def without_former(workbook: Workbook) -> None:
    """A copy that comes back with its 退回说明: the page goes."""
    texts = workbook.texts()
    for name, part in list(workbook.worksheets()):
        cell = next(workbook.package.seen(part).iter(main("c")), None)
        if cell is not None and is_our_sheet(name, _shown(cell, texts)):
            workbook.drop(name)


def _shown(cell: Element, texts: list[str]) -> str:
    if cell.get("t") == "s":
        at = int(cell.findtext(main("v"), "0"))
        return texts[at] if at < len(texts) else ""
    return "".join(part.text or "" for part in cell.iter(main("t")))
