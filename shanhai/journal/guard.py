"""Triggers in the database that refuse to change or delete a journal entry, whoever asks.

Code that forgets, a console, a careless repair: the database itself says no. Who drops the trigger first
is found by the chain. The guard is put up after every migrate, since SQLite loses a table's triggers
when a migration rebuilds the table.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

_SENTENCE = "日志只能追加，不能修改或删除"

_SQLITE = (
    *(
        f"CREATE TRIGGER IF NOT EXISTS journal_entry_no_{verb.lower()} BEFORE {verb} ON journal_entry "
        f"BEGIN SELECT RAISE(ABORT, '{_SENTENCE}'); END"
        for verb in ("UPDATE", "DELETE")
    ),
    # REPLACE deletes the row in its way without asking the trigger on deletes.
    "CREATE TRIGGER IF NOT EXISTS journal_entry_no_replace BEFORE INSERT ON journal_entry "  # noqa: S608
    "WHEN EXISTS (SELECT 1 FROM journal_entry WHERE sequence = NEW.sequence) BEGIN "
    f"SELECT RAISE(ABORT, '{_SENTENCE}'); END",
)
_POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION journal_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{_SENTENCE}'; END $$",
    "DROP TRIGGER IF EXISTS journal_entry_no_change ON journal_entry",
    "CREATE TRIGGER journal_entry_no_change BEFORE UPDATE OR DELETE ON journal_entry "
    "FOR EACH ROW EXECUTE FUNCTION journal_entry_refuse()",
    "DROP TRIGGER IF EXISTS journal_entry_no_truncate ON journal_entry",
    "CREATE TRIGGER journal_entry_no_truncate BEFORE TRUNCATE ON journal_entry "
    "FOR EACH STATEMENT EXECUTE FUNCTION journal_entry_refuse()",
)
_DOWN = {
    "sqlite": tuple(
        f"DROP TRIGGER IF EXISTS journal_entry_no_{verb}"
        for verb in ("update", "delete", "replace")
    ),
    "postgresql": (
        "DROP TRIGGER IF EXISTS journal_entry_no_change ON journal_entry",
        "DROP TRIGGER IF EXISTS journal_entry_no_truncate ON journal_entry",
    ),
}
_UP = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}
_COUNT = {
    "sqlite": "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'journal_entry'",
    "postgresql": "SELECT count(*) FROM pg_trigger WHERE tgrelid = 'journal_entry'::regclass "
    "AND NOT tgisinternal AND tgenabled <> 'D'",
}
_EXPECTED_COUNT = {"sqlite": 3, "postgresql": 2}


def put_up(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers up where they are missing."""
    _run(connection, _UP[connection.vendor])


def take_down(connection: BaseDatabaseWrapper) -> None:
    """Remove the triggers: for a throwaway database whose tables are emptied."""
    _run(connection, _DOWN[connection.vendor])


def is_up(connection: BaseDatabaseWrapper) -> bool:
    """Whether all triggers stand and are switched on."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT[connection.vendor])
        return bool(cursor.fetchone()[0] == _EXPECTED_COUNT[connection.vendor])


def _run(connection: BaseDatabaseWrapper, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
