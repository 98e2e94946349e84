from __future__ import annotations

from storage.digests import ENTRY_LABEL, FACTS_LABEL, RawText, Value, row_digest


def test_no_two_rows_share_an_encoding() -> None:
    rows: list[tuple[Value, ...]] = [
        *[(), (None,), ("",), (b"",), (0,), ("0",), (b"0",), (None, None), ("", ""), ("ab", "c"), ("a", "bc")],
        *[
            (1, 2),
            (12,),
            ("N",),
            (0.0,),
            ("T\0",),
            ("a\0", "b"),
            ("a", "\0b"),
            (RawText(b"x"),),
            (b"x",),
            (-1,),
            ("-1",),
        ],
    ]
    digests = [row_digest(ENTRY_LABEL, row) for row in rows]
    assert len(set(digests)) == len(rows)
    assert row_digest(ENTRY_LABEL, ("x",)) == row_digest(ENTRY_LABEL, (RawText(b"x"),))
    assert row_digest(ENTRY_LABEL, ("x",)) != row_digest(FACTS_LABEL, ("x",))
