"""A clerk's choice comes in; office.toml goes out with it, all other lines, encoding and line ends as they were."""

from __future__ import annotations

import os
import shutil
from codecs import BOM_UTF8
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from pipeline.model import PipelineError
from pipeline.rules.law import load_law
from pipeline.rules.mishap import said
from pipeline.rules.nearness import near_titles, near_units, proposed
from pipeline.rules.office import NOT_USED, Office, office_of
from pipeline.rules.spelling import folded
from pipeline.rules.toml import decode, strict

SHORTEST = 2  # an alias of one character would be found in every other name
Table = MutableMapping[str, Any]


@dataclass(frozen=True)
class Amended:
    """office.toml as it will be; ``changes`` are the lines that go (``- …``) and come (``+ …``), none when the choice
    is already in it."""

    data: bytes
    changes: tuple[str, ...]


def with_alias(path: Path, data: bytes, spelling: str, unit: str) -> Amended:
    """Another spelling of a 镇街 or a department. Raises PipelineError for an unknown unit or another's spelling."""
    office = office_of(path, data)
    name, owner = _unit(unit, office), office.names.get(folded(spelling))
    if owner == name:
        return Amended(data, ())
    if owner:
        raise PipelineError(f"“{spelling}”已是“{owner}”的写法，不能再作“{name}”的别名。")
    if len(folded(spelling)) < SHORTEST:
        raise PipelineError(f"别名“{spelling}”太短，容易认错，请至少写两个字。")
    return _amended(path, data, lambda document: _add_alias(document, spelling, name))


def with_heading(path: Path, data: bytes, heading: str, meaning: str, sender: str = "") -> Amended:
    """What a heading means, to every sender or to one. Raises PipelineError for an unknown field or sender."""
    if meaning not in load_law().field_names | {NOT_USED}:
        like = proposed("名称相近的有", near_titles(meaning, load_law()))
        raise PipelineError(f"“{meaning}”不是字段；{like}请写字段名称（见 docs/fields.md），不采用的列写“{NOT_USED}”。")
    if not folded(heading):
        raise PipelineError("标题不能为空。")
    office = office_of(path, data)
    unit = _unit(sender, office) if sender else ""
    chosen = office.ambiguous.get(unit, {}) if unit else office.headings
    if chosen.get(folded(heading)) == meaning:
        return Amended(data, ())
    return _amended(path, data, lambda document: _set_heading(document, heading, meaning, unit, office))


def write(path: Path, data: bytes) -> None:
    """Put the new file in the place of the old one, whole or not at all; raises PipelineError."""
    target = path.resolve()
    temporary = target.with_name(f".{target.name}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(target, temporary)
        temporary.replace(target)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise PipelineError(f"无法写入 {path}：{said(error)}，原文件没有改动。") from None


def _unit(name: str, office: Office) -> str:
    if known := office.names.get(folded(name)):
        return known
    like = proposed("名称相近的有", near_units(name, office))
    raise PipelineError(f"“{name}”不是 office.toml 中的镇街或部门；{like}请写 towns 或 senders 中的名称。")


def _add_alias(document: Table, spelling: str, name: str) -> None:
    units = (unit for key in ("towns", "senders") for unit in document.get(key, ()))
    unit = next(unit for unit in units if unit["name"] == name)
    if "aliases" in unit:
        unit["aliases"].append(spelling)
    else:
        unit["aliases"] = [spelling]


def _set_heading(document: Table, heading: str, meaning: str, unit: str, office: Office) -> None:
    import tomlkit

    section = "ambiguous" if unit else "headings"
    if section not in document:
        document[section] = tomlkit.table()
    table = document[section]
    if unit:
        sender = next((key for key in table if office.names.get(folded(key)) == unit), unit)
        if sender not in table:
            table[sender] = tomlkit.inline_table()
        table = table[sender]
    table[next((key for key in table if folded(key) == folded(heading)), heading)] = meaning


def _amended(path: Path, data: bytes, change: Callable[[Table], None]) -> Amended:
    """The file with a change made to its tables; it must still be a good office.toml."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    text = decode(data)
    old = text.split("\n")
    plain = strict("\n".join(line.removesuffix("\r") for line in old))
    try:
        document = tomlkit.parse(plain if plain.endswith("\n") else plain + "\n")
        change(document)
        new = tomlkit.dumps(document).rstrip("\n") + "\n" * (len(text) - len(text.rstrip("\r\n")) and 1)
    except TOMLKitError as error:
        raise PipelineError(f"{path} 无法自动修改（{error}），请手工修改。") from None
    lines, changes = _merged(old, plain.split("\n"), new.split("\n"))
    made = _encoded("\n".join(lines), data)
    office_of(path, made)
    return Amended(made, changes)


def _merged(old: list[str], plain: list[str], new: list[str]) -> tuple[list[str], tuple[str, ...]]:
    """The new lines where they differ, else the old ones as they were written; and what changes."""
    end = "\r" if sum(line.endswith("\r") for line in old) * 2 > len(old) else ""
    lines: list[str] = []
    changes: list[str] = []
    for tag, first, last, start, stop in SequenceMatcher(None, plain, new, autojunk=False).get_opcodes():
        if tag == "equal":
            lines += old[first:last]
            continue
        lines += [line + end for line in new[start:stop]]
        changes += [f"- {line.strip()}" for line in old[first:last] if line.strip()]
        changes += [f"+ {line}" for line in new[start:stop] if line.strip()]
    return lines, tuple(changes)


def _encoded(text: str, like: bytes) -> bytes:
    """The text in the encoding of a file that was read."""
    if like.startswith(BOM_UTF8):
        return BOM_UTF8 + text.encode()
    try:
        like.decode()
    except UnicodeDecodeError:
        return text.encode("gb18030")
    return text.encode()
