"""A day comes in; what the calendar says is to be made goes out, each period judged on the input that lies there."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pipeline.model import Reminder, Request, State, period_folders
from pipeline.rules import Office
from pipeline.rules.schedule import Due, Stand, plan
from pipeline.run import products
from pipeline.run.corridor import Corridor, Watch, opened
from pipeline.run.making import work
from pipeline.run.places import of_cadence, switched_on

CADENCES = ("monthly", "weekly")


@dataclass(frozen=True)
class Agenda:
    """What is due, and the years whose working days are guessed."""

    dues: tuple[Due, ...]
    guessed: tuple[int, ...] = ()


def what_is_due(today: date, base: Request, watch: Watch = lambda _: None) -> Agenda:
    """The calendar of a day; ``base`` gives the folders and the ledger, its period does not matter. Nothing is made.
    Raises PipelineError (exit 2)."""
    with opened(base, watch) as corridor:
        folders = period_folders(base.input)
        dues = plan(
            today,
            corridor.office,
            corridor.calendar,
            folders,
            lambda period: _stand(replace(corridor, request=replace(base, period=period))),
            _documents(corridor.office, base),
            corridor.ledger.items(),
            corridor.law.supervision.due_soon,
        )
        return Agenda(dues, tuple(sorted(corridor.calendar.guessed)))


def requests(due: Due, base: Request) -> tuple[Request, ...]:
    """What is to be run for a line of the calendar: every document of its cadence, in one run."""
    if not (due.run and due.period):
        return ()
    cadence = due.period.cadence
    documents = of_cadence(base.input, cadence, base.templates)
    return (replace(base, period=due.period, verb=cadence, documents=documents),)


def _documents(office: Office, base: Request) -> dict[str, tuple[str, ...]]:
    """The documents of each cadence that the office has switched on."""
    return {cadence: on for cadence in CADENCES if (on := switched_on(office, cadence, base.templates))}


def _stand(corridor: Corridor) -> Stand:
    """How the period of the corridor's request stands, read and judged as a run would."""
    period = corridor.request.period
    fingerprint = corridor.fingerprint(period)
    if fingerprint is None:
        return Stand(period)
    worked = work(corridor)
    asked = products.reminders(corridor, worked.judged)
    status = _last(corridor, fingerprint)
    outdated = status == "made" and bool(worked.fresh)
    return Stand(
        period,
        sent=True,
        blocked=worked.judged.blocked,
        silent=_senders(asked, State.SILENT),
        returned=_senders(asked, State.OPEN),
        status="" if outdated else status,
    )


def _senders(asked: tuple[Reminder, ...], state: State) -> tuple[str, ...]:
    return tuple(one.sender for one in asked if one.state is state)


def _last(corridor: Corridor, fingerprint: str) -> str:
    """What the last run of the period's cadence came to on this input; "" when it was not run on it, or when a file
    that was made is gone."""
    request = corridor.request
    runs = [run for run in corridor.ledger.runs(request.period.text) if run.command == request.period.cadence]
    status = runs[-1].status if runs and runs[-1].run == fingerprint else ""
    return status if _whole(request.output / request.period.text) else ""


def _whole(desk: Path) -> bool:
    """Whether every file that the manifest lists is there."""
    try:
        listed = json.loads((desk / "manifest.json").read_bytes())["outputs"]
        return all((desk / row["path"]).is_file() for row in listed)
    except (OSError, ValueError, KeyError, TypeError):
        return False
