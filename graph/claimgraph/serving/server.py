"""The server: a SPARQL 1.1 Protocol endpoint over a graph, read-only, with a query editor and the page beside it.

https://www.w3.org/TR/sparql11-protocol/

One process with one thread takes the requests and forks a child for each query; see `asking.guard`.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import urlunsplit

from claimgraph.asking.guard import Limits, run_guarded_async
from claimgraph.asking.question import GROUPS, Question
from claimgraph.asking.scan import scan_query
from claimgraph.errors import OutputError, OverrunError, QuestionError
from claimgraph.namespaces import PREFIXES
from claimgraph.resources import template_folder
from claimgraph.serving.accept import GRAPHS, TABLES, choose
from claimgraph.serving.door import Door
from claimgraph.serving.protocol import MAX_BODY, Operation, RefusedError, read_operation
from claimgraph.store import Store
from claimgraph.templating import render

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

ENDPOINT = "/sparql"
DEFAULT_LIMITS = Limits()
_CHUNK = 1 << 16
_GONE = 499  # nobody reads it
_ASSETS = {"serve.css": "text/css", "serve.js": "text/javascript"}


def serve(
    store: Store,
    questions: Sequence[Question],
    page: Path | None = None,
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    union: bool = True,
    cors: bool = False,
    limits: Limits = DEFAULT_LIMITS,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve until interrupted.

    Args:
        store: the graph. No other thread may be asking it.
        questions: the library, offered in the editor.
        page: the HTML graph, if it is built.
        host: a name or address of this machine; others than loopback let the network in.
        port: 0 for any that is free.
        union: see `make_app`.
        cors: see `make_app`.
        limits: what one query may cost.
        ready: told the address as soon as requests are taken.

    Raises:
        OutputError: if the address cannot be taken.
    """
    import uvicorn

    app = make_app(store, questions, page, union=union, cors=cors, hosts=(host,), limits=limits)
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise OutputError(
            f"{host}:{port}: cannot be served at ({os.strerror(error.errno or 0)}); choose another port"
        ) from error
    # asyncio does so itself only for sockets that it has made; without, each answer waits 40 ms for the client's ACK.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    config = uvicorn.Config(
        app,
        lifespan="off",
        ws="none",
        log_config=None,
        log_level="error",
        access_log=False,
        server_header=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=2,
        h11_max_incomplete_event_size=MAX_BODY,  # of a request's head: a query of 64 kB can be asked with GET
    )
    with listener, contextlib.suppress(KeyboardInterrupt):
        if ready is not None:
            name = f"[{host}]" if ":" in host else host
            ready(urlunsplit(("http", f"{name}:{listener.getsockname()[1]}", "/", "", "")))
        uvicorn.Server(config).run(sockets=[listener])


def make_app(
    store: Store,
    questions: Sequence[Question],
    page: Path | None = None,
    *,
    union: bool = True,
    cors: bool = False,
    hosts: Iterable[str] = (),
    limits: Limits = DEFAULT_LIMITS,
    slots: int | None = None,
) -> Starlette:
    """Return the application, for any ASGI server that runs it in one process and one thread.

    Args:
        store: the graph.
        questions: the library.
        page: the HTML graph.
        union: whether a pattern without GRAPH sees the union of all graphs, or nothing.
        cors: whether pages of any origin may ask.
        hosts: names of the server besides localhost and addresses in figures.
        limits: what one query may cost.
        slots: how many queries run at once; the others wait.
    """
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.middleware.cors import CORSMiddleware
    from starlette.responses import PlainTextResponse, Response
    from starlette.routing import Route

    endpoint = _Endpoint(store, union=union, limits=limits, gate=_Gate(slots or max(4, 2 * (os.cpu_count() or 1))))
    editor = render(
        "serve.html",
        groups=_grouped(questions),
        page=page is not None,
        endpoint=ENDPOINT,
        prefixes=PREFIXES,
    )
    assets = {name: (template_folder() / name).read_bytes() for name in _ASSETS}
    queries = {question.name: question.sparql for question in questions}

    async def show_editor(_: Request) -> Response:
        return Response(editor, media_type="text/html")

    async def show_asset(request: Request) -> Response:
        name = request.url.path[1:]
        return Response(assets[name], media_type=_ASSETS[name])

    async def show_query(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in queries:
            raise RefusedError(404, f"no question is called {name}")
        return Response(queries[name], media_type="application/sparql-query; charset=utf-8")

    async def show_page(_: Request) -> Response:
        if page is None or not page.is_file():
            raise RefusedError(404, "the HTML graph is not built; run claimgraph build")
        # The page's own policy allows its inline scripts by their digests, and no connection.
        policy = {"Content-Security-Policy": "frame-ancestors 'none'"}
        # Not a FileResponse, which would read in a thread of its own.
        return Response(page.read_bytes(), headers=policy, media_type="text/html")

    async def refuse(_: Request, error: Exception) -> Response:
        assert isinstance(error, RefusedError)
        again = {"Retry-After": "1"} if error.status == 503 else {}
        return PlainTextResponse(f"{error.sentence}\n", error.status, headers=again)

    anywhere = [Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "POST"], allow_headers=["*"])]
    return Starlette(
        routes=[
            Route("/", show_editor),
            *(Route(f"/{name}", show_asset) for name in _ASSETS),
            Route("/graph.html", show_page),
            Route("/queries/{name}.rq", show_query),
            Route(ENDPOINT, endpoint.answer, methods=["GET", "POST"]),
        ],
        middleware=[Middleware(Door, hosts=tuple(hosts), cors=cors), *(anywhere if cors else [])],
        exception_handlers={RefusedError: refuse},
    )


class _Gate:
    """Lets so many in at once; some others may wait for a while."""

    def __init__(self, slots: int, *, queue: int = 1000, patience: float = 60.0) -> None:
        self._slots = asyncio.Semaphore(slots)
        self._waiting, self._queue, self._patience = 0, queue, patience

    @contextlib.asynccontextmanager
    async def enter(self) -> AsyncIterator[None]:
        if self._waiting >= self._queue:
            raise RefusedError(503, "too many queries wait already; ask again later")
        self._waiting += 1
        try:
            async with asyncio.timeout(self._patience):
                await self._slots.acquire()
        except TimeoutError:
            raise RefusedError(503, f"the query waited {self._patience:g} s for its turn; ask again later") from None
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._slots.release()


class _Endpoint:
    """Answers query operations."""

    def __init__(self, store: Store, *, union: bool, limits: Limits, gate: _Gate) -> None:
        self._store, self._union, self._limits, self._gate = store, union, limits, gate
        self._graphs = store.graphs()
        self._description = render("serve.ttl", union=union)

    async def answer(self, request: Request) -> Response:
        from starlette.responses import Response, StreamingResponse

        operation = await _read(request)
        if operation is None:
            return Response(self._description, media_type="text/turtle; charset=utf-8")
        for graph in operation.default_graphs + operation.named_graphs:
            if graph not in self._graphs:
                raise RefusedError(400, f"the graph <{graph}> is not here; nothing outside this server is read")
        try:
            scanned = scan_query(operation.query)
        except QuestionError as error:
            raise RefusedError(400, str(error)) from error
        offers = GRAPHS if scanned.form.gives_triples else TABLES
        media = choose(", ".join(request.headers.getlist("accept")), offers)
        if media is None:
            raise RefusedError(406, f"{scanned.form.value} is answered as {', '.join(offers)}")
        union = self._union and not scanned.has_dataset

        def ask(out: BinaryIO) -> None:
            self._store.write(operation.query, offers[media], out, union=union, dataset=operation.dataset)

        async with self._gate.enter():
            answer = await _while_listening(request, run_guarded_async(ask, self._limits, self._store.reopen))
        size = answer.seek(0, os.SEEK_END)
        answer.seek(0)
        kind = f"{media}; charset=utf-8" if media.startswith("text/") else media
        return StreamingResponse(
            _pieces(answer), headers={"Content-Length": str(size), "Vary": "Accept"}, media_type=kind
        )


async def _read(request: Request) -> Operation | None:
    from starlette.requests import ClientDisconnect

    if request.method != "POST":
        return read_operation(request.scope["query_string"], None)
    body = bytearray()
    try:
        async with asyncio.timeout(30):
            async for piece in request.stream():
                body += piece
                if len(body) > MAX_BODY:
                    raise RefusedError(413, f"the request has more than {MAX_BODY:,} bytes")
    except TimeoutError:
        raise RefusedError(408, "the request did not arrive within 30 s") from None
    except ClientDisconnect:
        raise RefusedError(_GONE, "the client has gone") from None
    return read_operation(request.scope["query_string"], request.headers.get("content-type", ""), bytes(body))


async def _while_listening(request: Request, work: Coroutine[Any, Any, BinaryIO]) -> BinaryIO:
    """Return the answer, or end the work when the client has gone."""

    async def hear() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass

    working, hearing = asyncio.create_task(work), asyncio.create_task(hear())
    try:
        await asyncio.wait((working, hearing), return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise RefusedError(_GONE, "the client has gone")
        return working.result()
    except OverrunError as error:
        raise RefusedError(500, str(error)) from error
    except QuestionError as error:
        raise RefusedError(400, str(error)) from error
    finally:
        working.cancel()
        hearing.cancel()
        await asyncio.gather(working, hearing, return_exceptions=True)


async def _pieces(answer: BinaryIO) -> AsyncIterator[bytes]:
    with answer:
        while piece := answer.read(_CHUNK):
            yield piece


def _grouped(questions: Sequence[Question]) -> list[tuple[str, list[Question]]]:
    groups = ((title["en"], [one for one in questions if one.group == group]) for group, title in GROUPS.items())
    return [(title, members) for title, members in groups if members]
