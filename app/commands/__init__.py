"""The commands of `querblick`, one module per kind of work. They call `app.service` and nothing below it."""
