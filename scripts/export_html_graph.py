"""Write the HTML graph of a workspace, or of the shipped story.

usage: python scripts/export_html_graph.py [WORKSPACE] [-o graph.html]
"""

import argparse
import sys
from pathlib import Path

from claimgraph.errors import ClaimgraphError
from claimgraph.namespaces import PREFIXES
from claimgraph.output import replace_file
from claimgraph.page.render import render_page
from claimgraph.store import trig_text
from claimgraph.story import open_story


def main() -> None:
    """Render and write the page; a file that is there is replaced whole."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("workspace", nargs="?", type=Path, help="a folder with articles/ and entities/")
    parser.add_argument("-o", "--output", type=Path, default=Path("graph.html"))
    arguments = parser.parse_args()
    story = open_story(arguments.workspace)
    page = render_page(story.store, questions=story.questions, trig=trig_text(story.sources(), PREFIXES)).encode()
    replace_file(arguments.output, lambda out: out.write(page))
    print(f"{arguments.output}: {len(page) / 1e6:.2f} MB", file=sys.stderr)


if __name__ == "__main__":
    try:
        main()
    except ClaimgraphError as error:
        sys.exit(f"export_html_graph: {error}")
