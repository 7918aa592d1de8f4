"""The second, plain computation of every question on Beispielau: no graph, no SPARQL, no rdflib, nothing of the questions.

Every module of this package registers checks with `tables.check`; `tests/test_examples_answers.py` compares them with what
the questions answer. What is right is said by the definitions of the questions, read anew here.
"""
