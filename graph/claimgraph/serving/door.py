"""The door: which requests come in at all, and the headers that every answer goes out with.

https://fetch.spec.whatwg.org/#origin-header

A page anywhere on the web can make its reader's browser ask a server on the reader's own machine. If it only points
a name of its own at 127.0.0.1 (DNS rebinding), the browser even lets it read the answer, so the name in Host is
checked. If it asks us by our own name, the browser names it in Origin or Sec-Fetch-Site, so these are, too.
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = (
    b"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    b"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_SEALED = {
    b"content-security-policy": _POLICY,
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"referrer-policy": b"no-referrer",
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
}


class Door:
    """Lets a request through to the application, or answers it with a sentence.

    Args:
        app: the application.
        hosts: names by which the server may be asked, besides localhost and addresses in figures.
        cors: whether pages of other origins are welcome.
    """

    def __init__(self, app: ASGIApp, *, hosts: Iterable[str] = (), cors: bool = False) -> None:
        self._app = app
        self._hosts = {"localhost", *(host.lower() for host in hosts)}
        self._cors = cors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take a request, as ASGI has it."""
        from starlette.responses import PlainTextResponse

        if scope["type"] != "http":
            return await self._app(scope, receive, send)

        async def seal(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name for name, _ in message["headers"]}
                opened = {b"cross-origin-resource-policy": b"cross-origin"} if self._cors else {}
                sealed = {**_SEALED, **opened}
                message["headers"] = [*message["headers"], *((n, v) for n, v in sealed.items() if n not in given)]
            await send(message)

        refusal = self._refuse(scope)
        app = self._app if refusal is None else PlainTextResponse(f"{refusal[1]}\n", refusal[0])
        return await app(scope, receive, seal)

    def _refuse(self, scope: Scope) -> tuple[int, str] | None:
        named = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        if len(named) != 1 or not self._is_ours(named[0]):
            return 421, f"this server is not {', '.join(named) or 'without a name'}; ask it as localhost"
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        origin = headers.get(b"origin")
        if self._cors or origin == f"{scope['scheme']}://{named[0]}":
            return None
        is_foreign = headers.get(b"sec-fetch-site") in ("cross-site", "same-site")
        is_followed_link = headers.get(b"sec-fetch-mode") == "navigate" and scope["path"] == "/"
        if origin is not None or (is_foreign and not is_followed_link):
            return 403, f"pages of {origin or 'other sites'} may not ask this server; it was started without CORS"
        return None

    def _is_ours(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        if name in self._hosts:
            return True
        try:
            ip_address(name)
        except ValueError:
            return False
        return True
