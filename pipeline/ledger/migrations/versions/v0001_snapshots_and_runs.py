"""Snapshots, runs, returns and the uses of 更正, 放行 and 清单变动: what ledgers held before versions were counted.

Whatever of it is there already stays as it is."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    tables = sa.MetaData()
    _snapshots(tables)
    _runs(tables)
    _audit(tables)
    tables.create_all(op.get_bind())


def _snapshots(tables: sa.MetaData) -> None:
    sa.Table(
        "snapshots",
        tables,
        sa.Column("period", sa.String(8), primary_key=True),
        sa.Column("as_of", sa.String(10), nullable=False),
        sa.Column("inputs_sha256", sa.String(64), nullable=False),
        sa.Column("issued", sa.Boolean, nullable=False),
    )
    sa.Table(
        "snapshot_rows",
        tables,
        sa.Column("period", sa.String(8), sa.ForeignKey("snapshots.period", ondelete="CASCADE"), primary_key=True),
        sa.Column("form", sa.String(32), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("project", sa.String(400), nullable=False),
        sa.Column("town", sa.String(100)),
        sa.Column("data", sa.Text, nullable=False),
        sa.Index("snapshot_rows_project", "project", "period"),
    )


def _runs(tables: sa.MetaData) -> None:
    sa.Table(
        "runs",
        tables,
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("period", sa.String(8), nullable=False, index=True),
        sa.Column("command", sa.String(32), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("run", sa.String(80), nullable=False),
        sa.Column("inputs", sa.Text, nullable=False),
        sa.Column("findings", sa.Integer, nullable=False),
        sa.Column("cells", sa.LargeBinary),
    )
    sa.Table(
        "returns",
        tables,
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("period", sa.String(8), nullable=False),
        sa.Column("sender", sa.String(100), nullable=False),
        sa.Column("file", sa.String(400), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("faults", sa.Text, nullable=False),
        sa.UniqueConstraint("period", "sender", "sha256"),
    )


def _audit(tables: sa.MetaData) -> None:
    texts = ("subject", "item", "before", "after", "reason", "basis", "person")
    sa.Table(
        "audit",
        tables,
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("number", sa.Integer, nullable=False, index=True),
        sa.Column("period", sa.String(8), nullable=False, index=True),
        sa.Column("remedy", sa.String(8), nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("sheet", sa.Text),
        sa.Column("cell", sa.String(16), nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in texts),
        sa.Column("sender", sa.Text),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("target", sa.Text, nullable=False),
    )
