"""The ground of a document comes in; what its stanza ``needs`` besides the common context goes out, part by part.

A part is one module that says one thing (督办 …): a function from the Ground to the names that templates may use. It
must be listed here under its Chinese name. Of a family every member has the parts of its own narrowed ground, in
本范围.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pipeline.documents.catalogue import PAST
from pipeline.documents.ground import Ground

Part = Callable[[Ground], dict[str, Any]]


def supervision(ground: Ground) -> dict[str, Any]:
    """督办、线索、督查项目、问题镇街。"""
    from pipeline.documents.supervised import supervised

    return supervised(ground)


def ranking(ground: Ground) -> dict[str, Any]:
    """名次、类别名次、名次变化、上期名次，用于分别成文的文件；不写的，只有本单位的数字，没有排名。"""
    from pipeline.documents.families import ranks

    return ranks(ground)


def earlier(ground: Ground) -> dict[str, Any]:
    """往期：本年以前各月，由早到晚，每月有 期间、全市、范围。"""
    from pipeline.documents.past import past

    return past(ground)


def assessment(ground: Ground) -> dict[str, Any]:
    """考核：类别、镇街类别、部门类别、加减分、缺数指标、未参评镇街、变动。"""
    from pipeline.documents.assessment import assessment

    return assessment(ground)


PARTS: Mapping[str, Part] = {"督办": supervision, "名次": ranking, PAST: earlier, "考核": assessment}


def parts(ground: Ground) -> dict[str, Any]:
    """All that the stanza asks for."""
    return {name: value for part in ground.entry.needs for name, value in PARTS[part](ground).items()}
