"""Profiles of records and concepts, and finding them; part of the facade `app.service`.

```python
service.profiles.profile("angebot", "A-101", asked).value      # one printable page about one offer
service.profiles.entries(asked)                                # everything that can be found, for an index
service.profiles.find("Schuldenberatung", asked).value.groups  # hits by kind
```
"""

from typing import TypeVar

from app.asked import Asked
from app.gate import Released
from app.gated import Gated, gated
from app.profiles import profiling
from app.profiles.views import ProfileView
from app.search import entries as search_entries
from app.search.index import Index
from app.search.views import SearchEntry, SearchResult

T = TypeVar("T")


class ProfileDesk(Gated):
    """Profiles and search. `asked` says for whom, as of when, on which version."""

    @gated
    def profile(self, art: str, key: str, asked: Asked) -> Released[ProfileView | None]:
        """The profile at an address; None if there is none for this audience at this version.

        Args:
            art: kind, as it stands in addresses: a sheet, or a list of the vocabulary.
            key: of the record, or notation of the concept.
            asked: for whom, as of when, on which version.
        """
        return self._shown(profiling.profile(self._town, art, key, asked), asked)

    @gated
    def entries(self, asked: Asked) -> Released[tuple[SearchEntry, ...]]:
        """Everything that can be found. It depends on audience, version and language alone: worth remembering."""
        return self._shown(tuple(search_entries.entries(self._town, asked)), asked)

    @gated
    def find(
        self, words: str, asked: Asked, kind: str = "", most: int | None = None
    ) -> Released[SearchResult]:
        """What has all the words, by kind; an index is made for this one search."""
        index = Index(self.entries(asked).value, search_entries.kinds(asked.lang))
        return self._shown(index.found(words, kind, most), asked)

    def _shown(self, view: T, asked: Asked) -> Released[T]:
        return self._released(view, asked.audience, asked.lang, self._town.snapshot(asked.version))
