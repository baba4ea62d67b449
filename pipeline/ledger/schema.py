"""The ledger's tables, for any database that SQLAlchemy Core speaks to."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

snapshots = Table(
    "snapshots",
    metadata,
    Column("period", String(8), primary_key=True),
    Column("as_of", String(10), nullable=False),
    Column("inputs_sha256", String(64), nullable=False),
    Column("issued", Boolean, nullable=False, default=False),
)

snapshot_rows = Table(
    "snapshot_rows",
    metadata,
    Column("period", String(8), ForeignKey("snapshots.period", ondelete="CASCADE"), primary_key=True),
    Column("form", String(32), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("project", String(400), nullable=False),
    Column("town", String(100)),
    Column("data", Text, nullable=False),
    Index("snapshot_rows_project", "project", "period"),
)

runs = Table(
    "runs",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("period", String(8), nullable=False, index=True),
    Column("command", String(32), nullable=False),
    Column("status", String(16), nullable=False),
    Column("run", String(80), nullable=False),
    Column("inputs", Text, nullable=False),
    Column("findings", Integer, nullable=False),
    Column("cells", LargeBinary),
)

returns = Table(
    "returns",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("period", String(8), nullable=False),
    Column("sender", String(100), nullable=False),
    Column("file", String(400), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("faults", Text, nullable=False),
    UniqueConstraint("period", "sender", "sha256"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("number", Integer, nullable=False, index=True),
    Column("period", String(8), nullable=False, index=True),
    Column("remedy", String(8), nullable=False),
    Column("file", Text, nullable=False),
    Column("sheet", Text),
    Column("cell", String(16), nullable=False),
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
