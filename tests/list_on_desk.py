"""A foreign list with its mapping, put on the desk; for the tests of the desk."""

from foreign_lists import ACTIVE, coverages, mapping_of, offers, providers

AGS = "99999001"
LIST = """Angebotsliste Beispielau 2026;;;;;;;
;;;;;;;
Nr;Träger;Angebot;Art;Straße;PLZ;Kinder;Jugendliche
1;Sozialwerk Fiktiva e.V.;Beratung Süd;AT-B3;Am Ring 1;00999;;x
2;Sozialwerk Fiktiva e. V.;Treff Nord;Nähtreff;Am Ring 2;00999;ja;x
3;Verein Brücke gGmbH;Lernhilfe;Nähtreff;Am Ring 3;999;?;
Summe;3;;;;;;
"""
MAPPING = mapping_of("liste", "Angebotsliste", providers(), offers(ACTIVE), coverages("ZG-A02"))


def put(service, text=LIST, mapping=MAPPING, name="liste.csv"):
    token = service._town.staging.put(text.encode("cp1252"), name).token
    service.desk.use_mapping(token, mapping)
    return token


def unknown(view):
    return [f for f in view.preview.findings if f.found == "Nähtreff"]
