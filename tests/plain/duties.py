"""C2: cooperation norms that bind (must, should), and the structures that name them as legal basis."""

from datetime import date

from plain.registers import norms
from plain.statements import claim
from plain.tables import TODAY, Found, check, day_of, records, terms, valid

BINDING = ("obligation-muss", "obligation-soll")
NO_STRUCTURE = ("KO-0", "KO-8")
DORMANT = ("geplant", "ruhend")


def structures(at: date) -> dict[str, set[str]]:
    """Norm → committees, cooperations and contracts valid on a day that name it."""
    found: dict[str, set[str]] = {}
    for sheet in ("gremium", "kooperation", "vereinbarung"):
        for key, row in records(sheet).items():
            counts = row.get("art") not in NO_STRUCTURE and row.get("status") not in DORMANT
            for name in norms(row) if counts and valid(row, at) else ():
                found.setdefault(name, set()).add(key)
    return found


def duties(at: date, pillar: str = "") -> Found:
    found: Found = set()
    for name, said in terms("legal-bases").items():
        (own,) = said["pillar"]
        obligation = said.get("obligation", [""])[0]
        if (
            said["normKind"] != ["normart-kooperation"]
            or obligation not in BINDING
            or pillar not in ("", own)
        ):
            continue
        start, end = (
            day_of(said.get(p, [""])[0], d) for p, d in (("validFrom", date.min), ("validTo", date.max))
        )
        since = said.get("validFrom", [""])[0]
        if start > at:
            found.add(("future", name, obligation, own, "", "", since))
        elif end >= at and name in structures(at):
            found |= {("implemented", name, obligation, own, key, "", since) for key in structures(at)[name]}
        elif end >= at:
            weight = claim(("list", "cooperation"), {own}, at)
            block = "missing" if weight in ("belastbar", "vorlaeufig") else "unknown"
            found.add((block, name, obligation, own, "", weight, since))
    return found


COLUMNS = ("norm", "obligation", "pillar", "structure", "claim", "inForceFrom")
SHOW = dict.fromkeys(("missing", "unknown", "implemented", "future"), COLUMNS)


@check("C2", SHOW)
def all_duties() -> Found:
    return duties(TODAY)


@check("C2", SHOW, pillar="SA-08")
def duties_of_youth_welfare() -> Found:
    return duties(TODAY, "SA-08")


@check("C2", SHOW, day=date(2026, 3, 1))
def duties_in_spring() -> Found:
    return duties(date(2026, 3, 1))
