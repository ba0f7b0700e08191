"""The main job: read a workspace, check it, and write the graph, its answers, its page and a report."""

import json
from collections.abc import Iterable
from pathlib import Path

from claimgraph.answers.address import addresses
from claimgraph.answers.position import tells_positions, to_positions_markdown
from claimgraph.answers.table import Links, for_people, to_html, to_index, to_markdown
from claimgraph.asking.endpoint import read_table
from claimgraph.asking.question import Question
from claimgraph.checking.verdict import Verdict, check_workspace
from claimgraph.model import Finding
from claimgraph.namespaces import PREFIXES
from claimgraph.output import replace_folder
from claimgraph.oxigraph import TABLE_FORMATS
from claimgraph.page.render import render_page
from claimgraph.relations.derivation import derive
from claimgraph.report import Report, count_graph
from claimgraph.source import Source
from claimgraph.store import Store, canonical_lines, trig_text
from claimgraph.timing import Stages
from claimgraph.workspace import Workspace, read_workspace

_OUTPUT = ("graph.html", "graph.nq", "graph.trig", "report.json", "results", "timings.json")


def load(folder: Path | None, stages: Stages) -> tuple[Workspace, Store]:
    """Read a workspace, the shipped story by default, into a store.

    Raises:
        WorkspaceError, SourceError: see `workspace.read_workspace`.
    """
    with stages("read the files"):
        workspace = read_workspace(folder)
    with stages("load the store"):
        store = Store.from_sources(workspace.sources())
    return workspace, store


def check(folder: Path | None, texts: Path | None, stages: Stages) -> Verdict:
    """Check a workspace and write nothing.

    Raises:
        ClaimgraphError: if a file or a text cannot be read at all.
    """
    workspace, store = load(folder, stages)
    return check_workspace(workspace, store, texts, stages)


def build(folder: Path | None, out: Path, texts: Path | None, stages: Stages) -> Report | tuple[Finding, ...]:
    """Build a workspace into a folder, which is replaced whole or not at all.

    Returns:
        The report; or the findings, if there are any, and then nothing is written.

    Raises:
        ClaimgraphError: if a file or a text cannot be read, or the output cannot be written.
    """
    workspace, store = load(folder, stages)
    verdict = check_workspace(workspace, store, texts, stages)
    if verdict.findings:
        return verdict.findings
    with stages("derive the relations"):
        relations = derive(store)
        store.add(relations)
    sources = (*workspace.sources(), relations)
    questions = workspace.questions
    reports: list[Report] = []

    def write(place: Path) -> None:
        with stages("write the graph"):
            quads = write_lines(sources, place / "graph.nq")
            trig = trig_text(sources, PREFIXES)
            (place / "graph.trig").write_bytes(trig)
        with stages("answer the questions"):
            write_results(store, questions, place / "results")
        with stages("draw the page"):
            _write(place / "graph.html", render_page(store, questions=questions, trig=trig))
        with stages("count"):
            report = count_graph(store, quads, verdict.coverage, _sizes(place))
            reports.append(report)
            _write_json(place / "report.json", report.as_json())
        _write_json(place / "timings.json", stages.seconds)

    replace_folder(out, _OUTPUT, write)
    return reports[0]


def write_lines(sources: Iterable[Source], path: Path) -> int:
    """Write the sources' canonical lines into a file; return how many they are."""
    written = 0
    with path.open("wb") as file:
        for line in canonical_lines(sources):
            file.write(line)
            written += 1
    return written


def write_results(store: Store, questions: tuple[Question, ...], folder: Path, page: str = "../graph.html") -> None:
    """Write every question's answer as CSV, TSV, JSON, XML (the W3C's formats), Markdown and HTML, and an index.

    Args:
        store: is asked.
        questions: are answered with their defaults.
        folder: takes one file for each question and format; made if it is not there.
        page: where the page is, seen from the folder, for links to claims.
    """
    folder.mkdir(parents=True, exist_ok=True)
    links = Links(page=page, articles=addresses(store))
    counts: dict[str, int] = {}
    for question in questions:
        written = {results: store.serialize(question.sparql, results) for results in TABLE_FORMATS}
        for results, content in written.items():
            (folder / f"{question.name}.{results}").write_bytes(content)
        answer = read_table(written["json"])
        counts[question.name] = len(answer)
        title, asked = question.title["en"], question.question["en"]
        shown = for_people(answer)
        text = to_positions_markdown(shown, links=links) if tells_positions(shown) else to_markdown(shown, links)
        _write(folder / f"{question.name}.md", f"# {title}\n\n{asked}\n\n{text}")
        _write(folder / f"{question.name}.html", to_html(shown, title, asked, "en", links))
    _write(folder / "index.html", to_index(questions, counts))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _sizes(place: Path) -> dict[str, int]:
    sizes = {path.name: path.stat().st_size for path in sorted(place.iterdir()) if path.is_file()}
    results = sorted((place / "results").iterdir())
    return sizes | {f"results ({len(results)} files)": sum(path.stat().st_size for path in results)}


def _write_json(path: Path, value: object) -> None:
    _write(path, json.dumps(value, ensure_ascii=False, indent=2) + "\n")
