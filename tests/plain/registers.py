"""Citations as norms, labels as notations, offers with their pillars: what the tables only say in words."""

from functools import cache

from plain.tables import Row, records, terms, values


@cache
def norm(text: str) -> str:
    """The norm a citation names; "" if the register lacks it."""
    return next((key for key, said in terms("legal-bases").items() if text in said["citation"]), "")


def norms(row: Row) -> set[str]:
    """The norms a row names as its legal basis."""
    return {norm(text) for text in values(row, "rechtsgrundlage")} - {""}


@cache
def code(scheme: str, label: str) -> str:
    """The notation of an entry of a code list by its German label."""
    return next(
        (
            key
            for key, said in terms("cl").items()
            if said["inScheme"] == [f"cl-{scheme}"] and said["prefLabel"][0] == label
        ),
        "",
    )


def pillar_of(norm_key: str) -> set[str]:
    """The pillar a norm belongs to."""
    return set(terms("legal-bases")[norm_key].get("pillar", []))


def delivered_under(offer: Row) -> set[str]:
    """The pillars of an offer: its own and those of its legal bases."""
    return set(values(offer, "saeule")).union(*map(pillar_of, norms(offer)))


def label(scheme: str, notation: str) -> str:
    """The German label of a term."""
    return terms(scheme)[notation]["prefLabel"][0]


def named(sheet: str, keys: set[str]) -> str:
    """The names of records, in the order of their keys, as answers list them."""
    return ", ".join(records(sheet)[key]["name"] for key in sorted(keys))
