"""What exists: terms, vocabularies, law, and the one place that builds an IRI. Imports nothing of ours."""

import rdflib

# rdflib otherwise rewrites "none"^^xsd:boolean to a valid false while parsing: faults must stay visible.
rdflib.NORMALIZE_LITERALS = False
