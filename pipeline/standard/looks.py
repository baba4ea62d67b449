"""The styles and theme of a Word file come in; how a paragraph or a run really looks, whatever set it, goes out."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.standard.package import Element, Package, W

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
Look = dict[str, str]
OFF = ("0", "false", "off", "none")
DEPTH = 20
DEFAULT = {"sz": "20", "face": "", "ascii": "Times New Roman"}


class Looks:
    """What docDefaults, the style chain and direct formatting come to; the nearest wins, attribute by attribute."""

    def __init__(self, package: Package) -> None:
        root = package.part("word/styles.xml")
        self._theme = _theme(package)
        self._styles = {} if root is None else {node.get(W + "styleId", ""): node for node in root.iter(W + "style")}
        self._run: Look = dict(DEFAULT)
        self._paragraph: Look = {}
        if root is not None:
            self._run |= self.run_look(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
            self._paragraph |= paragraph_look(root.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr"))
        self._plain = next((key for key, node in self._styles.items() if _is_default(node)), "")
        self._known: dict[str, tuple[Look, Look]] = {}

    def name(self, style: str) -> str:
        node = self._styles.get(style or self._plain)
        name = None if node is None else node.find(W + "name")
        return "" if name is None else name.get(W + "val", "")

    def paragraph(self, properties: Element | None) -> tuple[str, Look, Look]:
        """A paragraph's style, its own look and the look that its runs start from."""
        chosen = None if properties is None else properties.find(W + "pStyle")
        style = self._plain if chosen is None else chosen.get(W + "val", "")
        runs, whole = self._style(style)
        return style, {**self._paragraph, **whole, **paragraph_look(properties)}, {**self._run, **runs}

    def run(self, base: Look, properties: Element | None) -> Look:
        """A run's look on top of its paragraph's."""
        if properties is None:
            return base
        chosen = properties.find(W + "rStyle")
        named = {} if chosen is None else self._style(chosen.get(W + "val", ""))[0]
        return {**base, **named, **self.run_look(properties)}

    def _style(self, style: str) -> tuple[Look, Look]:
        if style not in self._known:
            self._known[style] = self._gathered(style)
        return self._known[style]

    def _gathered(self, style: str) -> tuple[Look, Look]:
        """The chain from the base down; a style that is its own base ends."""
        chain: list[Element] = []
        while (node := self._styles.get(style)) is not None and node not in chain and len(chain) < DEPTH:
            chain.append(node)
            base = node.find(W + "basedOn")
            style = "" if base is None else base.get(W + "val", "")
        runs: Look = {}
        whole: Look = {}
        for node in reversed(chain):
            runs |= self.run_look(node.find(W + "rPr"))
            whole |= paragraph_look(node.find(W + "pPr"))
        return runs, whole

    def run_look(self, properties: Element | None) -> Look:
        """What one level says of faces, size, weight and colour."""
        if properties is None:
            return {}
        look: Look = {}
        for tag in ("sz", "color", "spacing", "w"):
            node = properties.find(W + tag)
            if node is not None and (value := node.get(W + "val")) is not None:
                look[tag] = value
        for tag in ("b", "vanish"):
            if (node := properties.find(W + tag)) is not None:
                look[tag] = "" if node.get(W + "val", "1") in OFF else "1"
        return look | self._faces(properties.find(W + "rFonts"))

    def _faces(self, fonts: Element | None) -> Look:
        if fonts is None:
            return {}
        pairs = {"face": "eastAsia", "ascii": "ascii"}
        found = {key: fonts.get(W + name) for key, name in pairs.items()}
        themed = {key: self._theme.get(fonts.get(f"{W}{name}Theme", "")) for key, name in pairs.items()}
        return {key: value for key in pairs if (value := themed[key] or found[key])}


def _is_default(node: Element) -> bool:
    return node.get(W + "type") == "paragraph" and node.get(W + "default", "0") not in OFF


def paragraph_look(properties: Element | None) -> Look:
    """What one level says of alignment, indents, pitch and page breaks: ``ind.left``, ``spacing.line`` …"""
    if properties is None:
        return {}
    look: Look = {}
    for tag in ("ind", "spacing"):
        node = properties.find(W + tag)
        if node is not None:
            look |= {f"{tag}.{str(key).removeprefix(W)}": str(value) for key, value in node.attrib.items()}
    _one_of(look, "ind.firstLine", "ind.hanging")
    align = properties.find(W + "jc")
    if align is not None:
        look["jc"] = {"start": "left", "end": "right"}.get(value := align.get(W + "val", "left"), value)
    for tag in ("pageBreakBefore", "snapToGrid"):
        if (node := properties.find(W + tag)) is not None:
            look[tag] = "" if node.get(W + "val", "1") in OFF else "1"
    return look | _borders(properties.find(W + "pBdr"))


def _one_of(look: Look, first: str, hanging: str) -> None:
    """A first line that hangs is not indented, and the other way round."""
    if hanging in look and first not in look:
        look[first] = look[f"{first}Chars"] = "0"
    elif first in look and hanging not in look:
        look[hanging] = look[f"{hanging}Chars"] = "0"
    if first in look and f"{first}Chars" not in look and look[first] != "0":
        look[f"{first}Chars"] = "0"


def _borders(node: Element | None) -> Look:
    sides = () if node is None else tuple(node)
    return {
        f"border.{str(side.tag).removeprefix(W)}": " ".join(side.get(W + key, "") for key in ("val", "sz", "color"))
        for side in sides
        if side.get(W + "val") not in (None, "nil", "none")
    }


def _theme(package: Package) -> Mapping[str, str]:
    """minorEastAsia and the like → the face of theme1.xml."""
    root = package.part("word/theme/theme1.xml")
    found: dict[str, str] = {}
    for size in ("major", "minor"):
        font = None if root is None else next(root.iter(f"{A}{size}Font"), None)
        if font is None:
            continue
        chinese = next((node for node in font.iter(A + "font") if node.get("script") == "Hans"), None)
        eastern, latin = font.find(A + "ea"), font.find(A + "latin")
        face = ("" if eastern is None else eastern.get("typeface", "")) or (
            "" if chinese is None else chinese.get("typeface", "")
        )
        found[f"{size}EastAsia"] = face
        plain = "" if latin is None else latin.get("typeface", "")
        found[f"{size}HAnsi"] = found[f"{size}Ascii"] = plain
    return found
