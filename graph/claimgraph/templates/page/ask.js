// Asking: the library's questions with their answers, and queries of one's own over the whole graph, in the page.

const LIMITS = [5, 30, 120]; // seconds
const ANSWER_ROWS = 200; // drawn at once

const asking = { answers: null, words: "", text: null, answer: null, running: false, failure: null, limit: LIMITS[0], rows: ANSWER_ROWS };

if (data.questions.length || engine.isThere()) views.ask = { draw: drawAsk };

/** The answers that came with the page, unpacked once: {terms, answers: by question and language, in columns of terms}. */
function loadAnswers() {
  asking.answers ??= unpack("answers", "application/json").json();
  return asking.answers;
}

function drawAsk(place) {
  keepingFocus(place, () => place.replaceChildren(
    element("div", { class: "ask" },
      element("nav", { class: "questions", "aria-label": say("questions") }, listQuestions()),
      element("div", { class: "asked" }, state.question ? tellQuestion() : engine.isThere() ? editor() : element("p", {}, say("chooseQuestion"))))));
}

function listQuestions() {
  const wanted = fold(asking.words).split(/\s+/).filter(Boolean);
  const matches = (question) => wanted.every((word) => fold([...Object.values(question.title), ...Object.values(question.question), question.name].join("\n")).includes(word));
  const found = data.questions.filter(matches);
  const groups = [...new Set(found.map(({ group }) => JSON.stringify(group)))];
  const choose = (name) => () => { Object.assign(asking, { rows: ANSWER_ROWS }); change({ question: name }); };
  const item = (name, title) => element("li", {}, element("button",
    { type: "button", "data-key": `question ${name}`, "aria-current": state.question === name ? "true" : undefined, click: choose(name) }, title));
  return [
    engine.isThere() ? element("ul", { class: "plain" }, item("", say("ownQuery"))) : element("p", { class: "faint" }, say("noEngine")),
    element("input", { type: "search", "data-key": "question words", value: asking.words, "aria-label": say("findQuestion"), placeholder: say("findQuestion"),
      autocomplete: "off", input: ({ target }) => { asking.words = target.value; draw(); } }),
    groups.map((group) => [
      element("h2", {}, pick(JSON.parse(group)).text),
      element("ul", { class: "plain" }, found.filter((question) => JSON.stringify(question.group) === group).map(({ name, title }) => item(name, pick(title).text))),
    ]),
    found.length || !data.questions.length ? null : element("p", { class: "faint" }, say("noMatch")),
  ].flat(2);
}

/** A question of the library with the answer that came with the page. */
function tellQuestion() {
  const question = data.questions.find(({ name }) => name === state.question);
  const place = element("div", { class: "answer" }, element("p", { class: "faint" }, say("loading")));
  loadAnswers().then(({ terms, answers }) => {
    const { variables, columns, cut } = answers[question.name][state.language] || answers[question.name].en;
    const rows = (columns[0] || []).map((_, row) => columns.map((column) => (column[row] === null ? null : terms[column[row]])));
    const answer = { form: "table", variables, rows, cut };
    keepingFocus(place, () => place.replaceChildren(...tellAnswer(answer)));
  });
  return [
    element("h2", {}, pick(question.title).text),
    element("p", {}, pick(question.question).text),
    element("details", {}, element("summary", {}, say("query")), element("pre", { tabindex: "0" }, question.query),
      element("p", { class: "actions" }, copier("copyQuery", () => question.query),
        engine.isThere() ? element("button", { type: "button", class: "quiet", click: () => { asking.text = question.query; change({ question: "" }); } }, say("editQuery")) : null)),
    place,
  ];
}

const FIRST_QUERY = `PREFIX cg: <https://w3id.org/claimgraph/ontology#>

SELECT ?statement ?polarity ?claim ?article WHERE {
  GRAPH ?article { ?claim a cg:Claim ; cg:statement ?statement ; cg:polarity ?polarity }
  FILTER (LANG(?statement) = "en")
}
ORDER BY ?claim
LIMIT 20`;

function editor() {
  const text = element("textarea", { "data-key": "query", spellcheck: "false", rows: "12", "aria-label": say("query"),
    input: ({ target }) => { asking.text = target.value; },
    keydown: (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run(); } });
  text.value = asking.text ?? FIRST_QUERY;
  const limit = element("select", { "data-key": "limit", "aria-label": say("timeLimit"), change: ({ target }) => { asking.limit = Number(target.value); } },
    LIMITS.map((seconds) => element("option", { value: String(seconds), selected: seconds === asking.limit }, say("seconds", { n: seconds }))));
  return [
    element("h2", {}, say("ownQuery")),
    element("p", { class: "faint" }, say("unionHint")),
    text,
    element("p", { class: "actions" },
      element("button", { type: "button", "data-key": "run", disabled: asking.running, click: run }, say("run")),
      element("button", { type: "button", "data-key": "cancel", disabled: !asking.running, click: () => engine.cancel() }, say("cancel")),
      element("label", {}, `${say("timeLimit")} `, limit)),
    element("div", { class: "answer", role: "status" },
      asking.running ? element("p", { class: "faint" }, say("running"))
        : asking.failure ? element("p", { class: "failure" }, sayFailure(asking.failure))
          : asking.answer ? tellAnswer(asking.answer) : null),
  ];
}

const sayFailure = ({ message, slots }) => (data.words[message] ? say(message, slots) : message);

async function run() {
  Object.assign(asking, { running: true, failure: null, answer: null, rows: ANSWER_ROWS, text: asking.text ?? FIRST_QUERY });
  draw();
  try {
    asking.answer = await engine.ask(asking.text, { limitSeconds: asking.limit });
  } catch (failure) {
    asking.failure = failure;
  }
  asking.running = false;
  draw();
}

/** An answer as a table; what is a thing of the picture or a claim can be selected. */
function tellAnswer({ form, boolean, variables, rows, cut, seconds }) {
  const time = seconds === undefined ? "" : say("took", { seconds: seconds < 0.01 ? "< 0.01" : seconds.toFixed(2) });
  if (form === "boolean") return [element("p", {}, element("b", {}, say(boolean ? "yes" : "no")), ` ${time}`)];
  const passing = isFiltered() ? rows.filter(isRowVisible) : rows;
  const columns = columnsOf(variables);
  const more = passing.length - asking.rows;
  return [
    element("p", { class: "faint" }, [say(passing.length === 1 ? "oneRow" : "rows", { n: passing.length }), cut ? say("rowsCut") : "",
      passing.length < rows.length ? say("rowsFiltered", { n: rows.length - passing.length }) : "", time].filter(Boolean).join(" · ")),
    passing.length === 0 ? null : element("div", { class: "rows", tabindex: "0", role: "region", "aria-label": say("answer") }, element("table", {},
      element("thead", {}, element("tr", {}, columns.map(({ name }) => element("th", { scope: "col" }, name)))),
      element("tbody", {}, passing.slice(0, asking.rows).map((row) => element("tr", {}, columns.map((column) => tellCell(row, column))))))),
    more > 0 ? element("button", { type: "button", class: "more", "data-key": "answer rows", click: () => { asking.rows += ANSWER_ROWS; draw(); } }, say("more", { n: more })) : null,
  ].filter(Boolean);
}

// A column x beside a column xLabel is the thing that the label names: one column tells both.
function columnsOf(variables) {
  const labelled = new Set(variables.filter((name) => variables.includes(`${name}Label`)));
  return variables.map((name, index) => {
    const thing = name.endsWith("Label") ? variables.indexOf(name.slice(0, -"Label".length)) : -1;
    return { name: thing < 0 ? name : name.slice(0, -"Label".length), index, thing, isShown: !labelled.has(name) };
  }).filter(({ isShown }) => isShown);
}

const byIri = new Map(Object.entries(data.things).map(([id, { iri }]) => [iri, id]));

function tellCell(row, { index, thing }) {
  const cell = row[index];
  if (!cell) return element("td", {});
  const id = byIri.get((thing < 0 ? cell : row[thing] || cell).value);
  if (cell.type !== "uri") {
    const text = cell.value;
    if (id === undefined || thing < 0 || !isDrawn(id)) return element("td", { lang: cell.language }, text);
    return element("td", {}, element("button", { type: "button", class: "thing", lang: cell.language, click: () => select({ thing: id }) }, text));
  }
  if (id === undefined) return element("td", { class: "iri" }, cell.value);
  return element("td", {}, data.claims[id] ? element("button", { type: "button", class: "thing iri", click: () => select({ thing: id }) }, data.things[id].short) : shown(id));
}

/** Whether a row is not about claims, or about one that the filters leave. */
function isRowVisible(row) {
  const claims = row.map((cell) => cell && byIri.get(cell.value)).filter((id) => id !== undefined && data.claims[id]);
  return !claims.length || claims.some(isVisible);
}
