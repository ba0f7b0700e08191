"""Write the HTML graph of a workspace, or of the shipped story.

usage: python scripts/export_html_graph.py [WORKSPACE] [-o graph.html]
"""

import argparse
import sys
from pathlib import Path

from claimgraph.errors import ClaimgraphError
from claimgraph.page import render_page
from claimgraph.store import Store
from claimgraph.workspace import read_workspace


def main() -> None:
    """Render and write the page; a file that is there is replaced whole."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("workspace", nargs="?", type=Path, help="a folder with articles/ and entities/")
    parser.add_argument("-o", "--output", type=Path, default=Path("graph.html"))
    arguments = parser.parse_args()
    page = render_page(Store.from_sources(read_workspace(arguments.workspace).sources()))
    beside = arguments.output.with_name(f".{arguments.output.name}.part")
    beside.write_text(page, encoding="utf-8", newline="\n")
    beside.replace(arguments.output)
    print(f"{arguments.output}: {len(page.encode()) / 1e6:.2f} MB", file=sys.stderr)


if __name__ == "__main__":
    try:
        main()
    except (ClaimgraphError, OSError) as error:
        sys.exit(f"export_html_graph: {error}")
