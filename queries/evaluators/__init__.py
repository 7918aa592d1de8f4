"""Evaluators: what makes an answer of the rows of a query where SPARQL alone cannot.

One module per name that a question's header gives as `evaluate`; each has a function `evaluate(asking) -> Outcome`.
"""
