"""A request comes in; its period goes out judged, measured and followed, as far as the data allow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipeline.model import Finding, Followed, Item, Judged, Measured, Tables
from pipeline.model.terms import ADJUSTMENTS
from pipeline.run.corridor import Corridor
from pipeline.run.history import History

if TYPE_CHECKING:
    from pipeline.documents.engine.photographs import Photograph
    from pipeline.ledger import Snapshot

ASSESSMENT = "考核"
OWN_FORMS = ("督办反馈表", "督办确认表", "现场督查记录表")  # what comes in after the figures of a period were issued


@dataclass(frozen=True)
class Worked:
    """``measured`` are the figures that documents print, None when the data are blocked and no draft is asked for.

    Where a document of the period has been issued and the input has changed since, they are the issued ones, and
    ``revised`` are those of the input as it is now, for the next 稿 of what was issued; ``standing`` are the issued
    rows and ``figures`` the fingerprint of the run that they come from."""

    judged: Judged
    history: History
    fresh: tuple[Judged, ...]
    measured: Measured | None = None
    revised: Measured | None = None
    standing: Tables | None = None
    figures: str = ""
    followed: Followed | None = None
    known: tuple[Item, ...] = ()
    photos: Mapping[str, Photograph] = field(default_factory=dict)


def work(corridor: Corridor, *, measuring: bool = False) -> Worked:
    """Read, clean, judge, measure and follow the request's period; ``measuring`` also when no document is asked for
    and whatever the data say."""
    history, fresh, hints = corridor.history()
    fingerprint = corridor.fingerprint(corridor.request.period) or ""
    judged = corridor.judge(corridor.request.period, history, fingerprint)
    judged = replace(judged, findings=(*judged.findings, *hints, *_unused_words(corridor, judged)))
    photos, unseen = _photographs(corridor, judged)
    worked = Worked(replace(judged, findings=(*judged.findings, *unseen)), history, tuple(fresh), photos=photos)
    if judged.blocked and not (corridor.request.draft or measuring):
        return worked
    asked = measuring or corridor.request.documents or judged.narrative or _supervised(corridor, judged.tables)
    if not asked:
        return worked
    followed = _carded(corridor, _followed(corridor, _read_over(corridor, _measured(corridor, worked))))
    return judged_by_rules(corridor, followed) if _needed(corridor, ASSESSMENT) else followed


def judged_by_rules(corridor: Corridor, worked: Worked) -> Worked:
    """With the figures of 考核. Raises PipelineError (exit 2) for rules that contradict themselves or the office."""
    from pipeline.measure.assessment import assessed, judgeable
    from pipeline.rules.assessing import load_assessment

    office, law = corridor.office, corridor.law
    rules = load_assessment(corridor.request.input, worked.judged.period, office, judgeable(law))
    given = worked.judged.tables.forms[ADJUSTMENTS]
    measured, revised = (
        made and assessed(made, rules, office, law, given) for made in (worked.measured, worked.revised)
    )
    return replace(worked, measured=measured, revised=revised)


def _read_over(corridor: Corridor, worked: Worked) -> Worked:
    """With a hint for each number of 文字材料 that is said of a figure and differs from it."""
    measured, judged = worked.revised or worked.measured, worked.judged
    if measured is None or not judged.narrative:
        return worked
    from pipeline.check.narrative import narrative_findings

    found = narrative_findings(judged.narrative, measured, corridor.law)
    return replace(worked, judged=replace(judged, findings=(*judged.findings, *found)))


def _measured(corridor: Corridor, worked: Worked) -> Worked:
    from pipeline.measure import measure

    def figures(tables: Tables) -> Measured:
        return measure(tables, worked.judged.period, corridor.law, corridor.office, history=worked.history)

    now, snapshot = worked.judged.tables, corridor.ledger.snapshots().get(worked.judged.period.text)
    standing = _standing(corridor, worked.judged, snapshot)
    revised = _looking_back(corridor, figures(now), worked.history) if standing else None
    run = snapshot.inputs_sha256 if standing and snapshot else worked.judged.fingerprint
    measured = _looking_back(corridor, figures(standing or now), worked.history)
    return replace(worked, measured=measured, revised=revised, standing=standing, figures=run)


def _looking_back(corridor: Corridor, measured: Measured, history: Mapping[str, Tables]) -> Measured:
    """With the earlier months of the year, where a document prints them or what lasts since then."""
    if not _needed(corridor, "往期"):
        return measured
    from pipeline.measure.lasting import lasting
    from pipeline.measure.past import past

    return lasting(replace(measured, past=past(history, measured.period, corridor.law, corridor.office)))


def _standing(corridor: Corridor, judged: Judged, snapshot: Snapshot | None) -> Tables | None:
    """The rows of the run whose figures were issued, where the input has changed since; what supervision sends in
    afterwards is that of now."""
    ledger, period = corridor.ledger, judged.period.text
    if snapshot is None or not snapshot.issued or snapshot.inputs_sha256 == judged.fingerprint:
        return None
    kept = [kept for kept in ledger.kept(period, corridor.law.types) if kept.run.run == snapshot.inputs_sha256]
    if not kept:
        rows = ledger.tables(period, corridor.law.types)
    else:
        uses = (use.intervention for use in ledger.uses(period) if use.number == kept[-1].run.number)
        rows = replace(kept[-1].tables, interventions=tuple(uses))
    return replace(rows, forms={**rows.forms, **{name: judged.tables.forms[name] for name in OWN_FORMS}})


def _supervised(corridor: Corridor, tables: Tables) -> bool:
    """Whether there is anything to follow: what the period brings, or what is still known from before."""
    return any(tables.forms[name] for name in OWN_FORMS) or bool(corridor.ledger.items())


def _followed(corridor: Corridor, worked: Worked) -> Worked:
    if worked.measured is None or not (_needed(corridor, "督办") or _supervised(corridor, worked.judged.tables)):
        return worked
    from pipeline.follow import follow
    from pipeline.measure.supervision import supervised

    judged, known = worked.judged, corridor.ledger.items()
    law, office, calendar = corridor.law, corridor.office, corridor.calendar
    guessed = set(calendar.guessed)
    followed = follow(judged.tables, worked.measured, judged.findings, known, judged.period, law, office, calendar)
    unknown = (law.finding("calendar-unknown", value=year) for year in sorted(calendar.guessed - guessed))
    return replace(
        worked,
        judged=replace(judged, findings=(*judged.findings, *followed.findings, *unknown)),
        measured=supervised(worked.measured, followed),
        revised=supervised(worked.revised, followed) if worked.revised else None,
        followed=followed,
        known=known,
    )


def _carded(corridor: Corridor, worked: Worked) -> Worked:
    """With 红黄牌, which need what was overdue in 督办, where a document tells of them."""
    if worked.measured is None or not _needed(corridor, "红黄牌"):
        return worked
    from pipeline.measure.cards import carded

    law, office = corridor.law, corridor.office
    revised = carded(worked.revised, law, office) if worked.revised else None
    return replace(worked, measured=carded(worked.measured, law, office), revised=revised)


def _photographs(corridor: Corridor, judged: Judged) -> tuple[dict[str, Photograph], tuple[Finding, ...]]:
    """The photographs of 现场督查, ready to be printed, and a hint for each that is missing or broken."""
    records = judged.tables.forms["现场督查记录表"]
    if not records:
        return {}, ()
    from pipeline.collect import photographs
    from pipeline.documents.engine.photographs import photographs as developed
    from pipeline.rules.photographs import all_photographs

    found = photographs(corridor.request.input, judged.period, all_photographs(records))
    return developed(records, found, corridor.law)


def _needed(corridor: Corridor, part: str) -> bool:
    """Whether a document is asked for that has a part, or one that rests on it: 督办, 往期, 红黄牌."""
    from pipeline.documents import catalogue

    entries = catalogue(corridor.request.templates)
    return any(part in entries[name].rests_on for name in corridor.request.documents)


def _unused_words(corridor: Corridor, judged: Judged) -> list[Finding]:
    """A hint for each block of 文字材料.docx that no document prints."""
    if not judged.narrative:
        return []
    from pipeline.documents import catalogue

    known = dict.fromkeys(name for entry in catalogue(corridor.request.templates).values() for name in entry.standing)
    near, unused = "、".join(known), [name for name in judged.narrative if name not in known]
    told = corridor.law.finding
    return [told("narrative-unused", file="文字材料.docx", value=name, near=near) for name in unused]
