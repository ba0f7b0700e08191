"""Addresses: where articles stand on the web, as far as the graph has it and a browser can follow it."""

from claimgraph.resources import lookup
from claimgraph.source import is_web_address
from claimgraph.store import Store


def addresses(store: Store) -> dict[str, str]:
    """Return the web addresses of articles by their IRIs."""
    rows = store.select(lookup("addresses")).texts()
    return {row["article"]: row["address"] for row in rows if is_web_address(row["address"])}
