"""Tables in and out: CSV in any encoding, XLSX, XLS and ODS.

`read_table` gives a header and rows, whatever the file; `write_csv`, `write_xlsx` and
`write_workbook` are the only writers of the product, so that no cell becomes a formula
by accident.
"""

from filon.files.tables.cells import Cell
from filon.files.tables.reading import read_table
from filon.files.tables.table import MAX_ROWS, NO_HEADER, Table, TableRefused
from filon.files.tables.writing import (
    Figure,
    Sheet,
    write_csv,
    write_workbook,
    write_xlsx,
)

__all__ = (
    "MAX_ROWS",
    "NO_HEADER",
    "Cell",
    "Figure",
    "Sheet",
    "Table",
    "TableRefused",
    "read_table",
    "write_csv",
    "write_workbook",
    "write_xlsx",
)
