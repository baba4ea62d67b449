"""A period to come is asked for; its blank forms go out to output/<period>/空白表/, filled in with what is known."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.model import Period, Request, Table, Tables
from pipeline.rules.naming import file_name
from pipeline.run.corridor import Corridor, Watch, opened

if TYPE_CHECKING:
    from pipeline.workbooks import Handout

FOLDER, RUN = "空白表", "forms"


def hand_out(request: Request, watch: Watch = lambda _: None) -> list[Path]:
    """Write the blank forms of a period: one workbook a unit, and 更正, 放行 and 清单变动. Raises PipelineError."""
    from pipeline.publish import Desk
    from pipeline.workbooks import Handout

    with opened(request, watch) as corridor:
        before, last = _latest(corridor)
        known = _register(corridor, last)
        watch("正在写空白表")
        office, items = corridor.office.at(request.period), corridor.ledger.items()
        handout = Handout(corridor.law, office, request.period, known, before, last, items)
        made = Desk(request.output, request.period.text).add(_files(handout), RUN)
        return [path for path in made if path.parent.name == FOLDER]


def _files(handout: Handout) -> dict[str, bytes]:
    from pipeline.workbooks import BlankSheet, blank_book

    law, office, period = handout.law, handout.office, handout.period
    own = [form for form in law.forms.values() if form.handed_as]
    files = {form.handed_as: blank_book([BlankSheet(form)], law, office) for form in own}
    for unit, sheets in handout.sheets().items():
        files[file_name(unit)] = blank_book(sheets, law, office, period, unit)
    return {f"{FOLDER}/{name}.xlsx": data for name, data in files.items()}


def _latest(corridor: Corridor) -> tuple[Period | None, Tables | None]:
    """The period just before with its rows, even where its data are blocked; else the latest that has a snapshot."""
    history, _, _ = corridor.history()
    before = corridor.request.period.previous
    if before.text not in history and (fingerprint := corridor.fingerprint(before)):
        return before, corridor.judge(before, history, fingerprint).tables
    latest = max((Period.parse(text) for text in history), key=lambda period: period.as_of, default=None)
    return latest, history[latest.text] if latest else None


def _register(corridor: Corridor, last: Tables | None) -> Table:
    """The register that stands for the period, else the last one known."""
    from pipeline.clean import clean
    from pipeline.collect import collect_register

    period, law = corridor.request.period, corridor.law
    office = corridor.office.at(period)
    collected = collect_register(corridor.request.input, period, law, office)
    register = clean(collected, period, law, office)[0].register
    return register or (last.register if last else ())
