"""All settings of the program, in one place; each can be set as environment variable `QUERBLICK_<NAME>`.

The thresholds of verdicts are not here: they belong to the questions (`queries.settings`) and are shown with answers.
"""

from functools import cache
from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.errors import RequestError


class Settings(BaseSettings):
    """What an installation may decide. Times in the unit the name says, sizes in megabytes."""

    model_config = SettingsConfigDict(env_prefix="QUERBLICK_", frozen=True, extra="ignore")

    home: Path = Field(default_factory=lambda: user_data_path("querblick", appauthor=False))
    """Folder of logs, stores, staged files and error logs."""
    town: str | None = None
    """Municipality key of the town to open, if the home folder holds several."""
    lang: str = Field(default="de", pattern="^(de|en)$")
    """Language of the command line."""
    address: str = "127.0.0.1"
    """Where the web app listens. Only loopback until there is sign-in."""
    port: int = Field(default=8501, ge=1, le=65535)
    """Port of the web app."""
    upload_mb: int = Field(default=25, ge=1)
    """Largest file that may be imported."""
    staging_hours: int = Field(default=72, ge=1)
    """How long a staged file waits for a decision."""
    waiting_days: int = Field(default=90, ge=1)
    """How long a file is kept of which rows wait after the others were taken in."""
    drop_share: float = Field(default=0.30, gt=0, le=1)
    """DQ-L09: share of a source's records that may be missing before an import must be confirmed."""
    sparql_seconds: float = Field(default=10, gt=0)
    """Deadline of queries people write themselves."""
    sparql_rows: int = Field(default=10_000, ge=1)
    """Row limit of queries people write themselves."""
    contact: str = ""
    """Whom everybody may ask (a body with address or telephone, not a person); shown on the page in Leichte Sprache."""
    accessibility_contact: str = ""
    """Whom to tell about a barrier; without it `contact`. Shown in the statement on accessibility."""
    enforcement_body: str = ""
    """The enforcement or arbitration body of the state for accessibility."""
    map_url: str = ""
    """Map service beneath the drawn areas: tiles (an address with {z}, {x}, {y}) or, with `map_layers`, a WMS. Empty: none.

    The reader's browser asks it; pages allow pictures from this host alone."""
    map_layers: str = ""
    """Layers of the WMS, with commas."""
    map_attribution: str = ""
    """Who made that map, as the service wants to be named."""
    query_url: str | None = None
    """SPARQL endpoint to use instead of the embedded engine, with `update_url`."""
    update_url: str | None = None
    """SPARQL update endpoint."""
    endpoint_user: str | None = None
    """User at the endpoint."""
    endpoint_password: SecretStr | None = None
    """Password at the endpoint."""


@cache
def settings() -> Settings:
    """The settings of this process.

    Raises:
        RequestError: an environment variable holds something that cannot be a setting.
    """
    return load_settings()


def load_settings() -> Settings:
    """Read the settings afresh; raises as `settings`."""
    try:
        return Settings()
    except ValidationError as error:
        names = ", ".join(
            f"QUERBLICK_{'_'.join(str(p) for p in e['loc']).upper()} ({e['msg']})" for e in error.errors()
        )
        raise RequestError(
            f"Umgebung: Einstellung nicht lesbar: {names}. Wert berichtigen oder Variable entfernen"
        ) from None


LOOPBACK = ("127.0.0.1", "::1", "localhost")
