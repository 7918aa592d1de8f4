"""Legal forms in names of bodies: `e.V.`, `e. V.` and `eingetragener Verein` are one form, `gGmbH` is another.

Two bodies of different legal form are two bodies, however alike their names are: an association and the company it
founded share name, address and telephone.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from loaders.word_parts import visible


class LegalForm(StrEnum):
    """The legal forms that bodies of social work have; the value is the usual short form."""

    EV = "e. V."
    GGMBH = "gGmbH"
    GMBH_CO_KG = "GmbH & Co. KG"
    GMBH = "GmbH"
    GUG = "gUG"
    UG = "UG"
    GAG = "gAG"
    AG = "AG"
    EG = "eG"
    GBR = "GbR"
    OHG = "OHG"
    KG = "KG"
    EK = "e. K."
    KDOER = "KdöR"
    AOER = "AöR"
    STIFTUNG = "Stiftung"


@dataclass(frozen=True, slots=True)
class FormedName:
    """A name and the legal forms in it. `stem`: the name without them, as written."""

    stem: str
    forms: frozenset[LegalForm]


_LIMITED = r"G\.?\s?m\.?\s?b\.?\s?H\b\.?|Gesellschaft\s+mit\s+beschr(?:ä|ae)nkter\s+Haftung|Gesellschaft\s+m\.?\s?b\.?\s?H\b\.?"
_PUBLIC = r"(?:des\s+|d\.\s*)?(?:ö|oe)(?:ffentlichen|ffentl\.|\.)\s*R(?:echts?|\.)"
# In the order of trying: what contains another form comes before it. Where case tells forms from words ("eV" from
# "Ev."), it is asked for with (?-i:…).
_FORMS = tuple(
    (form, re.compile(rf"(?<![\w])(?:{pattern})(?![\w])", re.IGNORECASE))
    for form, pattern in (
        (LegalForm.GMBH_CO_KG, rf"(?:{_LIMITED})\s*(?:&|\+|und|u\.)\s*Co\.?\s*(?:KG|OHG)?"),
        (
            LegalForm.GGMBH,
            rf"g\.?\s?GmbH\.?|gem(?:einn(?:ü|ue)tzige|einn\.|\.)\s+(?:{_LIMITED})|(?:{_LIMITED})\s*\(gemeinn(?:ü|ue)tzig\)",
        ),
        (LegalForm.GUG, r"gUG(?:\s*\(haftungsbeschr(?:ä|ae)nkt\))?"),
        (
            LegalForm.UG,
            r"(?-i:UG)(?:\s*\(haftungsbeschr(?:ä|ae)nkt\))?|Unternehmergesellschaft(?:\s*\(haftungsbeschr(?:ä|ae)nkt\))?",
        ),
        (LegalForm.GMBH, rf"{_LIMITED}|m\.?b\.?H\b\.?"),
        (LegalForm.EV, r"e\.\s?V\b\.?|(?-i:eV|e\s+V)\b\.?|eingetr(?:agener|\.)\s+Verein"),
        (LegalForm.EG, r"e\.\s?G\b\.?|(?-i:eG)|eingetragene\s+Genossenschaft"),
        (LegalForm.EK, r"e\.\s?K(?:fm|fr)?\b\.?|eingetragene[r]?\s+Kauf(?:mann|frau)"),
        (LegalForm.GAG, r"g\.?\s?AG|gemeinnützige\s+Aktiengesellschaft"),
        (LegalForm.AG, r"(?-i:AG)(?=\s*$)|Aktiengesellschaft"),
        (LegalForm.GBR, r"GbR|Gesellschaft\s+b(?:ü|ue)rgerlichen\s+Rechts"),
        (LegalForm.OHG, r"OHG|offene\s+Handelsgesellschaft"),
        (LegalForm.KG, r"(?-i:KG)(?=\s*$)|Kommanditgesellschaft"),
        (LegalForm.KDOER, rf"K\.?\s?d\.?\s?(?:ö|oe)\.?\s?R\b\.?|(?-i:KöR)|Körperschaft\s+{_PUBLIC}"),
        (LegalForm.AOER, rf"A\.?\s?(?:d\.?\s?)?(?:ö|oe)\.?\s?R\b\.?|Anstalt\s+{_PUBLIC}"),
    )
)
_FOUNDATION = re.compile(
    r"(?:\b|-|\w)stiftung(?:\s+(?:b(?:ü|ue)rgerlichen|des\s+\w+)\s+Rechts)?\b", re.IGNORECASE
)
_CHARITABLE = re.compile(r"\bgemeinn(?:ü|ue)tzige\b", re.IGNORECASE)


@lru_cache(maxsize=65536)
def legal_form(name: str) -> FormedName:
    """The legal forms in a name and the name without them.

    A foundation keeps its word, for it is part of the name: `Stiftung Beispiel`. A name may hold two forms, where two
    bodies were written into one cell.
    """
    found: set[LegalForm] = set()
    rest = visible(name)
    for form, pattern in _FORMS:
        shorter = pattern.sub(" ", rest)
        if shorter != rest:
            found.add(form)
            rest = shorter
    if LegalForm.GMBH in found and _CHARITABLE.search(rest):  # "Gemeinnützige Pflegegesellschaft mbH"
        found = found - {LegalForm.GMBH} | {LegalForm.GGMBH}
    if not found and _FOUNDATION.search(rest):
        found.add(LegalForm.STIFTUNG)
    return FormedName(" ".join(rest.split()).strip(" ,;.-–"), frozenset(found))
