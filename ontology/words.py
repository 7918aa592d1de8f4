"""Words in German and English that a module says, read from the file `words.toml` of its package.

```toml
[standing]                                     # the module app/processes/standing.py
state.done = { de = "erledigt", en = "done" }  # a text: nothing but `de` and `en`
lead.de = "{steps}: {done} erledigt."          # a long one on two lines
lead.en = "{steps}: {done} done."
left = { de = "{n} {n|Zeile wartet|Zeilen warten}", en = "{n} {n|row waits|rows wait}" }  # the form that fits the number
```

A module asks for its own table with `words_of(__name__)`. A test holds the two languages of every text against each
other, and the texts against the keys the modules use. Names of terms are not here: they are labels in the vocabulary.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from ontology.errors import VocabularyError

FILE: Final = "words.toml"
LANGUAGES: Final = ("de", "en")
FORMS: Final = re.compile(r"\{(\w+)\|([^{|}]*)\|([^{|}]*)\}")
"""A place for one of two forms of a word, by a number."""

Text = Mapping[str, str]
"""Language → text."""


@dataclass(frozen=True, slots=True)
class WordTable:
    """The texts of one module; `table` is its name within the package."""

    package: str
    table: str

    def __call__(self, key: str, lang: str, /, **values: object) -> str:
        """A text with its `{places}` filled; German in any language but English.

        A value that has a text per language, like the label of a column, is written in that language.

        Raises:
            VocabularyError: there is no such text.
        """
        lang = "en" if lang == "en" else "de"
        text = self._text(key)[lang]
        filled = {name: v[lang] if isinstance(v, Mapping) else v for name, v in values.items()}
        return inflected(text, values).format(**filled) if filled else text

    def both(self, key: str, /, **values: object) -> dict[str, str]:
        """The text in both languages, by language, e.g. for a finding."""
        return {lang: self(key, lang, **values) for lang in LANGUAGES}

    def counted(self, key: str, number: int, lang: str, /, **values: object) -> str:
        """`key.one` or `key.many`, whichever fits the number, which fills `{n}` unless it is given written out."""
        return self(f"{key}.{'one' if number == 1 else 'many'}", lang, **{"n": number, **values})

    def below(self, prefix: str, lang: str) -> dict[str, str]:
        """The texts whose keys begin with `prefix.`, by the rest of the key, in the order of the file."""
        start = f"{prefix}."
        return {
            key.removeprefix(start): self(key, lang)
            for key in _tables(self.package)[self.table]
            if key.startswith(start)
        }

    def _text(self, key: str) -> Text:
        try:
            return _tables(self.package)[self.table][key]
        except KeyError:
            raise VocabularyError(f"{self.package}/{FILE}: there is no text '{self.table}.{key}'") from None


def inflected(text: str, values: Mapping[str, object]) -> str:
    """The text with every `{name|one|many}` decided by the number called so: `{n} {n|Zelle wird|Zellen werden} dünn`.

    The number may be written out already; 1 is written 1 in every language.

    Raises:
        VocabularyError: there is no such number.
    """

    def form(match: re.Match[str]) -> str:
        name, one, many = match.groups()
        if name not in values:
            raise VocabularyError(
                f"words: '{match.group()}' needs the number '{name}'; got {', '.join(values)}"
            )
        return one if str(values[name]) == "1" else many

    return FORMS.sub(form, text)


def words_of(module: str) -> WordTable:
    """The texts of a module, given as its `__name__`; read when the first of them is wanted."""
    package, _, table = module.rpartition(".")
    return WordTable(package, table)


@cache
def _tables(package: str) -> dict[str, dict[str, Text]]:
    """Module → key → text."""
    tree = tomllib.loads(files(package).joinpath(FILE).read_text("utf-8"))
    return {module: dict(_texts(table, f"{package}/{FILE}: {module}")) for module, table in tree.items()}


def _texts(tree: dict[str, Any], place: str, prefix: str = "") -> Iterator[tuple[str, Text]]:
    for key, value in tree.items():
        if not isinstance(value, dict):
            raise VocabularyError(f"{place}.{prefix}{key} is no text; expected de and en below it")
        if any(isinstance(inner, str) for inner in value.values()):
            if set(value) != set(LANGUAGES):
                raise VocabularyError(f"{place}.{prefix}{key} has {', '.join(value)}; expected de and en")
            yield f"{prefix}{key}", value
        else:
            yield from _texts(value, place, f"{prefix}{key}.")
