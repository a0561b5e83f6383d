"""Opening the catalog: made, or migrated to the schema this Samklang knows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError, OperationalError

from corpus.catalog.catalog import Catalog
from corpus.errors import SamklangError

HEAD = "0006"
_MIGRATIONS = Path(__file__).parent / "migrations"
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=10000",
    # what is erased is overwritten, not only let go of
    "secure_delete=ON",
)


def open_catalog(folder: Path) -> Catalog:
    """The catalog of a data folder, created or migrated as needed.

    Raises:
        SamklangError: the database is damaged or was written by a newer Samklang. The catalog's
            own calls raise it too, when the disk is full or the database is locked.
    """
    engine = create_engine(f"sqlite:///{folder / 'catalog.sqlite'}")
    event.listen(engine, "connect", _set_pragmas)
    try:
        _migrate(engine)
    except DBAPIError as error:
        raise SamklangError(
            f"the catalog {folder / 'catalog.sqlite'} cannot be opened ({error.orig}); "
            "restore it from a backup, or move the data folder away and ingest again"
        ) from error
    event.listen(engine, "handle_error", _translate)
    return Catalog(engine)


def _translate(context: ExceptionContext) -> None:
    """What the operating system did to the database, as our error."""
    if isinstance(context.sqlalchemy_exception, OperationalError):
        raise SamklangError(
            f"the catalog {context.engine.url.database if context.engine else ''} could not be "
            f"read or written ({context.original_exception}); free space on its disk, end other "
            "programs that use it, and try again"
        ) from context.original_exception


def _set_pragmas(connection: Any, record: object) -> None:  # noqa: ANN401  (a DBAPI connection)
    del record
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _migrate(engine: Engine) -> None:
    """Bring the database to ``HEAD``; alembic is imported only when there is something to do."""
    with engine.connect() as db:
        tables = set(db.exec_driver_sql("SELECT name FROM sqlite_master").scalars())
        revision = None
        if "alembic_version" in tables:
            revision = db.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if revision == HEAD:
        return
    if revision is not None and revision > HEAD:
        raise SamklangError(
            f"the catalog was written by a newer Samklang (schema {revision}, this one knows "
            f"{HEAD}); install that version"
        )
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with engine.begin() as db:
        # sqlite3 opens no transaction for DDL by itself, and half a schema could never be opened
        db.exec_driver_sql("BEGIN IMMEDIATE")
        config.attributes["connection"] = db
        command.upgrade(config, "head")
