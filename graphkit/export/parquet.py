"""Parquet for pandas, Polars, DuckDB and R: a row a mention, written in lots so that memory stays small."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from graphkit.errors import UsageError
from graphkit.export.files import made
from graphkit.export.rows import COLUMNS, rows
from graphkit.store.reading import Graph

# Rows in memory at once, and in a row group: enough for columns to compress well.
_LOT = 20_000


def write(store: Graph, path: Path) -> None:
    """Write all mentions as one Parquet file.

    Raises:
        UsageError: PyArrow is not installed.
        ExportError: The file cannot be written.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        hint = "pip install 'graphkit[parquet]'"
        raise UsageError("writing Parquet needs PyArrow, which is not installed", hint=hint) from error
    kinds = {str: pyarrow.string(), float: pyarrow.float64(), bool: pyarrow.bool_(), int: pyarrow.int32()}
    schema = pyarrow.schema([(name, kinds[kind]) for name, kind in COLUMNS.items()])
    with made(path) as partial, parquet.ParquetWriter(partial, schema, compression="zstd") as writer:
        for lot in _lots(store):
            writer.write_table(pyarrow.Table.from_pylist(lot, schema=schema))


def _lots(store: Graph) -> Iterator[list[dict[str, object]]]:
    found = rows(store)
    while lot := list(islice(found, _LOT)):
        yield lot
