"""One file in `pages/` is one page. It declares a `PAGE` header and a function `render(stand)`; nothing else is needed."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from app.web import pages
from app.web.stand import Stand
from app.web.texts import language


@dataclass(frozen=True, slots=True)
class PageHeader:
    """What a page says about itself.

    Attributes:
        title: its name in the navigation by language.
        order: its place; the page with the lowest order is the start page.
        group: the menu it stands in by language; None = beside the menus.
        is_for_house: whether it is work of the house on all that is recorded, and nothing for the public view.
        url_path: the last part of its address.
        icon: a name of the bundled Material symbols.
        help: one sentence that says what it is for, by language.
    """

    title: dict[str, str]
    order: int
    url_path: str
    icon: str
    help: dict[str, str]
    group: dict[str, str] | None = None
    is_for_house: bool = False


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page and its parts."""

    header: PageHeader
    render: Callable[[Stand], None]

    @property
    def title(self) -> str:
        """Its name in the reader's language."""
        return self.header.title[language()]


@cache
def discover() -> tuple[FoundPage, ...]:
    """Return all pages by their order."""
    modules = [import_module(f"{pages.__name__}.{found.name}") for found in iter_modules(pages.__path__)]
    return tuple(sorted((FoundPage(m.PAGE, m.render) for m in modules), key=lambda page: page.header.order))
