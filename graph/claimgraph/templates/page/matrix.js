// The matrix: which data types claims put into which countries, by what is done there and by who reports it.
// Pairs are read within one subject of a proposition: what another subject of the same claim does is another matter.

const LINES_AT_ONCE = 200; // of all cells, drawn at once: so many rows as hold them; the rest when asked for
const DEEDS = 4; // lines in a cell; a click shows all of its claims
const COUNTRIES = 12; // columns; the filters tell the rest apart
const MARKS_ON_LINE = 3; // articles, or deeds, on one line of a cell
const NOBODY = ""; // stands for the data type or the country that a claim does not name

const pairsIn = new Map(); // of each claim
const matrixShown = { by: null, lines: LINES_AT_ONCE };

views.matrix = { draw: drawMatrix };

/** What a claim says of data and countries: [{kind, country, operation, roles}], the roles being the country's in the operation. */
function readPairs(id) {
  if (!pairsIn.has(id)) pairsIn.set(id, pairsOf(id));
  return pairsIn.get(id);
}

function pairsOf(id) {
  const pairs = new Map();
  for (const triples of bySubject(id).values()) {
    const values = (short) => triples.filter(([, property]) => isA([property], short)).map(([, , value]) => value);
    const kinds = values("dpv:hasPersonalData");
    const operations = values("dpv:hasProcessing");
    const places = triples.filter(([, property, value]) => typeof value === "string" && PLACES.includes(data.things[property].short))
      .map(([, role, value]) => ({ role, country: data.countries[value] || value }));
    if (!kinds.length && !(operations.length && places.length)) continue;
    for (const kind of kinds.length ? kinds : [NOBODY]) {
      for (const { country, roles } of choosePlaces(places)) {
        for (const operation of operations.length ? operations : [NOBODY]) {
          pairs.set([kind, country, operation, ...roles].join(), { kind, country, operation, roles });
        }
      }
    }
  }
  return [...pairs.values()];
}

function bySubject(id) {
  const subjects = new Map();
  for (const triple of data.claims[id].triples) {
    if (!subjects.has(triple[0])) subjects.set(triple[0], []);
    subjects.get(triple[0]).push(triple);
  }
  return subjects;
}

/** The countries and their roles: without a site beside its country in the same role; "only at" adds to another role there. */
function choosePlaces(places) {
  if (!places.length) return [{ country: NOBODY, roles: [] }];
  const isCountry = ({ country }) => data.things[country].kind === "dpv:Country";
  const among = places.filter((place) => isCountry(place) || !places.some((other) => other.role === place.role && isCountry(other)));
  const only = among.filter(({ role }) => isA([role], "cg:onlyAt"));
  const rest = among.filter((place) => !only.includes(place));
  const alone = only.filter(({ country }) => !rest.some((other) => other.country === country));
  const onlyIn = (country) => only.filter((other) => other.country === country).map(({ role }) => role);
  return [...rest, ...alone].map(({ country, role }) => ({ country, roles: [...new Set([role, ...onlyIn(country)])] }));
}

/** The claims in a matrix: {kinds, countries, cells, outside}; what most claims name comes first, what nobody names last. */
function readMatrix(claims) {
  const cells = new Map();
  const weights = { kind: new Map(), country: new Map() };
  let outside = 0;
  for (const id of claims) {
    const pairs = readPairs(id).filter(({ kind, country, operation, roles }) =>
      isWanted("data", [kind]) && isWanted("country", [country]) && isWanted("operation", [operation]) && isWanted("role", roles));
    if (!pairs.length) outside += 1;
    for (const pair of pairs) {
      const key = `${pair.kind} ${pair.country}`;
      if (!cells.has(key)) cells.set(key, []);
      cells.get(key).push({ ...pair, id });
      for (const [axis, weight] of Object.entries(weights)) {
        if (!weight.has(pair[axis])) weight.set(pair[axis], new Set());
        weight.get(pair[axis]).add(id);
      }
    }
  }
  const order = (weight) => [...weight.keys()].sort((one, other) =>
    (one === NOBODY) - (other === NOBODY) || weight.get(other).size - weight.get(one).size || (nameOf(one) < nameOf(other) ? -1 : 1));
  return { kinds: order(weights.kind), countries: order(weights.country), cells, weights, outside };
}

// A claim that passes the filters may say other things, too: only what is asked for has a place here.
const isWanted = (facet, values) => !state.filters[facet] || values.some((value) => state.filters[facet].has(value));

function drawMatrix(place, claims) {
  const by = filterKey();
  if (matrixShown.by !== by) Object.assign(matrixShown, { by, lines: LINES_AT_ONCE });
  const matrix = readMatrix(claims);
  const countries = matrix.countries.slice(0, COUNTRIES);
  const kinds = fillScreen(matrix, countries);
  const articles = numberArticles(claims);
  const left = matrix.kinds.length - kinds.length;
  keepingFocus(place, () => place.replaceChildren(
    drawSwitch("split", { operation: "byOperation", article: "byArticle" }),
    element("div", { class: "rows", tabindex: "0", role: "region", "aria-label": say("matrix") },
      drawMatrixLegend(matrix, articles, countries.length),
      kinds.length ? element("table", { class: "matrix" },
        element("thead", {}, element("tr", {},
          element("th", { scope: "col" }, say("data")),
          countries.map((country) => headOfMatrix("col", country, "noCountry", matrix.weights.country)))),
        element("tbody", {}, kinds.map((kind) => element("tr", {},
          headOfMatrix("row", kind, "noData", matrix.weights.kind),
          countries.map((country) => drawCell(kind, country, matrix.cells.get(`${kind} ${country}`), articles)))))) : null,
      moreOf(left, "rows", () => { matrixShown.lines += LINES_AT_ONCE; drawMatrix(place, claims); }))));
}

/** The rows to draw: so many that their cells hold no more lines than a screen can, and one at least. */
function fillScreen({ kinds, cells }, countries) {
  let lines = 0;
  return kinds.filter((kind, rank) => {
    for (const country of countries) lines += Math.min(DEEDS, new Set((cells.get(`${kind} ${country}`) || []).map(deedOf)).size) || 0.2;
    return !rank || lines <= matrixShown.lines;
  });
}

/** A choice among a few ways to show something: each value of a key of the state and its word. */
function drawSwitch(key, words) {
  return element("div", { class: "tools" }, element("div", { class: "switch", role: "group", "aria-label": say("arrangement") },
    Object.entries(words).map(([value, word]) => element("button", { type: "button", "data-key": `${key} ${value}`,
      "aria-pressed": String(state[key] === value), click: () => change({ [key]: value }) }, say(word)))));
}

/** Articles by a number that stands for them in the cells: those of most claims first. */
function numberArticles(claims) {
  const counts = new Map();
  for (const id of claims) counts.set(sourceOf(id), (counts.get(sourceOf(id)) || 0) + 1);
  return new Map([...counts.keys()].sort((one, other) =>
    counts.get(other) - counts.get(one) || rankOfArticle.get(one) - rankOfArticle.get(other)).map((id, rank) => [id, rank + 1]));
}

function drawMatrixLegend({ outside, countries }, articles, columns) {
  const left = countries.length - columns;
  return element("div", { class: "remark" },
    element("ul", { class: "plain numbered" }, [...articles].slice(0, 8).map(([id, number]) => element("li", {}, articleMark(number), named("span", id))),
      articles.size > 8 ? element("li", { class: "faint" }, say("more", { n: articles.size - 8 })) : null),
    element("p", { class: "faint" }, element("span", { class: "nobody", "aria-hidden": "true" }, "–"), ` ${say("nobodyHow")}`),
    element("p", { class: "faint" }, element("span", { class: "mark-count denied" }, "1"), ` ${say("deniedHow")}`),
    outside ? element("p", { class: "faint" }, say("outsideMatrix", { claims: countClaims(outside) })) : null,
    left > 0 ? element("p", { class: "faint" }, say("moreCountries", { n: left })) : null);
}

const articleMark = (number) => element("span", { class: "article-mark" }, sayNumber(number));

function headOfMatrix(scope, id, word, weight) {
  const count = element("span", { class: "count" }, sayNumber(weight.get(id).size));
  if (id === NOBODY) return element("th", { scope, class: "faint" }, say(word), " ", count);
  const name = shown(id);
  name.dataset.key = `head ${id}`;
  return element("th", { scope }, name, " ", count);
}

/** A cell: its claims by deed or by article, and within that by the other; a click opens them. */
function drawCell(kind, country, entries, articles) {
  if (!entries) return element("td", { class: "empty" },
    element("span", { class: "nobody", "aria-hidden": "true" }, "–"), element("span", { class: "offscreen" }, say("nobodySays")));
  const claims = [...new Set(entries.map(({ id }) => id))];
  const groups = state.split === "article" ? group(entries, ({ id }) => sourceOf(id), articles) : group(entries, deedOf);
  const lines = groups.slice(0, DEEDS).map(state.split === "article"
    ? ([article, own]) => element("li", {}, saidArticle(articles.get(article)), deedsOf(own))
    : ([, own]) => element("li", {}, element("span", { class: "deed" }, sayDeed(own[0])), marksOfArticles(own, articles)));
  if (groups.length > DEEDS) lines.push(element("li", { class: "faint" }, say("more", { n: groups.length - DEEDS })));
  return element("td", { "data-cell": `${kind} ${country}` }, element("button", { type: "button", class: "cell", "data-key": `cell ${kind} ${country}`,
    "aria-current": areOpened(claims) ? "true" : undefined, click: () => openClaims(claims) },
  element("span", { class: "offscreen" }, countClaims(claims.length)), element("ul", {}, lines)));
}

const deedOf = ({ operation, roles }) => [operation, ...roles].join(" ");

/** What is done, and the country's part in it. */
function sayDeed({ operation, roles }) {
  return element("span", {}, operation === NOBODY ? say("noOperation") : nameOf(operation), roles.length ? element("span", { class: "faint" }, ` (${namesOf(roles)})`) : "");
}

/** Things by a key, the most first, or in the order of a map that holds the keys. */
function group(list, keyOf, order = null) {
  const groups = new Map();
  for (const one of list) {
    if (!groups.has(keyOf(one))) groups.set(keyOf(one), []);
    groups.get(keyOf(one)).push(one);
  }
  return [...groups].sort(([one, ones], [two, twos]) => (order ? order.get(one) - order.get(two) : twos.length - ones.length));
}

const saidArticle = (number) => [element("span", { class: "offscreen" }, `${say("article")} `), articleMark(number)];

function marksOfArticles(entries, articles) {
  const groups = group(entries, ({ id }) => sourceOf(id), articles);
  return element("span", { class: "marks" },
    groups.slice(0, MARKS_ON_LINE).map(([article, own]) => element("span", { class: "of-article" }, saidArticle(articles.get(article)), markCounts(own))),
    groups.length > MARKS_ON_LINE ? element("span", { class: "faint" }, say("more", { n: groups.length - MARKS_ON_LINE })) : null);
}

function deedsOf(entries) {
  const groups = group(entries, deedOf);
  return element("span", { class: "deeds" },
    groups.slice(0, MARKS_ON_LINE + 1).map(([, same]) => element("span", { class: "deed" }, sayDeed(same[0]), element("span", { class: "marks" }, markCounts(same)))),
    groups.length > MARKS_ON_LINE + 1 ? element("span", { class: "deed faint" }, say("more", { n: groups.length - MARKS_ON_LINE - 1 })) : null);
}

/** How many claims affirm, and how many deny. */
function markCounts(entries) {
  const claims = [...new Set(entries.map(({ id }) => id))];
  const denied = claims.filter(isDenied).length;
  return [
    claims.length > denied ? element("span", { class: "mark-count" }, sayNumber(claims.length - denied)) : null,
    denied ? element("span", { class: "mark-count denied" }, element("span", { class: "offscreen" }, `${say("lineOfDenials")} `), sayNumber(denied)) : null,
  ].filter(Boolean);
}
