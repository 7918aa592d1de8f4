"""What the release gate withheld: counts, and one sentence about them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Withheld:
    """How many parts were withheld, and why; the reasons are those of `app.views.Mark`."""

    protected: int = 0
    small_numbers: int = 0
    internal: int = 0
    persons: int = 0

    def __bool__(self) -> bool:
        return bool(self.protected or self.small_numbers or self.internal or self.persons)


def in_words(withheld: Withheld, lang: str) -> str:
    """What was withheld, in one sentence; empty if nothing was."""
    words = {
        "de": (
            (withheld.protected, "{n} Angaben zu geschützten Standorten"),
            (withheld.small_numbers, "{n} zu kleine Personenzahlen (oder Summen, aus denen sie folgen)"),
            (withheld.internal, "{n} interne Angaben"),
            (withheld.persons, "{n} Angaben, die wie Personen aussehen"),
        ),
        "en": (
            (withheld.protected, "{n} details of protected sites"),
            (withheld.small_numbers, "{n} numbers of people too small to show (or totals revealing them)"),
            (withheld.internal, "{n} internal details"),
            (withheld.persons, "{n} details that look like persons"),
        ),
    }[lang]
    parts = [text.format(n=count) for count, text in words if count]
    return ("Zurückgehalten: " if lang == "de" else "Withheld: ") + "; ".join(parts) + "." if parts else ""
