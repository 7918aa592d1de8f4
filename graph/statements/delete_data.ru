# The block is filled with GRAPH <…> { … } blocks of statements.
DELETE DATA {
  # quads
}
