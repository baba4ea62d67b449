"""Numbers of a series are taken, entered in the register and withdrawn; none is used twice and none is passed over
in silence."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from pipeline.ledger.chain import canonical, extend
from pipeline.ledger.schema import audit, register, series
from pipeline.model import PipelineError, Registered, Standing

MOST_SKIPPED = 500  # a number farther from the last one is taken for a slip of the pen
FILES = ("path", "sha256", "signed", "signed_sha256", "preview", "preview_sha256")
AMENDED = "附件"  # the kind of entry that tells of files which came to a line later
COLUMNS = tuple(register.c[name] for name in Registered.__dataclass_fields__)


def take(connection: Connection, name: str, year: int, count: int) -> int:
    """The next numbers of a series; the writer is alone. Returns the first."""
    last = _last(connection, name, year)
    _advance(connection, name, year, last + count)
    extend(connection, [("取号", {"series": name, "year": year, "first": last + 1, "count": count})])
    return last + 1


def enter(connection: Connection, row: Registered) -> None:
    """A line of the register. Raises PipelineError when its number is not free, is void or leaves too wide a gap."""
    held = _held(connection, row.series, row.year, row.number)
    if held and held.standing is not Standing.SKIPPED:
        raise PipelineError(_refusal(held))
    last = _last(connection, row.series, row.year)
    skipped = list(_skipped(row, last))
    if held:
        connection.execute(sa.delete(register).where(_at(row)))
    connection.execute(sa.insert(register), [_values(one) for one in (*skipped, row)])
    _advance(connection, row.series, row.year, max(last, row.number))
    extend(connection, [(one.standing.value, asdict(one)) for one in (*skipped, row)])


def amend(connection: Connection, row: Registered) -> None:
    """The line of a number with its files as they are now; what the number is used for stays."""
    files = {name: getattr(row, name) for name in FILES}
    connection.execute(sa.update(register).where(_at(row)).values(**files))
    extend(connection, [(AMENDED, {"series": row.series, "year": row.year, "number": row.number, **files})])


def withdraw(connection: Connection, name: str, year: int, number: int, reason: str, day: date | None) -> Registered:
    """Make an issued or outside number void. Raises PipelineError for any other."""
    held = _held(connection, name, year, number)
    if held is None or held.standing not in (Standing.ISSUED, Standing.OUTSIDE):
        said = f"“{held.text}”现为{held.standing}" if held else f"“{name}”{year}年没有登记过第{number}号"
        raise PipelineError(f"{said}，只有已印发和外部登记的文号可以作废，请用 register 查看后再办。")
    void = replace(held, standing=Standing.VOID, reason=reason, voided=day)
    connection.execute(sa.update(register).where(_at(held)).values(**_values(void)))
    extend(connection, [(void.standing.value, asdict(void))])
    return void


def registered(connection: Connection) -> tuple[Registered, ...]:
    order = (register.c.series, register.c.year, register.c.number)
    return tuple(map(_registered, connection.execute(sa.select(*COLUMNS).order_by(*order))))


def issued(connection: Connection, period: str, name: str) -> Registered | None:
    query = sa.select(*COLUMNS).where(register.c.period == period, register.c.name == name)
    row = connection.execute(query.where(register.c.standing == Standing.ISSUED.value)).first()
    return _registered(row) if row else None


def faults(connection: Connection) -> Iterator[str]:
    """Each line of the register that says something else than the audit says was entered, as a sentence."""
    kinds = [*(one.value for one in Standing), AMENDED]
    entries = sa.select(audit.c.payload).where(audit.c.kind.in_(kinds)).order_by(audit.c.n)
    entered: dict[tuple[Any, ...], dict[str, Any]] = {}
    for told in map(json.loads, connection.scalars(entries)):
        entered.setdefault(_key(told), {}).update(told)
    for row in registered(connection):
        stands = json.loads(canonical(asdict(row)))
        told = entered.pop(_key(stands), {})
        if not told or not told.items() <= stands.items():
            yield f"文号登记簿中的“{row.text}”与台账审计记录不一致：登记内容被改动过。"
    for told in entered.values():
        yield f"文号登记簿中缺少“{told['text']}”，台账审计记录中有：登记被删除过。"


def _key(told: Mapping[str, Any]) -> tuple[Any, ...]:
    return told["series"], told["year"], told["number"]


def _skipped(row: Registered, last: int) -> Iterator[Registered]:
    """The numbers between the last of the series and a later one."""
    if row.number - last > MOST_SKIPPED:
        raise PipelineError(
            f"“{row.whole}”的序号{row.number}比{row.series}{row.year}年已用到的{last}号大出太多，请核对后重新填写。"
        )
    head, found, tail = row.text.rpartition(str(row.number))
    for number in range(last + 1, row.number):
        text = f"{head}{number}{tail}" if found else str(number)
        yield Registered(row.series, row.year, number, text, Standing.SKIPPED, "", reason=f"直接使用了{row.text}")


def _refusal(held: Registered) -> str:
    if held.standing is Standing.VOID:
        return f"“{held.whole}”（{held.title}）已作废，作废的文号不再使用，请另取一个号。"
    period = f"{held.period} " if held.period else ""
    return f"“{held.whole}”已用于{period}《{held.title}》（{held.standing}），一个文号不能用两次，请另取一个号。"


def _last(connection: Connection, name: str, year: int) -> int:
    return connection.scalar(sa.select(series.c.last).filter_by(series=name, year=year)) or 0


def _advance(connection: Connection, name: str, year: int, last: int) -> None:
    place = {"series": name, "year": year}
    if not connection.execute(sa.update(series).filter_by(**place).values(last=last)).rowcount:
        connection.execute(sa.insert(series).values(**place, last=last))


def _held(connection: Connection, name: str, year: int, number: int) -> Registered | None:
    place = {"series": name, "year": year, "number": number}
    row = connection.execute(sa.select(*COLUMNS).filter_by(**place)).first()
    return _registered(row) if row else None


def _at(row: Registered) -> sa.ColumnElement[bool]:
    return (register.c.series == row.series) & (register.c.year == row.year) & (register.c.number == row.number)


def _values(row: Registered) -> dict[str, Any]:
    return {**asdict(row), "standing": row.standing.value}


def _registered(row: Any) -> Registered:
    return Registered(**{**row._mapping, "standing": Standing(row.standing)})
