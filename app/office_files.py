"""Workbooks and Word files as bytes: the same content of the same day is the same file, whenever it is made."""

import io
from datetime import date
from typing import Protocol

from loaders import steady


class Saved(Protocol):
    """A workbook of openpyxl, a document of python-docx."""

    def save(self, to: io.BytesIO, /) -> None:
        """Write it as a file."""


def saved(file: Saved, day: date) -> bytes:
    """The file as bytes, dated with the day its content is of."""
    out = io.BytesIO()
    file.save(out)
    return steady(out.getvalue(), day)
