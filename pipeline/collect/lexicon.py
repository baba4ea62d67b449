"""The rules' forms in, a lexicon a form out: which field a column's headings mean, and which form a table is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.collect.headings import Reading, is_month, readings, spelled, unit_of
from pipeline.rules import Form, Law, Office
from pipeline.rules.nearness import HALF, near

IGNORED, AMBIGUOUS, DROPPED = "-", "?", "不用"
MAIN, REGISTER, CHANGES = "项目进度表", "重点项目清单", "清单变动表"
LISTING = "清单"  # what the name of a register's file holds
ORDINALS = ("序号", "编号", "no", "no.", "序", "行号", "行次", "顺序号", "项目序号")
BARE_SUMS = ("累计完成投资", "累计投资", "完成投资累计", "累计完成投资额", "累计完成", "累计投资额", "累计完成额")
BARE_FIELD = "ytd_done"

Path = tuple[str, ...]  # a column's headings from the top down


@dataclass(frozen=True)
class Meaning:
    """What a column's headings mean: a field's key, IGNORED or AMBIGUOUS, and the reading that told it."""

    key: str
    reading: Reading
    joined: bool = False


@dataclass(frozen=True)
class Lexicon:
    """One form's spellings → field key; ``own`` are the clerk's choices, which win."""

    form: Form
    spellings: Mapping[str, str]
    own: Mapping[str, str]
    _told: dict[Path, Meaning | None] = field(default_factory=dict)

    def meaning(self, path: Path) -> Meaning | None:
        """The field of a column, parent and child read together first, then the child alone."""
        if path not in self._told:
            self._told[path] = self._meaning(path)
        return self._told[path]

    def _meaning(self, path: Path) -> Meaning | None:
        for spellings in (self.own, self.spellings):
            for text, joined in joins(path):
                for reading in readings(text):
                    if key := spellings.get(reading.spelling):
                        return Meaning(key, reading, joined)
        return None

    def unit(self, path: Path) -> int | None:
        """元 a unit, from the lowest heading that states one."""
        return next((unit for text in reversed(path) if (unit := unit_of(text))), None)

    def near(self, title: str) -> list[str]:
        """Titles of up to three fields whose spellings are most like the heading."""
        likest = near(spelled(title), self.spellings, least=HALF, most=6)
        fields = (self.form.fields.get(self.spellings[spelling]) for spelling in likest)
        return list(dict.fromkeys(field.title for field in fields if field))[:3]


def joins(path: Path) -> Iterator[tuple[str, bool]]:
    """A column's headings joined downwards and upwards, longest first, then the lowest alone."""
    if len(path) > 1 and is_month(path[-1]):
        yield f"{path[-2]}({path[-1]})", True
    for start in range(len(path) - 1):
        yield "".join(path[start:]), True
        yield "".join(reversed(path[start:])), True
        yield "/".join(path[start:]), True  # as findings show it and [headings] may repeat it
    yield path[-1], False


def _spellings(form: Form) -> dict[str, str]:
    words = dict.fromkeys(ORDINALS, IGNORED)
    if BARE_FIELD in form.fields:
        words |= dict.fromkeys(BARE_SUMS, AMBIGUOUS)
    for known in form.fields.values():
        words |= {spelled(text): known.key for text in (*known.also, known.title)}
    return words


def _chosen(form: Form, choices: Mapping[str, str]) -> dict[str, str]:
    """The clerk's choices of office.toml as field keys of this form, under every literal reading of the heading."""
    titles = {field.title: field.key for field in form.fields.values()} | {DROPPED: IGNORED}
    keys = {heading: titles.get(key, key) for heading, key in choices.items()}
    known = {heading: key for heading, key in keys.items() if key in form.fields or key == IGNORED}
    return {reading.spelling: key for heading, key in known.items() for reading in readings(heading)}


class Lexicons:
    """All forms' lexicons for one office, and for each sender what a bare heading means to it."""

    def __init__(self, law: Law, office: Office) -> None:
        self._office = office
        self.forms = {name: Lexicon(form, _spellings(form), _chosen(form, office.headings))
                      for name, form in law.forms.items()}  # fmt: skip
        self._by_sender: dict[tuple[str, str], Lexicon] = {}
        self._known: dict[Path, bool] = {}
        self._fields: dict[tuple[tuple[Path, ...], str], Mapping[str, set[str]]] = {}

    @cached_property
    def _union(self) -> frozenset[str]:
        """Every spelling of every form, and every heading that the clerk has decided on."""
        return frozenset(spelling for lexicon in self.forms.values() for spelling in (*lexicon.spellings, *lexicon.own))

    def knows(self, path: Path) -> bool:
        """Whether any form knows the column."""
        if path not in self._known:
            union = self._union
            self._known[path] = any(reading.spelling in union for text, _ in joins(path) for reading in readings(text))
        return self._known[path]

    def of(self, form: str, sender: str | None) -> Lexicon:
        """The form's lexicon with what ``[ambiguous]`` says of the sender."""
        choices = self._office.ambiguous.get(sender or "", {})
        if not choices:
            return self.forms[form]
        if (form, sender or "") not in self._by_sender:
            plain = self.forms[form]
            own = {**plain.own, **_chosen(plain.form, choices)}
            self._by_sender[form, sender or ""] = Lexicon(plain.form, plain.spellings, own)
        return self._by_sender[form, sender or ""]

    def form_of(self, paths: Iterable[Path], file_name: str) -> str | None:
        """The form of a table with these headings in a file of this name, or None when it is none of ours.

        The office's own tables are known in files of their name alone, and those hold nothing else."""
        own = self._own(file_name)
        found = self._found(tuple(path for path in paths if path), own)
        known = [(len(wanted), len(keys), name) for name, keys in found.items()
                 for wanted in self.forms[name].form.known_by if wanted <= keys]  # fmt: skip
        if known:
            return max(known)[2]
        return None if own else _project_form(found[MAIN], file_name)

    def _found(self, columns: tuple[Path, ...], own: str) -> Mapping[str, set[str]]:
        """By form the fields that the columns are in it; many tables have the same headings."""
        if (columns, own) not in self._fields:
            forms = (lexicon for lexicon in self.forms.values() if lexicon.form.file == own)
            self._fields[columns, own] = {lexicon.form.name: _keys(lexicon, columns) for lexicon in forms}
        return self._fields[columns, own]

    def _own(self, file_name: str) -> str:
        """The office's own table that a file of this name holds, "" for a file that was sent."""
        stem = file_name.rpartition(".")[0] or file_name
        return stem if any(lexicon.form.file == stem for lexicon in self.forms.values()) else ""


def _keys(lexicon: Lexicon, paths: Iterable[Path]) -> set[str]:
    meanings = (lexicon.meaning(path) for path in paths)
    return {meaning.key for meaning in meanings if meaning} - {IGNORED}


def _project_form(keys: set[str], file_name: str) -> str | None:
    """项目进度表 or, by its file's name, the register: a name and two more fields, or four fields without a name."""
    if not ("name" in keys and len(keys) >= 3) and len(keys) < 4:
        return None
    listing = LISTING in file_name and "问题" not in file_name
    if listing and {"name", "plan"} <= keys and not keys & {"ytd_done", "month_done"}:
        return REGISTER
    return MAIN
