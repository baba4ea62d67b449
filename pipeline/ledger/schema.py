"""The ledger's tables as they stand after every migration, for SQLite and PostgreSQL."""

from __future__ import annotations

from sqlalchemy import (
    DDL,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    event,
)
from sqlalchemy.schema import ExecutableDDLElement

HEAD = "0002"
KNOWN = ("0001", HEAD)  # the versions that this program can bring to the newest
VERSION = "alembic_version"

metadata = MetaData()

version = Table(VERSION, metadata, Column("version_num", Text, primary_key=True))

snapshots = Table(
    "snapshots",
    metadata,
    Column("period", Text, primary_key=True),
    Column("as_of", Text, nullable=False),
    Column("inputs_sha256", Text, nullable=False),
    Column("issued", Boolean, nullable=False, default=False),
)

snapshot_rows = Table(
    "snapshot_rows",
    metadata,
    Column("period", Text, ForeignKey("snapshots.period", ondelete="CASCADE"), primary_key=True),
    Column("form", Text, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("project", Text, nullable=False),
    Column("town", Text),
    Column("data", Text, nullable=False),
    Index("snapshot_rows_project", "project", "period"),
)

rollups = Table(
    "rollups",
    metadata,
    Column("period", Text, ForeignKey("snapshots.period", ondelete="CASCADE"), primary_key=True),
    Column("scope", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("value", Text),
    Column("unit", Text, nullable=False),
    Index("rollups_name", "name", "scope"),
)

runs = Table(
    "runs",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("period", Text, nullable=False, index=True),
    Column("command", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("run", Text, nullable=False),
    Column("inputs", Text, nullable=False),
    Column("findings", Integer, nullable=False),
    Column("cells", LargeBinary),
)

commits = Table("commits", metadata, Column("token", Text, primary_key=True))

returns = Table(
    "returns",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("period", Text, nullable=False),
    Column("sender", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("faults", Text, nullable=False),
    UniqueConstraint("period", "sender", "sha256"),
)

uses = Table(
    "uses",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("number", Integer, nullable=False, index=True),
    Column("period", Text, nullable=False, index=True),
    Column("remedy", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("sheet", Text),
    Column("cell", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("item", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("basis", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("sender", Text),
    Column("note", Text, nullable=False),
    Column("target", Text, nullable=False),
)

items = Table(
    "items",
    metadata,
    Column("number", Text, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("period", Text, nullable=False, index=True),
    Column("subject", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("matter", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("project", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("town", Text, nullable=False),
    Column("disposal", Text, nullable=False),
    Column("basis", Text, nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("item", Text, ForeignKey("items.number"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("withdrawn", Boolean, nullable=False, default=False),
    Column("step", Text, nullable=False),
    Column("period", Text, nullable=False, index=True),
    Column("as_of", Date, nullable=False),
    Column("day", Date, nullable=False),
    Column("note", Text, nullable=False),
    Column("deadline", Date),
    Column("tier", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("act", Boolean, nullable=False),
)

made = Table(
    "made",
    metadata,
    Column("period", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("draft", Integer, primary_key=True, autoincrement=False),
    Column("document", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("run", Text, nullable=False),
    Column("series", Text, nullable=False),
    Column("context", LargeBinary, nullable=False),
    Column("figures", Text, nullable=False),
)

register = Table(
    "register",
    metadata,
    Column("series", Text, primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
    Column("standing", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("day", Date),
    Column("period", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("draft", Integer, nullable=False),
    Column("path", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("run", Text, nullable=False),
    Column("edited", Text, nullable=False),
    Column("signed", Text, nullable=False),
    Column("signed_sha256", Text, nullable=False),
    Column("preview", Text, nullable=False),
    Column("preview_sha256", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("voided", Date),
    Index("register_document", "period", "name"),
)

series = Table(
    "series",
    metadata,
    Column("series", Text, primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

# What is in the audit stays as it is, whoever speaks to the database.
GUARDS = {
    "sqlite": [
        f"CREATE TRIGGER audit_no_{verb.lower()} BEFORE {verb} ON audit "
        "BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END"
        for verb in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION audit_stands() RETURNS trigger LANGUAGE plpgsql "
        "AS $$ BEGIN RAISE EXCEPTION 'the audit is append-only'; END $$",
        "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_stands()",
    ],
}
for dialect, statements in GUARDS.items():
    for statement in statements:
        guard: ExecutableDDLElement = DDL(statement)  # type: ignore[no-untyped-call]
        event.listen(audit, "after_create", guard.execute_if(dialect=dialect))
