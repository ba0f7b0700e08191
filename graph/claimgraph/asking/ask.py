"""Asking: one query, to a store, to a child process or to a server; what comes back writes the answer.

What each way needs is imported when it is taken, for most questions go to a store in this process.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

from claimgraph.store import Store

if TYPE_CHECKING:
    from claimgraph.asking.guard import Limits

Write = Callable[[str, BinaryIO], None]
"""Writes the answer in one of the formats for machines."""


def ask_store(store: Store, query: str, *, union: bool = False) -> Write:
    """Return what writes a store's answer, from this process: for the library's own questions."""
    return lambda results, out: store.write(query, results, out, union=union)


def ask_guarded(store: Store, query: str, limits: "Limits", *, union: bool = True) -> Write:
    """Return what writes a store's answer to a stranger's query: read-only, bounded, in a child process.

    Raises:
        QuestionError: if the query is refused before it runs; see `scan.scan_query`.
    """
    from claimgraph.asking.guard import run_guarded
    from claimgraph.asking.scan import scan_query

    # Oxigraph ignores FROM when it is also told to take the union of all graphs.
    whole = union and not scan_query(query).has_dataset
    return lambda results, out: run_guarded(
        lambda pipe: store.write(query, results, pipe, union=whole), out, limits, store.reopen
    )


def ask_endpoint(url: str, query: str, seconds: float) -> Write:
    """Return what writes a server's answer, to the same queries as are asked here.

    Raises:
        QuestionError: if the query is refused before it is sent; see `scan.scan_query`.
    """
    from claimgraph.asking.endpoint import fetch_answer
    from claimgraph.asking.scan import scan_query

    scan_query(query)

    def write(results: str, out: BinaryIO) -> None:
        out.write(fetch_answer(url, query, results, seconds))

    return write
