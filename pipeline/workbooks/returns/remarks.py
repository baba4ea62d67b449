"""What is said of the cells of a sheet comes in; it goes into the sheet's comments, after those that stand there."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from pipeline.workbooks.book import lines_of
from pipeline.workbooks.returns.cells import Cells, Place, cell_name, place
from pipeline.workbooks.returns.package import OFFICE, Element, Package, main

SIGN = "〔核查意见〕"  # opens what the program says, so that it is known when the copy comes back
AUTHOR = "核查"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"
WIDTH, LINE, DIGITS = 300, 17, 44  # pixels of a comment's box and of a line in it; digits in a line
SHAPE = "_x0000_s"
BEHIND = ("legacyDrawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst")
DRAWN = "urn:schemas-microsoft-com:vml"
CLIENT = "urn:schemas-microsoft-com:office:excel"
EMPTY_DRAWING = (
    f'<xml xmlns:v="{DRAWN}" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="{CLIENT}">'
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>'
)
NOTE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
NOTE = (
    '<v:shape id="{id}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:2pt;width:{width}px;'
    'height:{height}px;z-index:{layer};visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"/></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)


def remark(package: Package, sheet: str, cells: Cells, said: Mapping[Place, str]) -> None:
    """Say something of cells; a comment that a person wrote there stays, above what is said."""
    root = _comments(package, sheet)
    author = _author(root)
    listed = _list(root)
    known = {comment.get("ref"): comment for comment in listed}
    for at, text in said.items():
        comment = known.get(cell_name(at))
        if comment is None:
            comment = etree.SubElement(listed, main("comment"), ref=cell_name(at), authorId=author)
            etree.SubElement(comment, main("text"))
        _say(comment, f"{SIGN}\n{text}")
    texts = ((place(comment.get("ref", "")), _text(comment)) for comment in listed)
    _draw(package, sheet, cells, {at: text for at, text in texts if at})


def forget(package: Package, sheet: str) -> list[Place]:
    """Take back what an earlier return said: where, for the fills that came with it."""
    related = package.related(sheet, "comments")
    found: list[Place] = []
    if related is None:
        return found
    for comment in list(_list(package.tree(related.target, main("comments")))):
        own, sign, _ = _text(comment).partition(SIGN)
        if sign and (at := place(comment.get("ref", ""))):
            found.append(at)
            _unsay(comment, own.rstrip("\n"))
    return found


def _unsay(comment: Element, own: str) -> None:
    parent = comment.getparent()
    if own:
        body = comment.find(main("text"))
        for part in list(body if body is not None else ()):
            part.getparent().remove(part)  # type: ignore[union-attr]
        _say(comment, own)
    elif parent is not None:
        parent.remove(comment)


def _comments(package: Package, sheet: str) -> Element:
    related = package.related(sheet, "comments")
    if related is None:
        empty = f'<comments xmlns="{main("")[1:-1]}"><authors/><commentList/></comments>'
        name = package.add("xl/comments.xml", empty.encode(), KIND)
        package.relate(sheet, "comments", name)
        return package.tree(name)
    return package.tree(related.target, main("comments"))


def _list(root: Element) -> Element:
    found = root.find(main("commentList"))
    return etree.SubElement(root, main("commentList")) if found is None else found


def _author(root: Element) -> str:
    authors = root.find(main("authors"))
    if authors is None:
        authors = etree.Element(main("authors"))
        root.insert(0, authors)
    names = [author.text for author in authors]
    if AUTHOR not in names:
        etree.SubElement(authors, main("author")).text = AUTHOR
        names.append(AUTHOR)
    return str(names.index(AUTHOR))


def _say(comment: Element, text: str) -> None:
    body = comment.find(main("text"))
    body = etree.SubElement(comment, main("text")) if body is None else body
    run = etree.SubElement(body, main("r"))
    look = etree.SubElement(run, main("rPr"))
    etree.SubElement(look, main("sz"), val="9")
    etree.SubElement(look, main("rFont"), val="宋体")
    words = etree.SubElement(run, main("t"))
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    words.text = f"\n{text}" if len(body) > 1 else text


def _text(comment: Element) -> str:
    return "".join(words.text or "" for words in comment.iter(main("t")))


def _draw(package: Package, sheet: str, cells: Cells, texts: Mapping[Place, str]) -> None:
    """A box for every comment that has none, and room in those that have one."""
    drawing = _drawing(package, sheet, cells)
    shapes = {at: shape for shape in drawing.iter(f"{{{DRAWN}}}shape") if (at := _noted(shape))}
    for at in shapes.keys() - texts.keys():
        drawing.remove(shapes.pop(at))
    numbers = [int(found[1]) for shape in shapes.values() if (found := re.search(r"(\d+)$", shape.get("id", "")))]
    number = max(numbers, default=1024)
    for at in sorted(texts):
        if at not in shapes:
            number += 1
            drawing.append(_shape(at, texts[at], number, cells))
        elif SIGN in texts[at]:
            _anchor(shapes[at], at, texts[at], cells)


def _drawing(package: Package, sheet: str, cells: Cells) -> Element:
    named = cells.root.find(main("legacyDrawing"))
    id = "" if named is None else named.get(f"{{{OFFICE}}}id", "")
    target = next((relation.target for relation in package.relations(sheet) if relation.id == id), None)
    if target is None:
        target = package.add("xl/drawings/vmlDrawing.vml", EMPTY_DRAWING.encode())
        package.known_ending("vml", DRAWING)
        _name_drawing(cells.root, named, package.relate(sheet, "vmlDrawing", target))
    root = package.tree(target)
    if not any(kind.get("id") == "_x0000_t202" for kind in root.iter(f"{{{DRAWN}}}shapetype")):
        root.append(_parsed(NOTE_TYPE))
    return root


def _name_drawing(root: Element, named: Element | None, id: str) -> None:
    """``legacyDrawing`` in its place among the parts of a sheet."""
    named = etree.Element(main("legacyDrawing")) if named is None else named
    named.set(f"{{{OFFICE}}}id", id)
    behind = next((child for child in root if child.tag in map(main, BEHIND)), None)
    if behind is None:
        root.append(named)
    else:
        behind.addprevious(named)


def _parsed(markup: str) -> Element:
    return etree.fromstring(EMPTY_DRAWING.replace("</xml>", f"{markup}</xml>"))[-1]


def _noted(shape: Element) -> Place | None:
    """The cell whose comment a shape is."""
    row, column = (shape.findtext(f"{{{CLIENT}}}ClientData/{{{CLIENT}}}{name}") for name in ("Row", "Column"))
    told = row is not None and column is not None and row.strip().isdecimal() and column.strip().isdecimal()
    return (int(row) + 1, int(column) + 1) if told and row and column else None


def _shape(at: Place, text: str, number: int, cells: Cells) -> Element:
    size = {"width": WIDTH, "height": _height(text), "layer": number - 1024, "anchor": _corners(at, text, cells)}
    return _parsed(NOTE.format(id=f"{SHAPE}{number}", row=at[0] - 1, column=at[1] - 1, **size))


def _height(text: str) -> int:
    return lines_of(text, DIGITS) * LINE + 12


def _anchor(shape: Element, at: Place, text: str, cells: Cells) -> None:
    found = shape.find(f"{{{CLIENT}}}ClientData/{{{CLIENT}}}Anchor")
    if found is not None:
        found.text = _corners(at, text, cells)


def _corners(at: Place, text: str, cells: Cells) -> str:
    """Where the box stands, beside the cell: column and pixels, row and pixels, of its two corners. What is hidden is
    counted as one pixel wide, so that a sheet with everything hidden has an end too."""
    top, left = max(at[0] - 1, 1), at[1] + 1
    right, across = left, WIDTH + 15
    while across > (wide := max(cells.width(right), 1)):
        right, across = right + 1, across - wide
    bottom, down = top, _height(text) + 4
    while down > (high := max(cells.height(bottom), 1)):
        bottom, down = bottom + 1, down - high
    return f"{left - 1}, 15, {top - 1}, 4, {right - 1}, {across}, {bottom - 1}, {down}"
