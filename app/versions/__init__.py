"""What lies between two states of a town, and how one version is taken back while later ones stay."""
