"""Questions: SPARQL files with a record in their first lines.

The record stands in lines that begin with ``#+``, as in grlc's decorated queries, and is TOML:
title and question in English and Japanese, tags, and one line of meaning for each column.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from claimgraph.errors import QuestionError

_MARK = "#+"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question of the library.

    Args:
        name: the file's name without its ending.
        title: a heading, by language ("en", "ja").
        question: the question in a sentence, by language.
        tags: what it is about.
        columns: each column of the answer with its meaning, by language, in order.
        sparql: the query.
    """

    name: str
    title: dict[str, str]
    question: dict[str, str]
    tags: tuple[str, ...]
    columns: dict[str, dict[str, str]]
    sparql: str


def read_question(path: Path) -> Question:
    """Read a question from its file.

    Raises:
        QuestionError: names the file and what its record lacks.
    """
    text = path.read_text(encoding="utf-8")
    record = "\n".join(line[len(_MARK) :].strip() for line in text.splitlines() if line.startswith(_MARK))
    try:
        fields = tomllib.loads(record)
    except tomllib.TOMLDecodeError as error:
        raise QuestionError(f"{path}: the record in its {_MARK} lines is not TOML: {error}") from error
    if missing := {"title", "question", "tags", "columns"} - fields.keys():
        raise QuestionError(f"{path}: the record lacks {', '.join(sorted(missing))}")
    for field in ("title", "question"):
        if set(fields[field]) != {"en", "ja"}:
            raise QuestionError(f"{path}: {field} is not in English and Japanese; wanted {field}.en and {field}.ja")
    return Question(
        name=path.stem,
        title=fields["title"],
        question=fields["question"],
        tags=tuple(fields["tags"]),
        columns=fields["columns"],
        sparql=text,
    )


def read_questions(folder: Path) -> tuple[Question, ...]:
    """Return the questions of a folder, by name; none if there is no such folder."""
    return tuple(read_question(path) for path in sorted(folder.glob("*.rq")))


def find_question(name: str, questions: tuple[Question, ...]) -> Question:
    """Return the question of this name.

    Raises:
        QuestionError: if there is none; lists those that there are.
    """
    for question in questions:
        if question.name == name:
            return question
    names = ", ".join(question.name for question in questions)
    raise QuestionError(f"no question is called {name!r}; there are {names or 'none'}")
