"""Questions: SPARQL files with a record in their first lines.

The record has title and question in English and Japanese, group, tags, one line of meaning for each column, and the
parameters.

Where a query has OPTIONAL, the labels of a taxonomy's terms come after the last: Oxigraph begins with what it thinks
is small, so before the OPTIONALs it joins four labels with all claims, and a question about one service took seven
times as long.
"""

from dataclasses import dataclass
from pathlib import Path

from claimgraph.asking.parameter import Parameter, marked
from claimgraph.errors import QuestionError
from claimgraph.record import read_record, refuse_monolingual

GROUPS: dict[str, dict[str, str]] = {
    "storage": {"en": "Where data lies", "ja": "データの所在"},
    "access": {"en": "Who can reach it, and who did", "ja": "誰が到達でき、誰が到達したか"},
    "monitoring": {"en": "Who watches, and for whom", "ja": "誰が誰のために監視するか"},
    "movement": {"en": "What moves where", "ja": "何がどこへ移るか"},
    "openness": {"en": "What people were told", "ja": "人々に何が知らされたか"},
    "protection": {"en": "Encryption and other protection", "ja": "暗号化などの保護"},
    "things": {"en": "Companies, people, services, data", "ja": "会社・人・サービス・データ"},
    "numbers": {"en": "Numbers", "ja": "数"},
    "acts": {"en": "How things are said", "ja": "述べ方"},
    "commitments": {"en": "Promises", "ja": "約束"},
    "time": {"en": "When", "ja": "いつ"},
    "voices": {"en": "Who says so", "ja": "誰が述べるか"},
    "comparison": {"en": "Sources compared", "ja": "出典の比較"},
    "gaps": {"en": "What nobody says", "ja": "誰も述べないこと"},
    "reactions": {"en": "Law, authorities, reactions", "ja": "法・行政・反応"},
    "dossiers": {"en": "One thing in full", "ja": "一つの物のすべて"},
    "records": {"en": "The graph about itself", "ja": "グラフ自身について"},
}


# Every question with names in its answer takes the language they are wanted in.
LANGUAGE = Parameter(
    name="lang",
    type="language",
    meaning={"en": "language of names and statements: en or ja", "ja": "名と言い換えの言語：en または ja"},
    example="ja",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question of the library.

    Args:
        name: the file's name without its ending.
        title: a heading, by language ("en", "ja").
        question: the question in a sentence, by language.
        tags: what it is about.
        group: the heading under which it is listed.
        columns: each column of the answer with its meaning, by language, in order.
        parameters: the values that it takes.
        sparql: the query, with its defaults.
    """

    name: str
    title: dict[str, str]
    question: dict[str, str]
    group: str
    tags: tuple[str, ...]
    columns: dict[str, dict[str, str]]
    parameters: tuple[Parameter, ...]
    sparql: str

    def parameter(self, name: str) -> Parameter:
        """Return the parameter of this name.

        Raises:
            QuestionError: if the question takes no such value; lists those that it takes.
        """
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        names = ", ".join(parameter.name for parameter in self.parameters)
        raise QuestionError(f"{self.name} takes no {name!r}; it takes {names or 'nothing'}")


def read_question(path: Path) -> Question:
    """Read a question from its file.

    Raises:
        QuestionError: names the file and what its record lacks.
    """
    text, fields = read_record(path, ("title", "question", "group", "tags", "columns"))
    if fields["group"] not in GROUPS:
        raise QuestionError(f"{path}: the group is {fields['group']!r}; wanted one of {', '.join(GROUPS)}")
    parameters = fields.get("parameters", {})
    if set(parameters) != set(marked(text)) - {LANGUAGE.name}:
        lines = ", ".join(marked(text)) or "none"
        raise QuestionError(f"{path}: the record has the parameters {sorted(parameters)}; the query marks {lines}")
    bilingual = {"title": fields["title"], "question": fields["question"], **fields["columns"]}
    refuse_monolingual(path, bilingual | {name: record["meaning"] for name, record in parameters.items()})
    return Question(
        name=path.stem,
        title=fields["title"],
        question=fields["question"],
        group=fields["group"],
        tags=tuple(fields["tags"]),
        columns=fields["columns"],
        parameters=(
            *(Parameter(name=name, **record) for name, record in parameters.items()),
            *((LANGUAGE,) if LANGUAGE.name in marked(text) else ()),
        ),
        sparql=text,
    )


def read_questions(folder: Path) -> tuple[Question, ...]:
    """Return the questions of a folder, group by group and by name; none if there is no such folder."""
    groups = list(GROUPS)
    questions = (read_question(path) for path in sorted(folder.glob("*.rq")))
    return tuple(sorted(questions, key=lambda question: groups.index(question.group)))


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
