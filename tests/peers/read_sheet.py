"""Reads an XLSX from standard input: rows of [value, type, kept as text when edited], as JSON."""

import io
import json
import sys

from openpyxl import load_workbook

sheet = load_workbook(io.BytesIO(sys.stdin.buffer.read())).worksheets[0]
rows = [[[cell.value, cell.data_type, bool(cell.quotePrefix)] for cell in row] for row in sheet.iter_rows()]
json.dump(rows, sys.stdout)
