"""A page comes in as bytes; what a reader finds on it goes out, without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from lxml import html


def _root(page: bytes) -> Any:
    return html.document_fromstring(page.decode())


def words(page: bytes) -> str:
    """Everything that the page says, its style apart, line ends left out."""
    return "".join(map(str, _root(page).body.itertext())).replace("\n", "")


def _links(page: bytes) -> Iterator[tuple[str, str]]:
    """What each link to a file says, and where it leads, as written."""
    for link in _root(page).xpath("//a[not(starts-with(@href, '#'))]"):
        yield link.text_content(), link.get("href")


def links(page: bytes) -> dict[str, str]:
    return dict(_links(page))


def files(page: bytes) -> list[str]:
    """Where the links lead, as paths beside the page."""
    return [unquote(href) for _, href in _links(page)]


def tags(page: bytes) -> set[str]:
    return {str(element.tag) for element in _root(page).iter("*")}


def rows(page: bytes) -> Iterator[list[str]]:
    """The rows of all tables, their cells as text."""
    for row in _root(page).xpath("//tbody/tr"):
        yield [cell.text_content().replace("\n", "") for cell in row.xpath("th|td")]
