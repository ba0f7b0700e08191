"""Errors: what a user can do wrong, one class per thing that has to be put right.

    ClaimgraphError
    |-- TextError        an article's text or a passage of it
    |-- SourceError      a file of the workspace: syntax, graph, IRI, blank node
    |-- WorkspaceError   a workspace or one of its parts is missing or empty
    |-- QuestionError    a question or a query
    |   `-- OverrunError  a query that cost more than its limits allow
    `-- OutputError      a place that cannot be written

Each message names file and line or IRI, what was found and what is wanted.
"""

TYPE_CHECKING = False  # importing it from typing, or pathlib, takes longer than this module and its readers
if TYPE_CHECKING:
    from pathlib import Path


class ClaimgraphError(Exception):
    """Base of every error that a user can put right."""


class TextError(ClaimgraphError):
    """An article's text, or a passage of it, is not as wanted."""


class SourceError(ClaimgraphError):
    """A file of the workspace cannot be taken as it stands.

    Args:
        path: the file.
        line: the line, from 1, if known.
        found: what stands there, and what is wanted instead.
    """

    def __init__(self, path: "Path", line: int | None, found: str) -> None:
        self.path, self.line, self.found = path, line, found
        super().__init__(f"{path}:{line}: {found}" if line is not None else f"{path}: {found}")


class WorkspaceError(ClaimgraphError):
    """A workspace, or a part it needs, is missing or empty."""


class QuestionError(ClaimgraphError):
    """A question is unknown, or a query cannot be run."""


class OverrunError(QuestionError):
    """A query took too long, needed too much memory, answered too much, or killed its process."""


class OutputError(ClaimgraphError):
    """A result cannot be written where it was asked for."""
