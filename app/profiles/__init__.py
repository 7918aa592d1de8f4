"""What a profile of each kind shows: one YAML file per kind, read by `app.profiles.layouts`."""
