"""A foreign list with its mapping, put on the desk; for the tests of the desk."""

AGS = "99999001"
LIST = """Angebotsliste Beispielau 2026;;;;;;;
;;;;;;;
Nr;Träger;Angebot;Art;Straße;PLZ;Kinder;Jugendliche
1;Sozialwerk Fiktiva e.V.;Beratung Süd;AT-B3;Am Ring 1;00999;;x
2;Sozialwerk Fiktiva e. V.;Treff Nord;Nähtreff;Am Ring 2;00999;ja;x
3;Verein Brücke gGmbH;Lernhilfe;Nähtreff;Am Ring 3;999;?;
Summe;3;;;;;;
"""
MAPPING = """
format: 1
source: {key: liste, title: Angebotsliste, kind: Träger}
tables:
- records:
  - into: '#traeger'
    repeats: true
    fields:
    - {to: kennung, columns: [Träger], steps: [{do: key, of: '#traeger', prefix: T}]}
    - {to: name, columns: [Träger]}
  - into: '#angebot'
    fields:
    - {to: kennung, columns: [Nr], steps: [{do: key, of: '#angebot', prefix: A}]}
    - {to: name, columns: [Angebot]}
    - {to: traeger, columns: [Träger], steps: [{do: key, of: '#traeger', prefix: T}]}
    - {to: angebotsart, columns: [Art]}
    - {to: status, constant: aktiv}
  - into: '#abdeckung'
    fields:
    - {to: kennung, columns: [Nr], steps: [{do: key, of: '#abdeckung', prefix: C}]}
    - {to: angebot, columns: [Nr], steps: [{do: key, of: '#angebot', prefix: A}]}
    - {to: zielgruppe, columns: [Kinder, Jugendliche], steps: [{do: marks, terms: {Kinder: ZG-A02, Jugendliche: ZG-A06}}]}
"""


def put(service, text=LIST, mapping=MAPPING, name="liste.csv"):
    token = service._town.staging.put(text.encode("cp1252"), name).token
    service.desk.use_mapping(token, mapping)
    return token


def unknown(view):
    return [f for f in view.preview.findings if f.found == "Nähtreff"]
