"""Good workbooks and a seed in; out, damaged copies of them and what collect, clean and check made of each."""

from __future__ import annotations

import io
import random
import re
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from tests.reliability.corpus.building import biff8, compound, packed
from tests.reliability.verdicts import PERIOD, ROOT, Verdict, verdicts

BATCH = 40
SAMPLE = ROOT / "input" / "2026-05"
Bytes = Callable[[random.Random, bytes], bytes]
_TAG = re.compile(rb"<[^>]+>")
_NUMBER = re.compile(rb"\d+")
_ATTRIBUTE = re.compile(rb' [A-Za-z:]+="[^"]*"')


def _flip(rng: random.Random, data: bytes) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << rng.randrange(8))]) + data[at + 1 :]


def _cut(rng: random.Random, data: bytes) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + data[at + rng.randint(1, 200) :]


def _truncate(rng: random.Random, data: bytes) -> bytes:
    return data[: rng.randrange(len(data))]


def _insert(rng: random.Random, data: bytes) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + rng.randbytes(rng.randint(1, 40)) + data[at:]


def _overwrite(rng: random.Random, data: bytes) -> bytes:
    noise = rng.randbytes(rng.randint(1, 64))
    at = rng.randrange(len(data))
    return data[:at] + noise + data[at + len(noise) :]


def _zero(rng: random.Random, data: bytes) -> bytes:
    at, length = rng.randrange(len(data)), rng.choice((16, 512, 4096))
    return data[:at] + bytes(min(length, len(data) - at)) + data[at + length :]


def _swap(rng: random.Random, data: bytes) -> bytes:
    size = rng.choice((64, 512, 1024))
    first, second = sorted(rng.randrange(max(len(data) // size, 2)) * size for _ in range(2))
    one, two = data[first : first + size], data[second : second + size]
    return data[:first] + two + data[first + size : second] + one + data[second + size :] if first != second else data


BYTES: tuple[Bytes, ...] = (_flip, _cut, _truncate, _insert, _overwrite, _zero, _swap)


def _drop(rng: random.Random, xml: bytes) -> bytes:
    return _at(rng, _TAG, xml, lambda _: b"")


def _double(rng: random.Random, xml: bytes) -> bytes:
    return _at(rng, _TAG, xml, lambda tag: tag + tag)


def _rename(rng: random.Random, xml: bytes) -> bytes:
    return _at(rng, _TAG, xml, lambda tag: tag.replace(b"<", b"<x", 1) if tag[1:2] != b"/" else b"</x>")


def _number(rng: random.Random, xml: bytes) -> bytes:
    other = rng.choice((b"0", b"-1", b"99999999999", b"1048576", b"1e400", "约".encode(), b"16385", b""))
    return _at(rng, _NUMBER, xml, lambda _: other)


def _attribute(rng: random.Random, xml: bytes) -> bytes:
    return _at(rng, _ATTRIBUTE, xml, lambda _: rng.choice((b"", b' r="ZZZ9999999"', b' t="s"', b' t="e"', b' s="-1"')))


def _at(rng: random.Random, pattern: re.Pattern[bytes], xml: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """Change one match somewhere in the part."""
    match = pattern.search(xml, rng.randrange(len(xml))) or pattern.search(xml)
    return xml[: match.start()] + change(match[0]) + xml[match.end() :] if match else xml


XML: tuple[Bytes, ...] = (_drop, _double, _rename, _number, _attribute)


def _inside(rng: random.Random, data: bytes) -> bytes:
    """One to three changes within the XML of one part; the zip itself is whole again."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = rng.choice([name for name in members if members[name] and name != "mimetype"])
    for _ in range(rng.randint(1, 3)):
        members[name] = rng.choice(XML)(rng, members[name] or b" ")
    return packed(members)


@dataclass(frozen=True)
class Mutant:
    """One damaged workbook; ``whole`` when it is a legal other container and may say something else."""

    name: str
    how: str
    data: bytes
    whole: bool


def originals() -> dict[str, bytes]:
    """A workbook of each container: made and sample .xlsx, .xls with and without its OLE shell, .ods, CSV."""
    from tests.reliability.corpus.building import good
    from tests.reliability.corpus.old import TABLE, ods

    made = {"城关甲.xlsx": good(), "城关乙.ods": ods(TABLE), "城关丙.xls": compound({"Workbook": biff8()})}
    sampled = ("石磨-05月-WPS.xlsx", "调度表01.xlsx", "杏埠5月.xls", "双栗202605.csv")
    return made | {f"城关{name}": (SAMPLE / name).read_bytes() for name in sampled}


def mutants(count: int, seed: int = 2026) -> Iterator[Mutant]:
    """As many damaged workbooks, the same for the same seed; a third of the zips are changed within."""
    rng, good = random.Random(seed), originals()
    for _ in range(count):
        name = rng.choice(list(good))
        data = good[name]
        if data.startswith(b"PK") and rng.random() < 1 / 3:
            yield Mutant(name, "xml", _inside(rng, data), whole=True)
            continue
        how = rng.choice(BYTES)
        yield Mutant(name, how.__name__.strip("_"), how(rng, data), whole=not data.startswith(b"PK"))


@dataclass
class Tally:
    """What the mutations came to; the lists name each that went wrong by its number, file and way."""

    run: int = 0
    refused: int = 0
    same: int = 0
    changed: int = 0
    unexpected: list[str] = field(default_factory=list)
    undetected: list[str] = field(default_factory=list)
    unbalanced: list[str] = field(default_factory=list)
    ways: Counter[str] = field(default_factory=Counter)


def tried(number: int, seed: int = 2026) -> Tally:
    """Judge the mutants, some dozens in a period folder at a time."""
    tally = Tally()
    sound = {name: found.seen for name, found in judged(originals()).items()}
    rest = enumerate(mutants(number, seed))
    while group := list(islice(rest, BATCH)):
        _try(group, sound, tally)
    return tally


def _try(group: list[tuple[int, Mutant]], sound: Mapping[str, object], tally: Tally) -> None:
    """Judge a folder of mutants; where something is raised each alone, so that the one can be named."""
    try:
        found = judged({_name(number, mutant): mutant.data for number, mutant in group})
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        if len(group) > 1:
            for one in group:
                _try([one], sound, tally)
            return
        tally.run += 1
        tally.unexpected.append(f"{_label(*group[0])} {type(error).__name__}: {error}"[:300])
        return
    for number, mutant in group:
        count(mutant, _label(number, mutant), found[_name(number, mutant)], sound[mutant.name], tally)


def count(mutant: Mutant, label: str, verdict: Verdict, sound: object, tally: Tally) -> None:
    """Add one verdict to the tally, beside what the sound workbook says."""
    tally.run += 1
    tally.ways[mutant.how] += 1
    if not verdict.balanced or not verdict.sole:
        tally.unbalanced.append(label)
    if verdict.refusals:
        tally.refused += 1
    elif verdict.seen == sound:
        tally.same += 1
    else:
        tally.changed += 1
        if not mutant.whole:
            tally.undetected.append(label)


def _name(number: int, mutant: Mutant) -> str:
    return f"城关{number:05}{Path(mutant.name).suffix}"


def _label(number: int, mutant: Mutant) -> str:
    return f"{number} {mutant.name} {mutant.how}"


def judged(files: Mapping[str, bytes]) -> dict[str, Verdict]:
    """The verdicts on files that lie in one period folder."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / PERIOD.text
        folder.mkdir()
        for name, data in files.items():
            (folder / name).write_bytes(data)
        return verdicts(Path(place))
