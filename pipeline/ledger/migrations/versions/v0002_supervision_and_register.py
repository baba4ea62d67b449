"""督办事项, drafts and the register of numbers, figures for trends, and an audit that is chained by hashes; the
former ``audit`` is the table ``uses``, and texts have no longest length."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

SHORT = {
    "snapshots": ("period", "as_of", "inputs_sha256"),
    "snapshot_rows": ("period", "form", "project", "town"),
    "runs": ("period", "command", "status", "run"),
    "returns": ("period", "sender", "file", "sha256"),
    "uses": ("period", "remedy", "cell"),
    "alembic_version": ("version_num",),
}
GUARDS = {
    "sqlite": [
        f"CREATE TRIGGER audit_no_{verb.lower()} BEFORE {verb} ON audit "
        "BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END"
        for verb in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        "CREATE FUNCTION audit_stands() RETURNS trigger LANGUAGE plpgsql "
        "AS $$ BEGIN RAISE EXCEPTION 'the audit is append-only'; END $$",
        "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_stands()",
    ],
}


def upgrade() -> None:
    _rename()
    if op.get_bind().dialect.name == "postgresql":
        for table, column in ((table, column) for table, columns in SHORT.items() for column in columns):
            op.alter_column(table, column, type_=sa.Text)
    _trends()
    _supervision()
    _documents()
    _audit()


def _rename() -> None:
    for column in ("number", "period"):
        op.drop_index(f"ix_audit_{column}", "audit")
    op.rename_table("audit", "uses")
    for column in ("number", "period"):
        op.create_index(f"ix_uses_{column}", "uses", [column])


def _trends() -> None:
    op.create_table("commits", _key("token"))
    op.create_table(
        "rollups",
        sa.Column("period", sa.Text, sa.ForeignKey("snapshots.period", ondelete="CASCADE"), primary_key=True),
        _key("scope"),
        _key("name"),
        sa.Column("value", sa.Text),
        *_texts("unit"),
    )
    op.create_index("rollups_name", "rollups", ["name", "scope"])


def _supervision() -> None:
    op.create_table(
        "items",
        _key("number"),
        sa.Column("key", sa.Text, nullable=False, unique=True),
        *_texts("period", "subject", "source", "rule", "matter", "unit", "project", "name", "town"),
        *_texts("disposal", "basis"),
    )
    op.create_index("ix_items_period", "items", ["period"])
    op.create_table(
        "events",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("item", sa.Text, sa.ForeignKey("items.number"), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("withdrawn", sa.Boolean, nullable=False),
        *_texts("step", "period"),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        *_texts("note"),
        sa.Column("deadline", sa.Date),
        *_texts("tier", "place"),
        sa.Column("act", sa.Boolean, nullable=False),
    )
    for column in ("item", "period"):
        op.create_index(f"ix_events_{column}", "events", [column])


def _documents() -> None:
    op.create_table(
        "made",
        _key("period"),
        _key("name"),
        _key("draft", sa.Integer),
        *_texts("document", "title", "path", "sha256", "run", "series"),
        sa.Column("context", sa.LargeBinary, nullable=False),
        sa.Column("figures", sa.Text, nullable=False),
    )
    numbers: Mapping[str, Any] = {"series": sa.Text, "year": sa.Integer, "number": sa.Integer}
    op.create_table(
        "register",
        *(_key(name, kind) for name, kind in numbers.items()),
        *_texts("text", "standing", "title"),
        sa.Column("day", sa.Date),
        *_texts("period", "name"),
        sa.Column("draft", sa.Integer, nullable=False),
        *_texts("path", "sha256", "run", "edited", "signed", "signed_sha256", "preview", "preview_sha256", "reason"),
        sa.Column("voided", sa.Date),
    )
    op.create_index("register_document", "register", ["period", "name"])
    last = sa.Column("last", sa.Integer, nullable=False)
    op.create_table("series", _key("series"), _key("year", sa.Integer), last)


def _audit() -> None:
    op.create_table("audit", _key("n", sa.Integer), *_texts("kind", "payload", "previous", "hash"))
    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)


def _key(name: str, kind: Any = sa.Text) -> sa.Column[Any]:
    return sa.Column(name, kind, primary_key=True, autoincrement=False)


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]
