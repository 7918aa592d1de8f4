"""E1, E3, E4: what non-profit providers have of offers and money, their contracts and recognitions."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

from plain.funds import items, needs_of, total
from plain.tables import TODAY, Found, Row, active, check, day_of, records, terms, valid, values, written
from plain.words import code, field, laws, ratio, sector

SECTORS = ("sektor-frei-gemeinnuetzig", "sektor-oeffentlich", "sektor-privat")


def excepted(offer: Row) -> bool:
    """A sovereign task, or money paid out: it says so, or one of its norms is of that kind (section 8a SGB VIII)."""
    norms = [terms("legal-bases")[name] for name in laws(offer)]
    sovereign = any(norm.get("sovereignTask") == ["true"] for norm in norms)
    cash = any(norm.get("normKind") == ["normart-geldleistung"] for norm in norms)
    return offer["hoheitlich"] == "ja" or (sovereign and offer["hoheitlich"] != "nein") or cash


def sectored() -> dict[str, str]:
    """The active offers that count, with the sector of their provider."""
    found = {
        key: sector(offer["traeger"])
        for key, offer in records("angebot").items()
        if active(offer, TODAY) and not excepted(offer)
    }
    return {key: name for key, name in found.items() if name in SECTORS}


def _by_field(offers: Iterable[str]) -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for offer in offers:
        found["alle Felder"].add(offer)
        for need in needs_of(offer):
            found[field(need)].add(offer)
    return found


def _shares(parts: dict[str, Decimal]) -> tuple[str, ...]:
    amounts = [parts.get(name, Decimal(0)) for name in SECTORS]
    base = sum(amounts, Decimal(0))
    return (written(ratio(amounts[0], base)), *map(written, amounts), written(base))


def _sector_shares(year: str) -> Iterator[tuple[str, ...]]:
    sectors = sectored()
    for name, offers in _by_field(sectors).items():
        counted = Counter(sectors[offer] for offer in offers)
        yield ("offers", name, *_shares({key: Decimal(number) for key, number in counted.items()}))
        for status in ("bewilligt", "ausgezahlt"):
            rows = [
                row
                for row in items(year)
                if row["status"] == status and row["angebot"] in offers and row["betrag"]
            ]
            parts = {key: total(row for row in rows if sectors[row["angebot"]] == key) for key in SECTORS}
            if rows:
                figures = (str(len({row["angebot"] for row in rows})), str(len(offers)))
                yield ("funds", status, name, *_shares(parts), *figures)


SHARES = ("share", "nonprofit", "public", "private", "base")


@check("E1", {"offers": ("field", *SHARES), "funds": ("measure", "field", *SHARES, "withAmount", "offers")})
def share_of_nonprofits() -> Found:
    return set(_sector_shares("2026"))


@check("E1", {"funds": ("measure", "field", *SHARES, "withAmount", "offers")}, year="2025")
def share_of_nonprofits_in_2025() -> Found:
    return {row for row in _sector_shares("2025") if row[0] == "funds"}


def in_force(contract: Row) -> bool | None:
    """Within its term and not marked otherwise; unknown without status and term."""
    if contract["status"] not in ("", "aktiv"):
        return False
    if not (contract["status"] or contract["gueltig-ab"] or contract["gueltig-bis"]):
        return None
    return valid(contract, TODAY)


def nonprofit(provider: str) -> bool:
    """A non-profit provider, civil society included."""
    return sector(provider) == "sektor-frei-gemeinnuetzig"


def iso(text: str) -> str:
    """A date as answers show it."""
    return day_of(text, TODAY).isoformat() if text else ""


def names(sheet: str, keys: Iterable[str]) -> str:
    """Names in the order of the keys."""
    return ", ".join(records(sheet)[key]["name"] for key in sorted(keys))


def _contracts(kind: str) -> Iterator[tuple[str, ...]]:
    for key, row in records("vereinbarung").items():
        if kind not in ("", row["art"]) or not in_force(row):
            continue
        free = [party for party in values(row, "partei") if nonprofit(party)]
        if free:
            term = (iso(row["gueltig-ab"]), iso(row["gueltig-bis"]), iso(row["kuendbar"]))
            index = code("dynamisierung", row["dynamisierung"]) if row["dynamisierung"] else ""
            report = code("rhythmus", row["berichtspflicht"]) if row["berichtspflicht"] else ""
            kinds = (code("vertragsart", row["art"]), names("traeger", free))
            yield (
                "valid",
                key,
                *kinds,
                *term,
                index,
                names("kriterium", values(row, "kriterium")),
                report,
                iso(row["termin"]),
            )


CONTRACTS = {
    "valid": ("contract", "contractType", "providers", "from", "to", "noticeBy", "indexation", "criteria", "report", "dueDate"),
    "unclear": ("contract",),
}  # fmt: skip


@check("E3", CONTRACTS)
def contracts_of_nonprofits() -> Found:
    return set(_contracts(""))


@check("E3", CONTRACTS, type="vertragsart-zuwendung")
def grant_contracts_of_nonprofits() -> Found:
    return set(_contracts("Zuwendungsvertrag"))


def _recognised(norm: str) -> Iterator[tuple[str, ...]]:
    """The funding of the town is recorded in part only (D-12), so a missing contract is a hint."""
    under_contract = {
        p for row in records("vereinbarung").values() if in_force(row) for p in values(row, "partei")
    }
    for key, row in records("anerkennung").items():
        provider, basis = row["traeger"], (laws(row) or [""])[0]
        offers = [o for o in records("angebot").values() if o["traeger"] == provider and active(o, TODAY)]
        if norm in ("", basis) and valid(row, TODAY) and nonprofit(provider) and offers:
            shown = (provider, key, basis, row["durch"], iso(row["gueltig-bis"]))
            yield ("contracted", *shown) if provider in under_contract else ("unclear", *shown, "hinweis")


RECOGNISED = ("provider", "recognition", "legalBasis", "by", "to")
WITHOUT = {"missing": (*RECOGNISED, "claim"), "unclear": (*RECOGNISED, "claim"), "contracted": RECOGNISED}


@check("E4", WITHOUT)
def recognised_without_contract() -> Found:
    return set(_recognised(""))


@check("E4", WITHOUT, basis="InsO-305")
def recognised_under_insolvency_law() -> Found:
    return set(_recognised("InsO-305"))
