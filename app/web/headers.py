"""What every response of the web app carries: the language of the page and the rule that nothing comes from outside.

Streamlit serves one fixed index page in English. `PageFrame` rewrites it once on its way out (language, title, the
sentence for browsers without scripts) and sets a Content-Security-Policy that lets the browser load from this server
only, so that "works in a closed office network" is enforced and not just promised. A map service that is set (off by
default) is the one exception: pictures from exactly that host.
"""

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

from app.web.texts import t

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
"""The words of ASGI, in which a server talks to an application."""

_INLINE_SCRIPT: Final = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
_NOSCRIPT: Final = re.compile(rb"<noscript>.*?</noscript>", re.DOTALL)
_HOST: Final = re.compile(r"[A-Za-z0-9.\-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")
_SECURITY: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)


def content_security_policy(host: str, inline_scripts: tuple[bytes, ...] = (), pictures: str = "") -> str:
    """Say what a page may load.

    `unsafe-eval` is what Vega compiles charts with, `blob:` is how Streamlit loads the sources of components, and its
    style library writes inline styles. Everything else comes from this server.

    Args:
        host: the Host header; named for the websocket, because not every browser counts it as 'self'.
        inline_scripts: sources of the scripts inside the page, allowed by their hash.
        pictures: scheme and host of the map service that is set, if one is; pictures may come from there, nothing else.
    """
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(s).digest()).decode()}'" for s in inline_scripts
    )
    sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' 'unsafe-eval' blob: {hashes}".rstrip(),
            "style-src 'self' 'unsafe-inline'",
            f"img-src 'self' data: blob: {pictures}".rstrip(),
            "font-src 'self' data:",
            f"connect-src 'self'{sockets}",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        ),
    )


def german_page(page: bytes) -> tuple[bytes, tuple[bytes, ...]]:
    """Return Streamlit's index page in German, and the sources of the inline scripts it holds."""
    page = page.replace(b'<html lang="en">', b'<html lang="de">', 1)
    page = page.replace(b"<title>Streamlit</title>", b"<title>Querblick</title>", 1)
    page = _NOSCRIPT.sub(f"<noscript><p>{t('app.noscript')}</p></noscript>".encode(), page)
    return page, tuple(_INLINE_SCRIPT.findall(page))


class PageFrame:
    """ASGI middleware: security headers on everything, the German frame on the index page."""

    def __init__(self, app: Application, pictures: str = "") -> None:
        self._app = app
        self._pictures = pictures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        await self._app(
            _uncompressed(scope), receive, _Rewriter(send, _header(scope, b"host"), self._pictures)
        )


class _Rewriter:
    """Sends a response on, holding back an HTML page until it is complete and can be rewritten."""

    def __init__(self, send: Send, host: str, pictures: str) -> None:
        self._send = send
        self._host = host
        self._pictures = pictures
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = dict(message["headers"])
            if (
                headers.get(b"content-type", b"").startswith(b"text/html")
                and b"content-encoding" not in headers
            ):
                self._start = message
                return
            await self._send(self._with_headers(message, ()))
        elif self._start is None or message["type"] != "http.response.body":
            await self._send(message)
        else:
            await self._hold(message)

    async def _hold(self, message: Message) -> None:
        self._body += message.get("body", b"")
        if message.get("more_body") or self._start is None:
            return
        page, scripts = german_page(self._body)
        changed = {b"content-length", b"etag", b"last-modified"}
        self._start["headers"] = [(k, v) for k, v in self._start["headers"] if k.lower() not in changed]
        self._start["headers"].append((b"content-length", str(len(page)).encode()))
        await self._send(self._with_headers(self._start, scripts))
        await self._send({"type": "http.response.body", "body": page})

    def _with_headers(self, message: Message, scripts: tuple[bytes, ...]) -> Message:
        policy = content_security_policy(self._host, scripts, self._pictures).encode()
        message["headers"] = [*message["headers"], *_SECURITY, (b"content-security-policy", policy)]
        return message


def _header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def _uncompressed(scope: Scope) -> Scope:
    """Ask for pages without compression and without 304, so that they can be rewritten; other files keep both."""
    if not _header(scope, b"accept").startswith("text/html"):
        return scope
    unwanted = {b"accept-encoding", b"if-none-match", b"if-modified-since"}
    return {**scope, "headers": [(k, v) for k, v in scope["headers"] if k not in unwanted]}
