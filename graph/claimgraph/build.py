"""The main job: read a workspace, check it, and write the graph, its answers, its page and a report."""

import json
from pathlib import Path

from claimgraph.check import Verdict, check_workspace
from claimgraph.model import Finding
from claimgraph.namespaces import PREFIXES
from claimgraph.output import replace_folder
from claimgraph.page import render_page
from claimgraph.question import Question, read_questions
from claimgraph.report import Report, count_graph
from claimgraph.results import for_people, to_markdown
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
    questions = read_questions(workspace.queries)
    reports: list[Report] = []

    def write(place: Path) -> None:
        with stages("write the graph"):
            lines = canonical_lines(workspace.sources())
            (place / "graph.nq").write_text("".join(lines), encoding="utf-8", newline="\n")
            (place / "graph.trig").write_bytes(trig_text(workspace.sources(), PREFIXES))
        with stages("answer the questions"):
            write_results(store, questions, place / "results")
        with stages("draw the page"):
            (place / "graph.html").write_text(render_page(store), encoding="utf-8", newline="\n")
        with stages("count"):
            report = count_graph(store, len(lines), verdict.coverage, _sizes(place))
            reports.append(report)
            _write_json(place / "report.json", report.as_json())
        _write_json(place / "timings.json", stages.seconds)

    replace_folder(out, _OUTPUT, write)
    return reports[0]


def write_results(store: Store, questions: tuple[Question, ...], folder: Path) -> None:
    """Write every question's answer as CSV, JSON, XML (the W3C's formats) and Markdown."""
    folder.mkdir(parents=True, exist_ok=True)
    for question in questions:
        for results in ("csv", "json", "xml"):
            (folder / f"{question.name}.{results}").write_bytes(store.serialize(question.sparql, results))
        table = to_markdown(for_people(store.select(question.sparql)))
        text = f"# {question.title['en']}\n\n{question.question['en']}\n\n{table}"
        (folder / f"{question.name}.md").write_text(text, encoding="utf-8", newline="\n")


def _sizes(place: Path) -> dict[str, int]:
    sizes = {path.name: path.stat().st_size for path in sorted(place.iterdir()) if path.is_file()}
    results = sorted((place / "results").iterdir())
    return sizes | {f"results ({len(results)} files)": sum(path.stat().st_size for path in results)}


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
