"""What leaves with every response: the language of the page, and that nothing is loaded from outside."""

import asyncio
import base64
import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files

from app.web.headers import PageFrame, content_security_policy, german_page

PAGE = files("streamlit").joinpath("static", "index.html").read_bytes()
HTML = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", b"999"), (b"etag", b'"x"')]


def respond(headers, *chunks, status=200):
    async def app(scope, receive, send):
        app.scope = scope
        await send({"type": "http.response.start", "status": status, "headers": list(headers)})
        for i, chunk in enumerate(chunks):
            await send({"type": "http.response.body", "body": chunk, "more_body": i < len(chunks) - 1})

    return app


def get(app, *headers):
    sent = []

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "headers": [(b"host", b"127.0.0.1:8501"), *headers]}
    served(PageFrame(app)(scope, None, send))
    return sent


def served(answer):
    """Wait for it in a thread of its own: a browser test that ran before has left its loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, answer).result()


def body(sent):
    return b"".join(m.get("body", b"") for m in sent if m["type"] == "http.response.body")


def header(sent, name):
    values = [value.decode() for key, value in sent[0]["headers"] if key == name]
    assert len(values) == 1
    return values[0]


def test_streamlits_page_becomes_german():
    page, scripts = german_page(PAGE)
    assert b'<html lang="de">' in page
    assert b'lang="en"' not in page
    assert b"<title>Querblick</title>" in page
    assert b"You need to enable JavaScript" not in page
    assert "Querblick braucht JavaScript" in page.decode()
    assert scripts


def test_the_page_is_rewritten_across_chunks_and_its_length_is_right():
    sent = get(respond(HTML, PAGE[:100], PAGE[100:]))
    assert b'<html lang="de">' in body(sent)
    assert int(header(sent, b"content-length")) == len(body(sent))
    assert not any(key == b"etag" for key, _ in sent[0]["headers"])


def test_only_scripts_that_are_in_the_page_may_run():
    sent = get(respond(HTML, PAGE))
    policy = header(sent, b"content-security-policy")
    for script in re.findall(rb"<script>(.*?)</script>", body(sent), re.DOTALL):
        assert f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'" in policy
    script_src = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "'unsafe-inline'" not in script_src


def test_nothing_is_loaded_from_elsewhere():
    directives = dict(part.split(" ", 1) for part in content_security_policy("127.0.0.1:8501").split("; "))
    assert directives["default-src"] == "'self'"
    allowed = {"'self'", "'none'", "'unsafe-eval'", "'unsafe-inline'", "blob:", "data:"}
    sockets = {"ws://127.0.0.1:8501", "wss://127.0.0.1:8501"}
    for sources in directives.values():
        assert set(sources.split()) <= allowed | sockets


def test_a_map_service_that_is_set_may_send_pictures_and_nothing_else():
    without = dict(p.split(" ", 1) for p in content_security_policy("127.0.0.1:8501").split("; "))
    with_it = dict(p.split(" ", 1) for p in content_security_policy("127.0.0.1:8501", pictures="https://karten.example:8443").split("; "))  # fmt: skip
    assert {name for name in with_it if with_it[name] != without[name]} == {"img-src"}
    assert with_it["img-src"] == without["img-src"] + " https://karten.example:8443"


def test_a_host_that_is_no_host_adds_nothing_to_the_policy():
    assert "evil" not in content_security_policy("x; script-src evil")
    assert "ws:" not in content_security_policy("")


def test_other_files_pass_untouched_with_the_same_protection():
    sent = get(
        respond([(b"content-type", b"text/javascript")], b"const a = 1;"), (b"accept-encoding", b"gzip")
    )
    assert body(sent) == b"const a = 1;"
    assert "default-src 'self'" in header(sent, b"content-security-policy")
    assert header(sent, b"x-content-type-options") == "nosniff"


def test_a_page_is_asked_for_uncompressed_and_whole():
    app = respond(HTML, PAGE)
    get(app, (b"accept", b"text/html"), (b"accept-encoding", b"gzip"), (b"if-none-match", b'"x"'))
    assert {key for key, _ in app.scope["headers"]} == {b"host", b"accept"}


def test_websockets_pass():
    async def app(scope, receive, send):
        app.seen = scope["type"]

    served(PageFrame(app)({"type": "websocket", "headers": []}, None, None))
    assert app.seen == "websocket"
