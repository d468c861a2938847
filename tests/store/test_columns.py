import struct
from itertools import pairwise
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from amana.model.scope import Audience, Scope
from amana.store.columns import Columns
from tests.lab import Lab

FIELDS = {"id": "S16", "number": "i4", "klass": "i2"}
HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
rows = st.lists(
    st.tuples(st.binary(min_size=16, max_size=16), st.integers(-(2**31), 2**31 - 1), st.integers(-(2**15), 2**15 - 1)), max_size=6
)


def copied(content: list[tuple[bytes, int, int]]) -> bytes:
    return HEADER + b"".join(struct.pack(">hi16siiih", 3, 16, one[0], 4, one[1], 2, one[2]) for one in content) + b"\xff\xff"


@given(rows, st.lists(st.integers(0, 250), max_size=4))
async def test_wherever_the_pieces_are_cut_the_rows_are_the_same(content: list[tuple[bytes, int, int]], cuts: list[int]) -> None:
    stream = copied(content)
    columns = Columns(FIELDS)
    begins = [0, *sorted(cuts), len(stream)]
    for begin, end in pairwise(begins):
        await columns.take(stream[begin:end])
    taken = columns.rows()
    assert [(one.tobytes()[:16], int(one["number"]), int(one["klass"])) for one in taken] == content


async def test_what_was_cut_short_is_no_result() -> None:
    columns = Columns(FIELDS)
    await columns.take(copied([(bytes(16), 1, 2)])[:-3])
    with pytest.raises(ValueError, match="cut short"):
        columns.rows()


async def test_rows_of_the_database_as_columns(lab: Lab) -> None:
    async with lab.context.db.snapshot(Scope(Audience.ENGINE, lab.workspace_id)) as tx:
        # Many pieces, ids that end in zeros, a parameter.
        sql = "SELECT (lpad(to_hex(n), 8, '0') || repeat('0', 24))::uuid, n, (n % $1::int)::smallint FROM generate_series(1, 100000) n"
        taken = await tx.columns(FIELDS, sql, 7)
        assert taken["number"].tolist() == list(range(1, 100_001))
        assert (taken["klass"] == taken["number"] % 7).all()
        assert taken[255].tobytes()[:16] == UUID("00000100-0000-0000-0000-000000000000").bytes
        halved = await tx.columns(FIELDS, sql, 7, each=lambda rows: rows[rows["number"] % 2 == 0])
        assert halved["number"].tolist() == list(range(2, 100_001, 2))
        nobody = await tx.columns(FIELDS, sql + " WHERE n < 0", 7)
        assert nobody.shape == (0,)
        assert nobody["number"].dtype == np.int32


@pytest.mark.parametrize(
    "sql", ["SELECT NULL::uuid, 1, 1::smallint", "SELECT gen_random_uuid(), 1, 1", "SELECT gen_random_uuid()"]
)
async def test_a_null_or_another_width_is_refused(lab: Lab, sql: str) -> None:
    with pytest.raises(ValueError, match="without a null"):
        async with lab.context.db.snapshot(Scope(Audience.ENGINE, lab.workspace_id)) as tx:
            await tx.columns(FIELDS, sql + " FROM generate_series(1, 100)")
