"""The shipped law, read once: forms and fields, code lists, thresholds, the wording of findings."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.model import Finding, Level, Period, PipelineError
from pipeline.rules.asking import Asking, asking
from pipeline.rules.carding import CardRule, card_rules, with_own
from pipeline.rules.elements import Elements, elements
from pipeline.rules.forms import Form, forms
from pipeline.rules.nodes import NodeRules, node_rules
from pipeline.rules.spelling import folded, masked
from pipeline.rules.supervising import Supervision, supervision

if TYPE_CHECKING:
    from pipeline.rules.office import Office

HERE = Path(__file__).parent
SILENT, START_RED = (1, 2), 3  # what an office that sets its own thresholds need not repeat
PLACE = ("file", "sheet", "cell", "field", "sender", "project")
NAMES = ("forms", "codes", "figures", "findings", "supervision", "elements", "cards", "questions", "nodes",
         "assessment")  # fmt: skip
FILES = tuple(f"{name}.toml" for name in NAMES)


@dataclass(frozen=True)
class Light:
    """Thresholds of 投资灯 and 开工灯 in force from a day."""

    since: date
    by: str
    green: Fraction
    yellow: Fraction
    silent_months: tuple[int, ...]
    start_red_after_months: int


@dataclass(frozen=True)
class Wording:
    """A finding code: its level, its title for lists, the sentence with its blanks, what is ``expect``ed in the cell
    instead (with blanks too), and the 处理 by which 放行 may let it pass (none: it cannot be let pass). ``clue``: a
    督查线索."""

    code: str
    level: Level
    title: str
    message: str
    expect: str = ""
    release: tuple[str, ...] = ()
    clue: bool = False


@dataclass(frozen=True)
class Law:
    """Everything arguable that ships with the program."""

    forms: Mapping[str, Form]
    codes: Mapping[str, Mapping[str, str]]  # list → folded spelling → standard value
    figures: Mapping[str, Any]
    lights: tuple[Light, ...]
    findings: Mapping[str, Wording]
    supervision: Supervision
    elements: Elements
    cards: tuple[CardRule, ...]
    asking: Asking
    nodes: NodeRules
    sha256: str
    explaining: frozenset[str] = frozenset()  # names of sheets that only explain and are left out without a word

    @property
    def permits(self) -> tuple[str, ...]:
        return tuple(self.figures["permits"])

    @property
    def types(self) -> dict[str, dict[str, str]]:
        """The columns of every form's frame; projects also keep what the sender said of each governed field."""
        types = {name: form.types for name, form in self.forms.items()}
        return types | {"项目进度表": types["项目进度表"] | self.sent_types}

    @property
    def governed(self) -> tuple[str, ...]:
        """The columns of 项目进度表 that the register governs."""
        form = self.forms["项目进度表"]
        return tuple(name for name in form.types if form.fields[name.removesuffix(".month")].register)

    @property
    def sent_types(self) -> dict[str, str]:
        kinds = self.forms["项目进度表"].types
        added = {"in_register": "bool", "was": "names", "stand_in": "text"}
        return {f"sent.{name}": kinds[name] for name in self.governed} | added

    @property
    def checks(self) -> Mapping[str, Any]:
        checks: Mapping[str, Any] = self.figures["checks"]
        return checks

    def light(self, period: Period) -> Light:
        """The thresholds in force at the period's 数据截止日."""
        return max((light for light in self.lights if light.since <= period.as_of), key=lambda light: light.since)

    def of(self, office: Office) -> Law:
        """The law with what the office has set for itself."""
        return replace(
            self,
            lights=office.lights + self.lights,
            supervision=self.supervision.of(office.supervision),
            elements=self.elements.of(office.elements),
            cards=with_own(self.cards, office.cards),
            figures={**self.figures, "pace": {**self.figures["pace"], **office.pace}},
            nodes=self.nodes.of(office.windows),
        )

    @property
    def field_names(self) -> frozenset[str]:
        """The keys and titles of all fields of all forms."""
        fields = [field for form in self.forms.values() for field in form.fields.values()]
        return frozenset(name for field in fields for name in (field.key, field.title))

    def options(self, code_list: str, office: Office) -> tuple[str, ...]:
        """What may be filled in where a code is asked for; nothing where the office has no such list."""
        own = {"town": office.town_names, "chain": tuple(office.chains)}
        values = own[code_list] if code_list in own else dict.fromkeys(self.codes[code_list].values())
        return tuple(value for value in values if value)

    def finding(self, code: str, *, level: Level | None = None, **blanks: Any) -> Finding:
        """A finding in the words of findings.toml; its ``value`` and what PLACE names are kept with it.

        Telephone and identity numbers are masked in all that a person wrote."""
        wording = self.findings[code]
        place: dict[str, Any] = {name: blanks.get(name) for name in PLACE}
        value = None if blanks.get("value") is None else masked(str(blanks["value"]))
        blanks = {"like": None, **blanks}  # names that are near are proposed where there are any
        said = {name: "" if blank is None else masked(str(blank)) for name, blank in blanks.items()}
        message, expected = wording.message.format_map(said), wording.expect.format_map(said)
        grave = level or wording.level
        return Finding(grave, code, message, value=value, expected=expected, **place)


def _codes(table: Mapping[str, Mapping[str, list[str]]]) -> dict[str, dict[str, str]]:
    lists: dict[str, dict[str, str]] = {}
    for name, rows in table.items():
        spellings = [(folded(word), value) for value, words in rows.items() for word in (value, *words) if word]
        lists[name] = dict(spellings)
        if len(lists[name]) != len({*spellings}):
            raise PipelineError(f"规则文件 codes.toml 的 [{name}] 中同一写法对应两个标准值。")
    return lists


def light(row: Mapping[str, Any]) -> Light:
    """Thresholds as TOML gives them; raises ValueError when they contradict each other."""
    green, yellow = Fraction(str(row["green"])), Fraction(str(row["yellow"]))
    if row["by"] not in ("ratio", "difference") or green <= yellow:
        raise ValueError("的 by 应为 ratio 或 difference，且 green 大于 yellow。")
    silent, red = row.get("silent_months", SILENT), row.get("start_red_after_months", START_RED)
    return Light(row["from"], row["by"], green, yellow, tuple(silent), red)


def _lights(rows: Sequence[Mapping[str, Any]]) -> tuple[Light, ...]:
    try:
        return tuple(light(row) for row in rows)
    except (ValueError, KeyError) as error:
        raise PipelineError(f"规则文件 figures.toml 的 lights {error}") from None


def _wordings(table: Mapping[str, Mapping[str, Any]]) -> dict[str, Wording]:
    return {code: _wording(code, row) for code, row in table.items()}


def _wording(code: str, row: Mapping[str, Any]) -> Wording:
    release = tuple(row.get("release", ()))
    told = (row["title"], row["message"], row.get("expect", ""))
    return Wording(code, Level(row["level"]), *told, release, row.get("clue", False))


@cache
def load_law() -> Law:
    """Read and check the shipped rules; raises PipelineError naming the file and the key."""
    texts = {name: (HERE / name).read_bytes() for name in FILES}
    tables = {name: tomllib.loads(text.decode()) for name, text in texts.items()}
    figures, explaining = tables["figures.toml"], tables["forms.toml"].pop("left_out_silently")
    wordings = _wordings(tables["findings.toml"])
    clues = frozenset(code for code, wording in wordings.items() if wording.clue)
    supervising = supervision(tables["supervision.toml"], clues)
    return Law(
        forms=forms(tables["forms.toml"]),
        codes=_codes(tables["codes.toml"]),
        figures=figures,
        lights=_lights(figures["lights"]),
        findings=wordings,
        supervision=supervising,
        elements=elements(tables["elements.toml"], figures["permits"], supervising.ladder),
        cards=card_rules(tables["cards.toml"]),
        asking=asking(tables["questions.toml"]),
        sha256=hashlib.sha256(b"\0".join(texts[name] for name in FILES)).hexdigest(),
        nodes=node_rules(tables["nodes.toml"]),
        explaining=frozenset(explaining),
    )
