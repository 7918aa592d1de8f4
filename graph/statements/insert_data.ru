# The block is filled with GRAPH <…> { … } blocks of statements.
INSERT DATA {
  # quads
}
