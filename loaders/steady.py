"""Workbooks and text documents without the clock: equal content gives equal bytes, whenever and wherever it is saved."""

import io
import re
import zipfile
from datetime import date
from typing import Final

_PROPERTIES: Final = "docProps/core.xml"
_TIMES: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def steady(data: bytes, day: date) -> bytes:
    """The file with one day on all its parts and in its properties.

    Args:
        data: XLSX, DOCX: any archive of the Office formats.
        day: the day it is of, from 1980 on; for an answer its reference date.
    """
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for info in source.infolist():
            stamped = zipfile.ZipInfo(info.filename, (max(day.year, 1980), day.month, day.day, 0, 0, 0))
            stamped.compress_type = zipfile.ZIP_DEFLATED
            stamped.external_attr = info.external_attr
            part = source.read(info.filename)
            if info.filename == _PROPERTIES:  # where the libraries enter the time of saving
                part = _TIMES.sub(rb"\g<1>" + f"{day.isoformat()}T00:00:00Z".encode(), part)
            target.writestr(stamped, part)
    return made.getvalue()
