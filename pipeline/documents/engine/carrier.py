"""A template of words and a carrier (公文, 简报) come in; one template, the words in the carrier's places, goes out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy

from lxml import etree

from pipeline.documents.engine.faults import TemplateError
from pipeline.documents.engine.package import CONTENT_TYPES, DOCUMENT, DOCUMENT_RELS, members, packed

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
STYLES = "word/styles.xml"
PLACES = ("标题", "正文", "附件")
LANDSCAPE = "横排"
MARK = re.compile(r"\{\{\s*(\w+)\s*\}\}")
EDGE = re.compile("/(header|footer)$")
STYLED = (W + "pStyle", W + "rStyle", W + "tblStyle")
REFUSED = {
    W + "numPr": "使用了自动编号，请改为直接输入编号",
    W + "footnoteReference": "使用了脚注，文字模板中不能有脚注",
    W + "commentReference": "留有批注，请先删除",
}

Element = etree._Element


def composed(words: bytes, carrier: bytes, words_name: str, carrier_name: str) -> bytes:
    """The carrier's file with the words in it; styles meet by name, page set-up and footers are the carrier's.

    TemplateError when the carrier lacks ``{{ 正文 }}`` or the words hold what cannot move (pictures, lists, notes).
    """
    said, parts = members(words), members(carrier)
    source, target = _parsed(said, DOCUMENT, words_name), _parsed(parts, DOCUMENT, carrier_name)
    styles = _parsed(parts, STYLES, carrier_name)
    blocks = _split(_blocks(source))
    for block in (block for part in blocks.values() for block in part):
        _movable(block, words_name)
    _restyled(blocks.values(), _parsed(said, STYLES, words_name), styles)
    _placed(target, blocks, carrier_name)
    whole = {DOCUMENT: etree.tostring(target), STYLES: etree.tostring(styles)}
    return packed(_without_unused({**parts, **whole}, target, carrier_name))


def _without_unused(parts: dict[str, bytes], document: Element, file: str) -> dict[str, bytes]:
    """The headers and footers of pages that the words do not have stay behind, or a validator finds them astray."""
    used = {node.get(R + "id") for node in document.iter(W + "headerReference", W + "footerReference")}
    links, types = _parsed(parts, DOCUMENT_RELS, file), _parsed(parts, CONTENT_TYPES, file)
    unused = [link for link in links if EDGE.search(link.get("Type", "")) and link.get("Id") not in used]
    names = {f"/word/{link.get('Target')}" for link in unused}
    for node in (*unused, *(node for node in types if node.get("PartName") in names)):
        _parent(node).remove(node)
    kept = {name: data for name, data in parts.items() if f"/{name}" not in names}
    return {**kept, DOCUMENT_RELS: etree.tostring(links), CONTENT_TYPES: etree.tostring(types)}


def _parsed(parts: dict[str, bytes], name: str, file: str) -> Element:
    try:
        return etree.fromstring(parts[name], etree.XMLParser(resolve_entities=False))
    except (KeyError, etree.XMLSyntaxError) as fault:
        raise TemplateError(f"模板《{file}》打不开，不是完好的 .docx 文件（{name}）。") from fault


def _body(document: Element) -> Element:
    return next(document.iter(W + "body"))


def _blocks(document: Element) -> list[Element]:
    return [block for block in _body(document) if block.tag != W + "sectPr"]


def _text(block: Element) -> str:
    return "".join(node.text or "" for node in block.iter(W + "t")).strip()


def _mark(block: Element) -> str:
    match = MARK.fullmatch(_text(block)) if block.tag == W + "p" else None
    return match[1] if match else ""


def _split(blocks: Sequence[Element]) -> dict[str, list[Element]]:
    """The words by place: what stands before the first mark is the title; without any mark all is 正文."""
    marked = any(_mark(block) in PLACES for block in blocks)
    place = PLACES[0] if marked else "正文"
    parts: dict[str, list[Element]] = {name: [] for name in PLACES}
    for block in blocks:
        if (mark := _mark(block)) in PLACES:
            place = mark
        else:
            parts[place].append(block)
    return parts


def _movable(block: Element, file: str) -> None:
    for node in block.iter():
        if any(str(name).startswith(R) for name in node.attrib) and node.tag not in _REFERENCES:
            raise TemplateError(f"模板《{file}》段落“{_text(block)[:40]}”：含有图片、链接等对象，只能放在载体中。")
        if node.tag in REFUSED:
            raise TemplateError(f"模板《{file}》段落“{_text(block)[:40]}”：{REFUSED[str(node.tag)]}。")
        for name in [name for name in node.attrib if _private(str(name))]:
            del node.attrib[name]


_REFERENCES = (W + "headerReference", W + "footerReference")


def _private(attribute: str) -> bool:
    """Revision marks of the editing program: rsid, w14:paraId."""
    return attribute.startswith((W + "rsid", "{http://schemas.microsoft.com/"))


def _restyled(parts: Iterable[Iterable[Element]], own: Element, carrier: Element) -> None:
    names = {style.get(W + "styleId"): _name(style) for style in own.iter(W + "style")}
    known = {_name(style): style.get(W + "styleId") or "" for style in carrier.iter(W + "style")}
    for node in _styled(parts):
        style = node.get(W + "val")
        name = names.get(style, "")
        if name and name not in known:
            known[name] = _adopted(own, carrier, name, names, known)
        node.set(W + "val", known.get(name, style or ""))


def _name(style: Element) -> str:
    name = style.find(W + "name")
    return (name.get(W + "val") or "") if name is not None else ""


def _styled(parts: Iterable[Iterable[Element]]) -> Iterator[Element]:
    return (node for part in parts for block in part for node in block.iter(*STYLED))


def _adopted(own: Element, carrier: Element, name: str, names: dict[str | None, str], known: dict[str, str]) -> str:
    """A style that only the words have joins the carrier's, based on the carrier's namesake of its base."""
    style = deepcopy(next(style for style in own.iter(W + "style") if _name(style) == name))
    new_id = f"words-{style.get(W + 'styleId')}"
    style.set(W + "styleId", new_id)
    for tag in ("link", "next", "default"):
        for node in style.findall(W + tag):
            style.remove(node)
    base = style.find(W + "basedOn")
    if base is not None and (known_base := known.get(names.get(base.get(W + "val"), ""))):
        base.set(W + "val", known_base)
    elif base is not None:
        style.remove(base)
    carrier.append(style)
    return new_id


def _placed(target: Element, blocks: dict[str, list[Element]], file: str) -> None:
    body = _body(target)
    final = body.find(W + "sectPr")
    wide = next((block for block in body if _mark(block) == LANDSCAPE), None)
    if final is None or not any(_mark(block) == "正文" for block in body):
        raise TemplateError(f"载体《{file}》中没有单独成段的 {{{{ 正文 }}}}，或没有页面设置。")
    models = {False: final, True: None if wide is None else wide.find(f"{W}pPr/{W}sectPr")}
    for part in blocks.values():
        for section in [node for block in part for node in block.iter(W + "sectPr")]:
            _modelled(section, models, file)
    ends_wide = _ends_in_section(blocks["附件"] or blocks["正文"])
    for place in [block for block in body if _mark(block) in PLACES]:
        _replaced(place, blocks[_mark(place)])
    if wide is not None:
        body.remove(wide)
    _closed(final, ends_wide)


def _replaced(place: Element, blocks: Sequence[Element]) -> None:
    for block in blocks:
        place.addprevious(block)
    _parent(place).remove(place)


def _parent(node: Element) -> Element:
    parent = node.getparent()
    assert parent is not None
    return parent


def _modelled(section: Element, models: dict[bool, Element | None], file: str) -> None:
    """A section of the words takes the carrier's page of the same orientation."""
    size = section.find(W + "pgSz")
    model = models[size is not None and size.get(W + "orient") == "landscape"]
    if model is None:
        raise TemplateError(f"载体《{file}》中没有横排页面：缺少带横向分节符的段落 {{{{ 横排 }}}}。")
    copy = deepcopy(model)
    _without_first(copy)
    _parent(section).replace(section, copy)


def _without_first(section: Element) -> None:
    for node in list(section):
        if node.get(W + "type") == "first" or node.tag in (W + "titlePg", W + "type"):
            section.remove(node)


def _ends_in_section(blocks: Sequence[Element]) -> bool:
    return bool(blocks) and blocks[-1].find(f"{W}pPr/{W}sectPr") is not None


def _closed(final: Element, alone: bool) -> None:
    """The last page: a 版记 alone stands on an even page without a number (GB/T 9704 7.5), else it shares the page."""
    if not alone:
        _without_first(final)
