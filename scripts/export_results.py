"""Write every question's answer as CSV, JSON, XML and Markdown.

usage: python scripts/export_results.py OUT [WORKSPACE]

Answers stand in OUT, one file for each question and format. Without WORKSPACE the shipped story is asked.
"""

import sys
from pathlib import Path

from claimgraph.build import write_results
from claimgraph.errors import ClaimgraphError
from claimgraph.store import Store
from claimgraph.workspace import read_workspace


def export(out: Path, folder: Path | None) -> int:
    """Write the answers and return how many questions there were."""
    workspace = read_workspace(folder)
    write_results(Store.from_sources(workspace.sources()), workspace.questions, out)
    return len(workspace.questions)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3) or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    try:
        count = export(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) == 3 else None)
    except (ClaimgraphError, OSError) as error:
        sys.exit(f"export_results: {error}")
    print(f"{count} questions answered in {sys.argv[1]}")
