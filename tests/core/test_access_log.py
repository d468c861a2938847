from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from amana.core.access_log import LogRow, commitment

texts = st.text(max_size=20)
rows = st.builds(
    LogRow,
    seq=st.just(1),
    at=st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    kind=texts,
    actor=texts,
    project_id=st.none() | st.uuids(),
    task_id=st.none() | st.uuids(),
    assignment_id=st.none() | st.uuids(),
    detail=texts,
    salt=st.binary(min_size=32, max_size=32),
    commitment=st.just(b""),
)
WORKSPACE = UUID(int=7)


@given(rows, rows)
def test_two_rows_share_a_commitment_only_if_they_are_equal(one: LogRow, other: LogRow) -> None:
    assert (commitment(WORKSPACE, one) == commitment(WORKSPACE, other)) == (one == other)


@given(rows)
def test_text_can_not_move_between_fields(row: LogRow) -> None:
    moved = LogRow(
        row.seq, row.at, row.kind + "x", row.actor, row.project_id, row.task_id, row.assignment_id, row.detail, row.salt, b""
    )
    other = LogRow(
        row.seq, row.at, row.kind, "x" + row.actor, row.project_id, row.task_id, row.assignment_id, row.detail, row.salt, b""
    )
    assert commitment(WORKSPACE, moved) != commitment(WORKSPACE, other)
