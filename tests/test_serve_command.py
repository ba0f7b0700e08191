"""The serve command starts a real server, says where it is, and stops on Ctrl-C."""

import signal
import subprocess
import sys
from pathlib import Path

import httpx

from tests.invented import ACME


def test_the_command_serves_and_stops(tmp_path: Path) -> None:
    page = tmp_path / "graph.html"
    page.write_text("<!DOCTYPE html><title>page</title>")
    process = subprocess.Popen(
        [sys.executable, "-m", "claimgraph.cli", "serve", str(ACME), "--port", "0", "--page", str(page)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(4)]
        address = said[0].split()[-1]
        assert said[1].split()[-1] == f"{address}sparql"
        answer = httpx.post(f"{address}sparql", data={"query": "ASK { ?s ?p ?o }"}, headers={"Accept": "text/csv"})
        assert answer.text.strip() == "true"
        assert httpx.get(f"{address}graph.html").text == page.read_text()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
        assert (process.returncode, out, err) == (0, "", "")
    finally:
        process.kill()
        process.communicate()
