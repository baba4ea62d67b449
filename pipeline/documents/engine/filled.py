"""The pieces of a filled part come in; its bytes, nothing lost and every number accounted for, and the places of its
values go out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from xml.parsers.expat import ExpatError, ParserCreate

from markupsafe import escape

from pipeline.documents.engine.accounts import DIGITS, account, agree, contradict, own_numbers
from pipeline.documents.engine.faults import Source, TemplateError
from pipeline.documents.engine.flow import Piece, Poured
from pipeline.documents.engine.reading import Reader
from pipeline.documents.engine.spans import Span
from pipeline.documents.engine.stretches import Stretches, Woven, data_of, letters_of
from pipeline.model import Kind

PROLOG = b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
EVERY = frozenset(Kind)
BETWEEN = "\0"  # in no value
BREAK, TAB = (f'</w:t><w:{kind}/><w:t xml:space="preserve">' for kind in ("br", "tab"))


@dataclass(frozen=True)
class Filled:
    """A part of a document: its ``name`` in the package, what it was made of and its XML."""

    name: str
    source: Source
    known: Stretches
    pieces: Sequence[Piece]
    data: bytes

    @classmethod
    def of(cls, name: str, source: Source, known: Stretches, poured: Poured) -> Filled:
        """TemplateError when the XML is not well-formed, lost something, or holds a number that contradicts another or
        that nothing accounts for: neither a value with its origin nor the template's own words."""
        made = cls(name, source, known, poured.pieces, xml_of(poured.pieces, known))
        made._whole()
        if any(DIGITS.search(letters_of(xml)) for xml in poured.foreign):
            account(source.file, made._texts, made.spans, own_numbers(source.text))
        if contradict(poured.figures):
            agree(source.file, made._texts, made.spans)
        return made

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where each value stands."""
        return tuple(self.read(EVERY).spans)

    def read(self, wanted: frozenset[Kind]) -> Reader:
        """Gone over for the places of values of these kinds."""
        if wanted not in self._readers:
            self._readers[wanted] = reader = Reader(wanted)
            known = self.known.read
            for piece in self.pieces:
                if isinstance(piece, tuple):
                    reader.sees(piece)
                else:
                    reader.goes_over(known[piece, reader.inside])
        return self._readers[wanted]

    @property
    def _texts(self) -> list[str]:
        return [paragraph.text for paragraph in self.read(EVERY).paragraphs]

    @cached_property
    def _readers(self) -> dict[frozenset[Kind], Reader]:
        return {}

    def _whole(self) -> None:
        """What a parser finds in the finished part is what was to be printed, letter by letter."""
        own, file = self.known.letters, self.source.file
        due = "".join(
            [own[one] if type(one) is str else letters_of(one) if type(one) is Woven else one[0] for one in self.pieces]
        )
        due, found = _seen(due), _seen(letters(self.data, self.name, file))
        if due != found:
            raise TemplateError(f"《{file}》生成的文件不完整：{self.name} 的文字与所填不一致{_end(due, found)}。")


def letters(data: bytes, name: str, file: str) -> str:
    """The character data of a part; TemplateError when it is not well-formed."""
    found: list[str] = []
    parser = ParserCreate()
    parser.buffer_text = True
    parser.CharacterDataHandler = found.append
    try:
        parser.Parse(data, True)
    except ExpatError as fault:
        raise TemplateError(f"《{file}》生成的文件损坏：{name} 不是正确的 XML（{fault}）。") from fault
    return "".join(found)


def _seen(text: str) -> str:
    """Without line breaks and tabs, which are marks and no letters in a Word file."""
    return text.replace("\n", "").replace("\t", "")


def _end(due: str, found: str) -> str:
    at = next((at for at, (one, other) in enumerate(zip(due, found, strict=False)) if one != other), len(found))
    return f"（应为“{due[at : at + 20]}”）"


def xml_of(pieces: Sequence[Piece], known: Stretches) -> bytes:
    """The part, values escaped."""
    shown, own = _shown([piece[0] for piece in pieces if not isinstance(piece, str)]), known.data
    made = [own[one] if type(one) is str else data_of(one) if type(one) is Woven else next(shown) for one in pieces]
    made.insert(0, PROLOG)
    return b"".join(made)


def _shown(texts: Iterable[str]) -> Iterator[bytes]:
    """Values as XML, line breaks and tabs as Word's own."""
    whole = str(escape(BETWEEN.join(texts)))
    if "\n" in whole or "\t" in whole:
        whole = whole.replace("\n", BREAK).replace("\t", TAB)
    return iter(whole.encode().split(BETWEEN.encode()))
