"""templates/catalogue.toml comes in; the documents that this office can make go out, checked."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.model import PipelineError
from pipeline.rules.mishap import said

FILE = "catalogue.toml"
CARRIERS = "carriers"
UNIT = "承办单位"  # of 督办事项: its members come from the items, not from the figures
EACH = ("镇街", "建设性质", "产业链", "级别", "批次", "部门", "项目", UNIT)
CADENCES = ("monthly", "weekly")
SUPERVISION, PAST, CARDS = "督办", "往期", "红黄牌"  # parts that must be worked out before a document is made
RESTS_ON = {
    CARDS: (SUPERVISION, PAST),
    "快慢": (SUPERVISION, PAST),
    "一页纸": (SUPERVISION, PAST),
    "汇报卡": (SUPERVISION,),
    "调度会": (SUPERVISION, PAST),
}
LETTERHEADS = frozenset({"公文", "简报"})  # the carriers that an office chooses from for all its documents
WORKBOOK = ".toml"  # the ending of a template whose document is a workbook
REQUIRED = ("name", "title", "template", "carriers", "cadence")
OPTIONAL = ("enabled", "file", "masthead", "each", "whole", "standing", "needs", "upward", "recipients")


@dataclass(frozen=True)
class Entry:
    """One document: ``key`` is its command, ``name`` its Chinese name in office.toml and under output/<period>/.

    ``enabled``: made by ``monthly`` or ``weekly`` unless office.toml says otherwise. ``each`` makes it a family: a
    kind of scope (镇街), of which every member gets one, in the folder ``file``; with ``whole`` the city gets one too,
    beside the folder. ``needs`` are the parts of its context
    that not every document has (see parts.py). ``upward``: a 报告 with 签发人; it goes to ``recipients`` where
    office.toml names none."""

    key: str
    name: str
    title: str
    template: Path
    carriers: tuple[str, ...]
    cadence: str
    enabled: bool
    file: str
    masthead: str
    each: str
    standing: Mapping[str, tuple[str, ...]]
    needs: tuple[str, ...] = ()
    upward: bool = False
    recipients: tuple[str, ...] = ()
    whole: bool = False

    @property
    def is_workbook(self) -> bool:
        """Whether it is an Excel workbook, which has no letterhead and takes no number."""
        return self.template.suffix == WORKBOOK

    @property
    def ending(self) -> str:
        """Of its files."""
        return ".xlsx" if self.is_workbook else ".docx"

    @property
    def rests_on(self) -> frozenset[str]:
        """The parts that it needs, and those that these are made of."""
        return frozenset(self.needs).union(*(RESTS_ON.get(part, ()) for part in self.needs))

    @property
    def supervises(self) -> bool:
        """Whether it is 督办 that it prints."""
        return SUPERVISION in self.needs

    @property
    def issuable(self) -> bool:
        """Whether it takes a number: it has a letterhead."""
        return bool(LETTERHEADS.intersection(self.carriers))

    def carrier(self, chosen: str) -> Path:
        """The carrier that office.toml chose; PipelineError when the catalogue does not allow it. A form without a
        letterhead has its own, whatever the office chose."""
        if not self.issuable:
            chosen = self.carriers[0]
        if chosen not in self.carriers:
            allowed = "、".join(self.carriers)
            where = f"{self.template.parent / FILE}：{self.key}.carriers"
            raise PipelineError(f"{where} 不含“{chosen}”（可用：{allowed}）。")
        return self.template.parent / CARRIERS / f"{chosen}.docx"

    def blocks(self, narrative: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        """The blocks of 文字材料.docx, and the standing text for those that it lacks."""
        return {**self.standing, **{name: words for name, words in narrative.items() if any(words)}}


def catalogue(templates: Path) -> dict[str, Entry]:
    """Every document by its key, in the catalogue's order; PipelineError names the file and the key."""
    path = templates / FILE
    try:
        return dict(_entries(path, path.read_bytes()))
    except FileNotFoundError:
        raise PipelineError(f"找不到文件目录 {path}。") from None
    except OSError as error:
        raise PipelineError(f"无法读取 {path}：{said(error)}。") from None


@lru_cache(maxsize=4)
def _entries(path: Path, data: bytes) -> Mapping[str, Entry]:
    try:
        raw = tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PipelineError(f"{path} 不是正确的 TOML（UTF-8）：{error}") from None
    return {key: _entry(path, key, row) for key, row in raw.items()}


def template_files(templates: Path) -> tuple[Path, ...]:
    """Every file that the documents depend on, for their hashes in the manifest."""
    entries = catalogue(templates).values()
    words = [entry.template for entry in entries]
    carriers = [entry.carrier(name) for entry in entries for name in entry.carriers]
    return (templates / FILE, *sorted({*words, *carriers}))


def _entry(path: Path, key: str, row: Any) -> Entry:
    if not isinstance(row, Mapping):
        raise PipelineError(f"{path}：{key} 应写作 [{key}] 一段。")
    for name in _required(row):
        if not row.get(name):
            raise PipelineError(f"{path}：缺少 {key}.{name}。")
    for name in row:
        if name not in (*REQUIRED, *OPTIONAL):
            raise PipelineError(f"{path}：{key}.{name} 不是可用的项（可用：{'、'.join((*REQUIRED, *OPTIONAL))}）。")
    if row["cadence"] not in CADENCES:
        raise PipelineError(f"{path}：{key}.cadence 应为 {'、'.join(CADENCES)} 之一。")
    return Entry(
        key=key,
        name=str(row["name"]),
        title=str(row["title"]),
        template=_file(path, f"{key}.template", path.parent / str(row["template"])),
        carriers=_carriers(path, key, row.get("carriers", [])),
        cadence=str(row["cadence"]),
        enabled=_flag(path, key, row, "enabled", otherwise=True),
        file=str(row.get("file", row["name"])),
        masthead=str(row.get("masthead", "")),
        each=_each(path, key, str(row.get("each", ""))),
        standing=_standing(path, key, row.get("standing", {})),
        needs=_needs(path, key, row.get("needs", [])),
        upward=_flag(path, key, row, "upward"),
        recipients=_recipients(path, key, row.get("recipients", [])),
        whole=_whole(path, key, row),
    )


def _whole(path: Path, key: str, row: Mapping[str, Any]) -> bool:
    whole = _flag(path, key, row, "whole")
    if whole and str(row.get("each", "")) in ("", UNIT):
        raise PipelineError(f"{path}：{key}.whole 只用于按镇街等分别成文的文件（each），不用于承办单位。")
    return whole


def _required(row: Mapping[str, Any]) -> Iterator[str]:
    """A workbook has no carrier."""
    is_workbook = str(row.get("template", "")).endswith(WORKBOOK)
    return (name for name in REQUIRED if not (is_workbook and name == "carriers"))


def _flag(path: Path, key: str, row: Mapping[str, Any], name: str, *, otherwise: bool = False) -> bool:
    value = row.get(name, otherwise)
    if not isinstance(value, bool):
        raise PipelineError(f"{path}：{key}.{name} 应为 true 或 false。")
    return value


def _needs(path: Path, key: str, names: Any) -> tuple[str, ...]:
    if not isinstance(names, list):
        raise PipelineError(f'{path}：{key}.needs 应为列表，如 ["督办"]。')
    return tuple(map(str, names))


def _recipients(path: Path, key: str, names: Any) -> tuple[str, ...]:
    if not isinstance(names, list):
        raise PipelineError(f'{path}：{key}.recipients 应为列表，如 ["市委", "市政府"]。')
    return tuple(map(str, names))


def _file(path: Path, key: str, file: Path) -> Path:
    if not file.is_file():
        raise PipelineError(f"{path}：{key} 所指的文件 {file} 不存在。")
    return file


def _carriers(path: Path, key: str, names: Any) -> tuple[str, ...]:
    if not isinstance(names, list):
        raise PipelineError(f'{path}：{key}.carriers 应为列表，如 ["公文"]。')
    for name in names:
        _file(path, f"{key}.carriers", path.parent / CARRIERS / f"{name}.docx")
    return tuple(map(str, names))


def _each(path: Path, key: str, kind: str) -> str:
    if kind and kind not in EACH:
        raise PipelineError(f"{path}：{key}.each 应为 {'、'.join(EACH)} 之一。")
    return kind


def _standing(path: Path, key: str, blocks: Any) -> dict[str, tuple[str, ...]]:
    if not isinstance(blocks, Mapping) or not all(isinstance(words, list) for words in blocks.values()):
        raise PipelineError(f"{path}：{key}.standing 的每一项应为若干段文字的列表。")
    return {name: tuple(map(str, words)) for name, words in blocks.items()}
