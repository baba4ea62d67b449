"""The paragraphs of a finished part and the spans of its values come in; a number that nothing accounts for, or that
contradicts another, is an error that names its paragraph."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from html import unescape

from pipeline.documents.engine.faults import TAG, TemplateError
from pipeline.documents.engine.spans import Span, Value
from pipeline.model import Kind

EDGE = "\0"  # where a value stands, and either end of a paragraph
DIGITS = re.compile("[0-9０-９]+")
EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
NUMBER = re.compile(r"[0-9]+(?:\.([0-9]+))?")
LONGEST = 60

Own = Mapping[str, set[tuple[str, str]]]


@lru_cache(maxsize=16)
def own_numbers(template: str) -> Own:
    """The numbers among a template's own words, each with the letters beside it; a paragraph is a line."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for line in EXPRESSION.sub(EDGE, template).split("\n"):
        if DIGITS.search(line):
            for before, number, after in _numbers(unescape(TAG.sub("", line))):
                found[number].add((before, after))
    return found


def _numbers(text: str) -> Iterator[tuple[str, str, str]]:
    whole = f"{EDGE}{text}{EDGE}"
    return ((whole[match.start() - 1], match[0], whole[match.end()]) for match in DIGITS.finditer(whole))


def account(file: str, texts: Sequence[str], spans: Iterable[Span], own: Own) -> None:
    """Every number of the finished paragraphs lies in a span or is the template's own; TemplateError else."""
    rest = dict(enumerate(texts, 1))
    for span in spans:
        text, end = rest[span.paragraph], span.start + len(span.text)
        if texts[span.paragraph - 1][span.start : end] != span.text:
            raise _fault(file, texts[span.paragraph - 1], f"应印出“{span.text}”而没有印出")
        if len(span.text) == len(text):
            del rest[span.paragraph]
        else:
            rest[span.paragraph] = text[: span.start] + EDGE * len(span.text) + text[end:]
    for number, text in rest.items():
        for before, digits, after in _numbers(text) if DIGITS.search(text) else ():
            if not _owned(before, digits, after, own):
                raise _fault(file, texts[number - 1], f"“{digits}”没有出处，不是由变量印出，也不是模板自己的文字")


def _owned(before: str, digits: str, after: str, own: Own) -> bool:
    """Whether the template says this itself; words that it says on a condition may meet in the middle of a number."""
    if any(_beside(before, left) and _beside(after, right) for left, right in own.get(digits, ())):
        return True
    cuts = ((digits[:at], digits[at:]) for at in range(1, len(digits)))
    return any(_ends(own, head, 1) and _ends(own, tail, 0) for head, tail in cuts)


def _beside(letter: str, known: str) -> bool:
    return known in (EDGE, letter)


def _ends(own: Own, digits: str, side: int) -> bool:
    return any(beside[side] == EDGE for beside in own.get(digits, ()))


def contradict(values: Iterable[Value]) -> bool:
    """Whether a figure is printed twice and differently, in the text or in tables: another exact number, or at one
    precision other digits."""
    first: dict[object, object] = {}
    return any(first.setdefault(key, said) != said for value in values for key, said in _statements(value))


def agree(file: str, texts: Sequence[str], spans: Iterable[Span]) -> None:
    """TemplateError when values ``contradict`` one another; names both places."""
    first: dict[object, tuple[object, Span]] = {}
    for span in spans:
        for key, said in _statements(span.value):
            known, before = first.setdefault(key, (said, span))
            if known != said and (origin := span.value.origin):
                where = f"{origin.scope}{origin.name}在“{_short(texts[before.paragraph - 1])}”中印作{before.text}"
                raise _fault(file, texts[span.paragraph - 1], f"印作{span.text}，而{where}")


def _statements(value: Value) -> Iterator[tuple[object, object]]:
    """What a value says of a figure: its exact number, and the number as printed under its unit and its decimals."""
    origin = value.origin
    if origin is None or origin.kind is not Kind.FIGURE or value.exact is None:
        return
    yield origin, value.exact
    if match := NUMBER.search(value.text):
        yield (origin, value.text[match.end() :], len(match[1] or "")), match[0]


def _fault(file: str, text: str, reason: str) -> TemplateError:
    return TemplateError(f"《{file}》段落“{_short(text)}”：{reason}。")


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
