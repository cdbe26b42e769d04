"""What is encoded for COPY arrives in the table as it was."""

from __future__ import annotations

import numpy as np
import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from geo.exchange.columns import Column
from geo.exchange.copying import HEADER, TRAILER, bigints, encode

TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
ROWS = st.lists(
    st.tuples(
        st.integers(min_value=-(2**63), max_value=2**63 - 1),
        st.none() | TEXTS,
        st.none() | st.binary(),
    )
)


@pytest.mark.django_db
@given(ROWS)
def test_what_is_copied_is_what_was_given(rows) -> None:
    numbers = [number for number, _text, _blob in rows]
    texts = [text for _number, text, _blob in rows]
    blobs = [blob for _number, _text, blob in rows]
    encoded = encode(
        [
            bigints(np.array(numbers, dtype=np.int64)),
            Column.of_texts(texts),
            Column.of_bytes(blobs),
        ]
    )
    # Undone each time: a table that was dropped keeps its lock until the end.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE copied (place serial, n bigint, t text, b bytea)")
        with cursor.copy("COPY copied (n, t, b) FROM STDIN (FORMAT binary)") as sink:
            sink.write(HEADER + encoded + TRAILER)
        cursor.execute("SELECT n, t, b FROM copied ORDER BY place")
        found = [(n, t, None if b is None else bytes(b)) for n, t, b in cursor.fetchall()]
        transaction.set_rollback(True)
    assert found == rows


@given(st.lists(st.none() | st.binary(max_size=20)))
def test_a_column_gives_back_its_values(values) -> None:
    column = Column.of_bytes(values)

    assert column.values() == values
    assert column.take(np.arange(len(values))[::-1]).values() == values[::-1]


@given(st.binary())
def test_any_bytes_become_text_the_database_takes(value) -> None:
    clean, recoded = Column.of_bytes([value]).readable()

    (text,) = clean.texts()
    assert text is not None and "\0" not in text
    assert recoded == 0 or value.decode(errors="replace") != value.decode(errors="ignore")
