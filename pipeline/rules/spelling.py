"""When two spellings are the same: what is stripped, folded and compared in names, headings and codes."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069"
    "\ufeff\ud800-\udfff\ufffe\uffff]"
)
_APART = re.compile(r"[、，,；;\n]+")
_SEPARATORS = re.compile(r"[、，,;；/\s]+")
_DASHES = str.maketrans(
    dict.fromkeys("—–－―‐−～~", "-") | dict.fromkeys("〔［【[﹙", "(") | dict.fromkeys("〕］】]﹚", ")")
)
_WIDE_DIGITS = str.maketrans("０１２３４５６７８９－（）＋Ｘｘ　", "0123456789-()+Xx ")
_MOBILE = r"(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}"
_LANDLINE = r"(?:\(0\d{2,3}\)[- ]?|0\d{2,3}[- ]?)\d{7,8}|[48]00-?\d{3}-?\d{4}"
_IDENTITY = r"\d{17}[\dXx]"
_BEFORE, _AFTER = r"(?<![0-9A-Za-z])(?<![0-9A-Za-z]-)(?<!\d\.)", r"(?![0-9A-Za-z])(?!-[0-9A-Za-z])"
_DIGITS = re.compile("[0-9０-９](?:[^0-9０-９]{0,2}[0-9０-９]){9}")  # as many as the shortest number has
_PRIVATE = re.compile(f"{_BEFORE}(?:{_MOBILE}|{_LANDLINE}|{_IDENTITY}){_AFTER}", re.ASCII)


def visible(text: str) -> str:
    """The text without control, zero-width and lone surrogate characters."""
    return text if text.isprintable() else INVISIBLE.sub("", text)


@lru_cache(maxsize=262144)
def folded(text: str) -> str:
    """The key under which two spellings are the same: width, case, blanks, brackets and dashes folded."""
    narrow = visible(text).translate(_DASHES)
    plain = narrow if narrow.isascii() else unicodedata.normalize("NFKC", narrow)
    return "".join((plain if plain == narrow else plain.translate(_DASHES)).split()).casefold()


def masked(text: str) -> str:
    """The text with telephone and identity numbers replaced by ``***``; for every output and log."""
    if not _DIGITS.search(text):
        return text
    for match in reversed([*_PRIVATE.finditer(text.translate(_WIDE_DIGITS))]):
        text = f"{text[: match.start()]}***{text[match.end() :]}"
    return text


def apart(cell: str | None) -> list[str]:
    """The names that one cell lists, parted by 、 and the like; blanks belong to a name."""
    return [part.strip() for part in _APART.split(cell or "") if part.strip()]


def departments(cell: str | None) -> list[str]:
    """The departments that a 办理部门 cell names, parted by 、 and the like."""
    return list(dict.fromkeys(part for part in _SEPARATORS.split(cell or "") if part))
