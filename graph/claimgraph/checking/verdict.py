"""Checking: everything that can be wrong with a workspace that reads, as findings in one list."""

from dataclasses import dataclass
from pathlib import Path

from claimgraph.checking.hygiene import hygiene_beside
from claimgraph.checking.validation import validate
from claimgraph.model import Finding
from claimgraph.store import Store
from claimgraph.texts.coverage import Coverage, check_texts
from claimgraph.timing import Stages
from claimgraph.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What checking a workspace found.

    Args:
        findings: everything that is wrong, in order; none if the workspace may be built.
        coverage: how each article's text is accounted for; None if the texts were not at hand.
    """

    findings: tuple[Finding, ...]
    coverage: tuple[Coverage, ...] | None


def check_workspace(workspace: Workspace, store: Store, texts: Path | None, stages: Stages) -> Verdict:
    """Check a workspace: shapes, hygiene and, where the texts are at hand, passages and coverage.

    Raises:
        TextError: if the folder of texts is missing or one of them cannot be read.
    """
    with stages("check shapes and hygiene rules"), hygiene_beside(store) as hygiene:
        findings = validate(workspace.sources())
        findings += hygiene()
    coverage = None
    if texts is not None:
        with stages("compare the passages with the texts"):
            coverage, wrong = check_texts(store, texts)
            findings += wrong
    files = workspace.files() if findings else {}
    located = (
        Finding(rule=f.rule, focus=f.focus, sentence=f.sentence, where=f.where or files.get(f.focus, ""))
        for f in findings
    )
    return Verdict(findings=tuple(sorted(located)), coverage=None if coverage is None else tuple(coverage))
