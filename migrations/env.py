"""How Alembic reaches the database: through the connection app/store/migrate.py hands over."""

from alembic import context

from app.store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection.dialect.name == "sqlite",  # SQLite cannot alter a column in place
    transaction_per_migration=True,  # what one has changed is not held until the last is done
)
with context.begin_transaction():
    context.run_migrations()
