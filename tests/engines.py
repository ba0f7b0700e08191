"""Real SPARQL servers on loopback ports, started for the tests and ended with them: Oxigraph's and Virtuoso.

https://www.w3.org/TR/sparql11-http-rdf-update/ is how they are filled, a graph at a time.
"""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from claimgraph.asking.endpoint import fetch_answer, read_table
from claimgraph.errors import QuestionError

_PATIENCE = 60  # seconds until a server must answer

# https://docs.openlinksw.com/virtuoso/databaseadmsrv/: every path in the server's own folder, both ports on loopback.
# MaxCheckpointRemap, the buffers and the threads are those of a small database; the rest is refused if left out.
_VIRTUOSO_INI = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000
[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
MaxCheckpointRemap = 2000
[Parameters]
ServerPort = 127.0.0.1:{sql_port}
ServerThreads = 10
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
CheckpointInterval = 0
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = {folder}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = 100000
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A running server: where it is asked, where it takes graphs, and how one may write."""

    query: str
    graphs: str
    auth: httpx.Auth | None = None

    def fill(self, graphs: Mapping[str, bytes]) -> None:
        """Replace graphs, given as N-Triples by IRI, one request each; both servers are idempotent in this only."""
        with httpx.Client(auth=self.auth, timeout=_PATIENCE) as client:
            for graph, triples in graphs.items():
                headers = {"Content-Type": "application/n-triples"}
                answer = client.put(self.graphs, params={"graph": graph}, content=triples, headers=headers)
                assert answer.is_success, f"{graph}: {answer.status_code} {answer.text}"


def oxigraph_command() -> str | None:
    """Return the oxigraph command of this interpreter, or None."""
    return shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")


def virtuoso_command() -> str | None:
    """Return the command of Debian's package virtuoso-opensource-7-bin, or None."""
    return shutil.which("virtuoso-t")


@contextmanager
def oxigraph(folder: Path) -> Iterator[Server]:
    """Run Oxigraph's server over an empty store in the folder."""
    command, port = oxigraph_command(), _free_port()
    assert command is not None
    address = f"http://127.0.0.1:{port}"
    server = Server(query=f"{address}/query", graphs=f"{address}/store")
    with _running(
        [command, "serve", "--location", str(folder / "store"), "--bind", f"127.0.0.1:{port}"], folder, server
    ):
        yield server


@contextmanager
def virtuoso(folder: Path) -> Iterator[Server]:
    """Run Virtuoso over an empty database in the folder."""
    command, port = virtuoso_command(), _free_port()
    assert command is not None
    settings = folder / "virtuoso.ini"
    settings.write_text(_VIRTUOSO_INI.format(folder=folder, port=port, sql_port=_free_port()), encoding="utf-8")
    address = f"http://127.0.0.1:{port}"
    server = Server(
        query=f"{address}/sparql",
        graphs=f"{address}/sparql-graph-crud-auth",
        auth=httpx.DigestAuth("dba", "dba"),
    )
    with _running([command, "+configfile", str(settings), "+foreground"], folder, server):
        yield server


@contextmanager
def _running(command: list[str], folder: Path, server: Server) -> Iterator[None]:
    said = folder / "said.txt"
    with said.open("wb") as log, subprocess.Popen(command, cwd=folder, stdout=log, stderr=log) as process:
        try:
            _wait(process, server, said)
            yield
        finally:
            process.kill()  # its folder is thrown away: no need for a checkpoint


def _wait(process: "subprocess.Popen[bytes]", server: Server, said: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < end:
        try:
            read_table(fetch_answer(server.query, "SELECT ?s WHERE { GRAPH ?g { ?s ?p ?o } } LIMIT 1", "json"))
        except QuestionError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(
        f"{process.args!r} does not answer: {said.read_text(encoding='utf-8', errors='replace')[-1000:]}"
    )


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
