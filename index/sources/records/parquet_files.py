"""Parquet files, as data sets are shared: a row is a record, read in batches by pyarrow.

pyarrow is an extra (168 MB): `pip install pyarrow`.
"""

import datetime
import decimal
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import InputUnusable
from index.sources.raw import NamedValues

if TYPE_CHECKING:
    import pyarrow

_MAGIC = b"PAR1"
# Rows read at a time: at the 2019 archive's 1.5 kB a text, less than a megabyte.
_BATCH = 500


def recognise_parquet(head: bytes) -> bool:
    """Whether the beginning of a file is that of a Parquet file."""
    return head.startswith(_MAGIC)


def read_parquet(path: Path) -> Iterator[NamedValues]:
    """The rows in their order, without columns that hold no text (pictures, vectors).

    Moments without a zone become days, as their zone is unknown. Raises InputUnusable if pyarrow
    is not installed, or cannot read the file.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise InputUnusable(
            "Parquet files need pyarrow, which is not installed: pip install pyarrow"
        ) from None
    try:
        with parquet.ParquetFile(path) as file:
            columns = [field.name for field in file.schema_arrow if _is_readable(field.type)]
            number = 0
            for batch in file.iter_batches(_BATCH, columns=columns):
                for values in _rows(batch):
                    number += 1
                    yield NamedValues(place=f"row {number}", values=values)
    except (pyarrow.ArrowException, UnicodeDecodeError) as error:
        raise InputUnusable(f"the Parquet file cannot be read ({error})") from None
    if not number:
        raise InputUnusable("a Parquet file without rows")


def _is_readable(kind: "pyarrow.DataType") -> bool:
    """Whether a column may hold something of an article: no pictures, vectors, numbers in lists."""
    from pyarrow import types

    if types.is_dictionary(kind):
        return _is_readable(kind.value_type)
    if types.is_struct(kind):
        return any(_is_readable(field.type) for field in kind)
    if types.is_list(kind) or types.is_large_list(kind):
        return not types.is_primitive(kind.value_type) and _is_readable(kind.value_type)
    return not (types.is_nested(kind) or types.is_fixed_size_binary(kind))


def _rows(batch: "pyarrow.RecordBatch") -> Iterator[Mapping[str, object]]:
    columns = {
        name: _values(column)
        for name, column in zip(batch.schema.names, batch.columns, strict=True)
    }
    for at in range(batch.num_rows):
        yield {name: values[at] for name, values in columns.items()}


def _values(column: "pyarrow.Array") -> list[object]:
    from pyarrow import types

    if types.is_timestamp(column.type):
        # Python has no nanoseconds.
        import pyarrow

        column = column.cast(pyarrow.timestamp("us", column.type.tz), safe=False)
    return [_value(value) for value in column.to_pylist()]


def _value(value: object) -> object:
    """A value as JSON would have it; bytes that are no text are left out."""
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return None
    if isinstance(value, decimal.Decimal):
        return str(value)
    if isinstance(value, dict):
        return {name: _value(inner) for name, inner in value.items()}
    return [_value(inner) for inner in value] if isinstance(value, list) else value
