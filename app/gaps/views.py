"""What the desk of the gap matrix shows beside the matrix itself."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SavedViewView:
    """A view kept under a name: the page it belongs to, and what its address says."""

    id: str
    name: str
    page: str
    choices: tuple[tuple[str, tuple[str, ...]], ...]
    saved_on: datetime
