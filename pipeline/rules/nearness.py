"""A word that is not known comes in; the known ones most like it go out, to be proposed to a person and never taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pipeline.rules.law import Law
from pipeline.rules.office import Office
from pipeline.rules.spelling import folded

MOST = 3
HALF, ALIKE = 50, 65  # of 100, the likeness from which a heading, a name is proposed


def near(word: str, known: Iterable[str], *, least: float = ALIKE, most: int = MOST) -> list[str]:
    """Up to ``most`` of the known words that are at least so like the word (0–100), the likest first."""
    from rapidfuzz import fuzz

    return _near(word, {spelling: spelling for spelling in known}.items(), fuzz.ratio, least)[:most]


def near_units(word: str, office: Office, *, towns: bool = False) -> list[str]:
    """The 镇街 (and departments) whose name or alias is most like the word or a part of it."""
    from rapidfuzz import fuzz

    known = ((spelling, name) for spelling, name in office.names.items() if not towns or name in office.town_names)
    return _near(word, known, fuzz.partial_ratio if not towns else fuzz.ratio, ALIKE)[:MOST]


def near_titles(word: str, law: Law) -> list[str]:
    """Titles of the fields whose spellings are most like a heading."""
    from rapidfuzz import fuzz

    fields = (field for form in law.forms.values() if not form.file for field in form.fields.values())
    known = ((spelling, field.title) for field in fields for spelling in (field.title, *field.also))
    return _near(word, known, fuzz.ratio, HALF)[:MOST]


def _near(word: str, known: Iterable[tuple[str, str]], likeness: Callable[..., float], least: float) -> list[str]:
    asked = folded(word)
    graded = ((likeness(asked, folded(spelling), score_cutoff=least), name) for spelling, name in known)
    likest = sorted((pair for pair in graded if pair[0]), key=lambda pair: -pair[0])
    return list(dict.fromkeys(name for _, name in likest))


def proposed(lead: str, names: Iterable[str]) -> str:
    """A clause for a sentence: ``lead“甲”“乙”；``, nothing when nothing is near."""
    quoted = "".join(f"“{name}”" for name in names)
    return f"{lead}{quoted}；" if quoted else ""
