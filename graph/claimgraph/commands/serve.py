"""`claimgraph serve`: the SPARQL endpoint with its editor, and the page."""

import argparse
from pathlib import Path
from typing import Any

from claimgraph.commands.common import add_limits, add_workspace, limits
from claimgraph.commands.status import DONE


def add(commands: Any) -> None:
    """Add the command's parser."""
    serve = commands.add_parser("serve", help="a SPARQL endpoint with a query editor, and the page")
    add_workspace(serve)
    serve.add_argument("--store", type=Path, metavar="DIR", help="serve a store on disk that build --store has made")
    serve.add_argument("--host", default="127.0.0.1", help="address to serve at (default: this machine only)")
    serve.add_argument("--port", type=int, default=8000, help="port (default: 8000; 0 is any that is free)")
    serve.add_argument(
        "--page",
        type=Path,
        default=Path("build", "graph.html"),
        metavar="FILE",
        help="the page (default: build/graph.html)",
    )
    serve.add_argument("--cors", action="store_true", help="let pages of other sites ask")
    add_limits(serve, seconds=10, megabytes=1000)
    serve.set_defaults(run=_serve)


def _serve(options: argparse.Namespace) -> int:
    from claimgraph.serving.server import serve
    from claimgraph.story import open_story

    page = options.page if options.page.is_file() else None

    def tell(address: str) -> None:
        print(f"query editor     {address}")
        print(f"SPARQL endpoint  {address}sparql")
        print(f"HTML graph       {address}graph.html" if page else f"no HTML graph: {options.page} is not built")
        print("Ctrl-C stops.", flush=True)

    story = open_story(options.workspace, store=options.store)
    serve(
        story.store if options.store is None else story.told,
        story.questions,
        page,
        options.host,
        options.port,
        union=not options.no_union,
        cors=options.cors,
        limits=limits(options),
        ready=tell,
    )
    return DONE
