"""A legal reference, taken apart."""

from dataclasses import dataclass, field

_PLURAL = {"§": "§§", "Art.": "Art."}


@dataclass(frozen=True, slots=True)
class LegalReference:
    """One cited norm, e.g. § 16a Abs. 1 SGB II.

    `law` is the register's abbreviation, or as written if the register has none, or None if no law was named.
    `number` is the number of the paragraph or article (`16a`), None when only a law was named. `through` ends a
    range (`§§ 16a bis 16c`), `following` stands for "ff.". `raw` is the piece of text it was read from.
    """

    law: str | None
    number: str | None
    sign: str = "§"
    through: str | None = None
    following: bool = False
    absatz: str | None = None
    satz: str | None = None
    nummer: str | None = None
    raw: str = field(default="", compare=False)

    @property
    def several(self) -> bool:
        """Whether more than one provision is cited."""
        return self.following or self.through is not None

    def __str__(self) -> str:
        """The citation as a lawyer writes it: `§ 16a Abs. 1 SGB II`, `§§ 67 ff. SGB XII`, `Art. 28 GG`."""
        if self.number is None:
            return self.law or ""
        words = [_PLURAL[self.sign] if self.several else self.sign, self.number]
        if self.through is not None:
            words += ["bis", self.through]
        if self.following:
            words.append("ff.")
        for word, value in (("Abs.", self.absatz), ("Satz", self.satz), ("Nr.", self.nummer)):
            if value is not None:
                words += [word, value]
        return " ".join([*words, self.law] if self.law else words)
