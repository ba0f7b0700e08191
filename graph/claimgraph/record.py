"""Records: what a query file says of itself, in TOML, in the lines that begin with ``#+``, as in grlc's queries."""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from claimgraph.errors import QuestionError

LANGUAGES = ("en", "ja")
_MARK = "#+"


def read_record(path: Path, wanted: Iterable[str]) -> tuple[str, dict[str, Any]]:
    """Return a query file's text and its record.

    Args:
        path: of the file.
        wanted: fields that the record must have.

    Raises:
        QuestionError: names the file and what its record lacks.
    """
    text = path.read_text(encoding="utf-8")
    record = "\n".join(line[len(_MARK) :].strip() for line in text.splitlines() if line.startswith(_MARK))
    try:
        fields = tomllib.loads(record)
    except tomllib.TOMLDecodeError as error:
        raise QuestionError(f"{path}: the record in its {_MARK} lines is not TOML: {error}") from error
    if missing := set(wanted) - fields.keys():
        raise QuestionError(f"{path}: the record lacks {', '.join(sorted(missing))}")
    return text, fields


def refuse_monolingual(path: Path, texts: Mapping[str, Mapping[str, str]]) -> None:
    """Refuse a record with a field that is not in every language.

    Raises:
        QuestionError: names the file and the field.
    """
    for field, by_language in texts.items():
        if set(by_language) != set(LANGUAGES):
            raise QuestionError(f"{path}: {field} is not in English and Japanese; wanted en and ja")
