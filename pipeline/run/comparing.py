"""A period comes in; the last two runs of it, or the last run and what was issued, go out side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.model import Comparison, Measured, PipelineError, Remedy, Request, Side, Tables
from pipeline.run.corridor import Corridor, Watch, opened
from pipeline.run.products import link_to

if TYPE_CHECKING:
    from pipeline.ledger import Kept, Run

COMPARISON = "更改对比.xlsx"
Told = tuple[Side, Tables]


def compare_runs(request: Request, *, issued: bool = False, watch: Watch = lambda _: None) -> Comparison | str:
    """Compare and write 更改对比.xlsx; a sentence where there is nothing to compare. Raises PipelineError (exit 2) for
    a period that neither input/ nor the ledger knows. Both sides are measured by today's rules and one history."""
    with opened(request, watch) as corridor:
        found = _sides(corridor, issued)
        return found if isinstance(found, str) else _compared(corridor, *found)


def _sides(corridor: Corridor, issued: bool) -> tuple[Told, Told] | str:
    period = corridor.request.period.text
    runs = corridor.ledger.runs(period)
    if not runs and not (corridor.request.input / period).is_dir():
        raise PipelineError(f"没有期间 {period}：{corridor.request.input} 中没有它的文件夹，台账库中也没有记录。")
    kept = corridor.ledger.kept(period, corridor.law.types)
    if issued and kept:
        return _issued(corridor, runs, kept[-1])
    if len(kept) < 2:
        return f"{period} 运行过{len(runs)}次，报送的数据没有变过，没有可以对比的；有改动后再运行一次 check，就能对比。"
    return _side(kept[-2]), _side(kept[-1])


def _issued(corridor: Corridor, runs: list[Run], last: Kept) -> tuple[Told, Told] | str:
    """What was issued, with the files of the run that it was issued from, where the log has it."""
    period = corridor.request.period.text
    snapshot = corridor.ledger.snapshots().get(period)
    if snapshot is None or not snapshot.issued:
        return f"{period} 还没有印发过文件，没有可以对比的印发数据；不加 --issued 则对比最近两次运行。"
    made = next((run for run in reversed(runs) if run.run == snapshot.inputs_sha256 and run.status == "made"), None)
    side = _seen(made) if made else Side(0, "", "", snapshot.inputs_sha256, None, None)
    return (replace(side, issued=True), corridor.ledger.tables(period, corridor.law.types)), _side(last)


def _side(kept: Kept) -> Told:
    return _seen(kept.run), kept.tables


def _seen(run: Run) -> Side:
    return Side(run.number, run.command, run.status, run.run, run.findings, run.inputs)


def _compared(corridor: Corridor, old: Told, new: Told) -> Comparison:
    from pipeline.compare import compare
    from pipeline.measure import measure
    from pipeline.publish import Desk
    from pipeline.workbooks import comparison_book

    request, law, office = corridor.request, corridor.law, corridor.office
    history, _, _ = corridor.history()

    def measured(tables: Tables) -> Measured:
        return measure(tables, request.period, law, office, history=history)

    reasons = _reasons(corridor, new[0].number)
    found = compare(request.period, old, new, law, measured, reasons=reasons, watch=corridor.watch)
    book = comparison_book(found, link_to(request))
    Desk(request.output, request.period.text).add({COMPARISON: book}, f"diff-{old[0].number}-{new[0].number}")
    return found


def _reasons(corridor: Corridor, number: int) -> Mapping[str, str]:
    """Why a cell was openly corrected in a run, by its file｜sheet｜cell."""
    uses = (one.intervention for one in corridor.ledger.uses(corridor.request.period.text) if one.number == number)
    corrected = [use for use in uses if use.remedy is Remedy.CORRECTION and use.target]
    return {use.target: f"已按更正表更正：{use.reason}" for use in corrected}
