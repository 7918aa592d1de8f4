"""The one release gate: nothing leaves the program that has not passed here.

`release` looks at every part of a view and withholds, for every audience, what belongs to a protected site (street,
postcode, coordinates, phone), numbers of people below the threshold and whatever would reveal them, and, for the
public, internal records and what looks like a person. It replaces, marks and counts; it never echoes.

Exits accept only `Released`, and only this module can build one. What cannot be inspected (bytes, foreign objects) is
refused. The index of what must not leave is `app.protection.Secrets`, read from the store itself.
"""

from dataclasses import dataclass
from typing import Final, Generic, TypeVar, final

from app.errors import GateError
from ontology.iris import Audience

T = TypeVar("T")


class _Seal:
    """Held by this module alone; without it no `Released` can be built."""


_SEAL: Final = _Seal()


@dataclass(frozen=True, slots=True)
class Withheld:
    """How many parts were withheld, and why; the reasons are those of `app.views.Mark`."""

    protected: int = 0
    small_numbers: int = 0
    internal: int = 0
    persons: int = 0

    def __bool__(self) -> bool:
        return bool(self.protected or self.small_numbers or self.internal or self.persons)


@final
class Released(Generic[T]):
    """A view that passed the gate. `value` is what remains of it, `withheld` counts what does not."""

    __slots__ = ("_audience", "_value", "_withheld")

    def __init__(self, seal: _Seal, value: T, audience: Audience, withheld: Withheld) -> None:
        if seal is not _SEAL:
            raise GateError("app/gate.py: only release() builds a Released value. Call release() instead")
        self._value = value
        self._audience = audience
        self._withheld = withheld

    @property
    def value(self) -> T:
        """What may be shown."""
        return self._value

    @property
    def audience(self) -> Audience:
        """For whom it was released."""
        return self._audience

    @property
    def withheld(self) -> Withheld:
        """What is not in it, as counts."""
        return self._withheld
