"""Alembic asks for a connection; the one that the ledger holds open is given."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()
