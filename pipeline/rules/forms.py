"""forms.toml comes in; the kinds of sheets that people send or fill in go out, with their fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import field as dict_field
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class Field:
    """One column of a form: ``key`` in code, ``title`` everywhere a person looks. ``used``: an official figure rests on
    it, and what cannot be read there blocks; ``counts``: only others do, and it is a hint."""

    key: str
    title: str
    type: str
    also: tuple[str, ...] = ()
    required: bool = False
    used: bool = False
    counts: bool = False
    register: bool = False
    end: bool = False
    codes: bool = False

    @cached_property
    def code_list(self) -> str | None:
        return self.type.removeprefix("code:") if self.type.startswith("code:") else None

    @cached_property
    def permit(self) -> str | None:
        return self.key.removeprefix("permit.") if self.type == "status" else None


@dataclass(frozen=True)
class Blank:
    """How a form is handed out empty: to whom, in which ``groups`` of columns, which fields are asked anew every
    period (``monthly``) or every year, and what the sender is told."""

    title: str
    sent_by: frozenset[str] = frozenset()
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
    monthly: frozenset[str] = frozenset()
    yearly: frozenset[str] = frozenset()
    hints: Mapping[str, str] = dict_field(default_factory=dict)
    choices: Mapping[str, str] = dict_field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    """A kind of sheet: its fields and the sets of headings by any of which it is known; ``file`` is the only file
    name under which the office's own tables are obeyed, "" for what others send. ``ours`` is what the office fills in
    itself under any name: nobody need be named as its sender. ``by_row`` is the field in which each row may name who
    sent it, where the office gathered what many sent."""

    name: str
    fields: Mapping[str, Field]
    known_by: tuple[frozenset[str], ...]
    identity: tuple[str, ...]
    file: str = ""
    blank: Blank | None = None
    ours: bool = False
    by_row: str = ""

    @property
    def handed_as(self) -> str:
        """The name of the file in which the office's own blank form is handed out, "" for what others fill in."""
        return self.file or (self.blank.title if self.ours and self.blank else "")

    @cached_property
    def required(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields.values() if field.required)

    @property
    def types(self) -> dict[str, str]:
        """The columns of this form's frame; a date has a second one that tells whether only a month was given."""
        types = {key: field.type for key, field in self.fields.items()}
        return types | {f"{key}.month": "bool" for key, kind in types.items() if kind == "date"}


def _fields(table: Mapping[str, Any]) -> dict[str, Field]:
    return {key: Field(key=key, **{**row, "also": tuple(row.get("also", ()))}) for key, row in table.items()}


def forms(table: Mapping[str, Any]) -> dict[str, Form]:
    """Every form by its name, with the fields that it borrows from 项目进度表."""
    own = {name: _fields(form.get("fields", {})) for name, form in table.items()}
    main = own["项目进度表"]
    made = {}
    for name, form in table.items():
        fields = dict(own[form["fields_of"]]) if "fields_of" in form else {}
        fields |= {
            key: replace(main[key], used=key in ("name", "town", "chain"), register=False)
            for key in form.get("borrowed", ())
        }
        fields |= own[name]
        for key, change in form.get("overrides", {}).items():
            fields[key] = replace(fields[key], **change)
        known = tuple(frozenset(keys) for keys in form["known_by"])
        blank = _blank(form["blank"], fields) if "blank" in form else None
        own_file, ours = form.get("file", ""), form.get("ours", False)
        made[name] = Form(name, fields, known, tuple(form["identity"]), own_file, blank, ours, form.get("by_row", ""))
    return made


def _blank(row: Mapping[str, Any], fields: Mapping[str, Field]) -> Blank:
    """Without groups every field has its column, the name first."""
    plain = [["", sorted(fields, key=lambda key: key != "name")]]
    return Blank(
        row["title"],
        frozenset(row.get("sent_by", ())),
        tuple((title, tuple(keys)) for title, keys in row.get("groups", plain)),
        frozenset(row.get("monthly", ())),
        frozenset(row.get("yearly", ())),
        row.get("hints", {}),
        row.get("choices", {}),
        tuple(row.get("notes", ())),
    )
