"""What the engine does with a query: the plan and its costs, from the `oxigraph` command on the same quads.

pyoxigraph 0.5 gives no plan; the command line of the same engine does.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from claimgraph.errors import QuestionError
from claimgraph.source import Source
from claimgraph.store import canonical_lines


def explain(sources: Iterable[Source], query: str, *, union: bool) -> str:
    """Return the plan of a query with rows and seconds of each step.

    Raises:
        QuestionError: if the oxigraph command is not installed, or refuses the query.
    """
    # The command stands beside this interpreter when it was installed into the same environment.
    command = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if command is None:
        raise QuestionError("explaining needs the oxigraph command: pip install 'claimgraph[explain]'")
    with tempfile.TemporaryDirectory() as folder:
        data, store, results = Path(folder, "graph.nq"), Path(folder, "store"), Path(folder, "results.csv")
        data.write_bytes(b"".join(canonical_lines(sources)))
        subprocess.run([command, "load", "--location", store, "--file", data], check=True, capture_output=True)
        options = ["--union-default-graph"] if union else []
        done = subprocess.run(
            [command, "query", "--location", store, "--explain", "--stats", *options, "--results-file", results],
            input=query,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise QuestionError(f"the query is not SPARQL: {done.stderr.strip()}")
        return done.stderr
