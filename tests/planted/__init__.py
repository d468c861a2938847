"""Bugs planted into a built database, each a file of SQL: whoever claims to catch bugs must catch these."""

from pathlib import Path

import asyncpg

_FOLDER = Path(__file__).parent
NAMES = tuple(sorted(file.stem for file in _FOLDER.glob("*.sql")))

# Changes one function where it stands, and fails where the text that a bug replaces is no longer there exactly once.
_HELPER = """
CREATE FUNCTION pg_temp.change(function regproc, old text, new text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    definition  text := pg_get_functiondef(function);
    times       int := (length(definition) - length(replace(definition, old, ''))) / length(old);
BEGIN
    IF times <> 1 THEN
        RAISE EXCEPTION 'the planted bug no longer fits % (found % times): %', function, times, old;
    END IF;
    EXECUTE replace(definition, old, new);
END $$;
"""


async def plant(connection: asyncpg.Connection, name: str) -> None:
    """Plant one of NAMES; `connection` is a superuser's. All of it or, if it no longer fits, nothing, with an error."""
    async with connection.transaction():
        await connection.execute("SET LOCAL check_function_bodies = off")  # one change may need the next
        await connection.execute(_HELPER)
        await connection.execute((_FOLDER / f"{name}.sql").read_text(encoding="utf-8"))
        await connection.execute("DROP FUNCTION pg_temp.change")


def shim(name: str) -> None:
    """What a planted bug needs of this process's Python."""
    if name == "pay_in_a_second_transaction":
        from tests.planted import pay_apart

        pay_apart.plant()
