// The evidence panel: what the graph holds of the selected thing, line, article, claim or claims.

function drawPanel() {
  const panel = byId("panel");
  const { thing, link, pair, claims } = state.selected || {};
  const close = element("button", { type: "button", class: "close", "aria-label": say("close"), click: () => select(null) }, "×");
  const content = !state.selected ? introduce()
    : link ? tellLink(link)
    : pair ? tellPair(pair)
    : claims ? tellSelection(claims)
    : data.claims[thing] ? tellClaim(thing)
    : tellThing(thing);
  const hadFocus = panel.contains(document.activeElement);
  panel.replaceChildren(...(state.selected ? [close] : []), ...content.flat().filter(Boolean));
  panel.scrollTop = 0;
  if (hadFocus) panel.focus(); // the button that was pressed is gone
  document.body.dataset.panel = state.selected || state.view === "graph" ? "open" : "empty";
}

function introduce() {
  const ids = Object.keys(data.claims);
  const counts = {
    claims: ids.length,
    articles: Object.keys(data.articles).length,
    things: data.pictures.overview.nodes.filter(({ id }) => !data.articles[id]).length,
    denied: ids.filter(isDenied).length,
    promised: ids.filter(isPromised).length,
  };
  return [
    element("h2", {}, say("introTitle")),
    element("p", {}, say("introHow")),
    element("p", { class: "faint" }, ids.length ? say("introCount", counts) : say("noClaims")),
    element("h3", {}, say("articles")),
    element("ul", { class: "plain" }, Object.keys(data.articles).map((id) => element("li", {}, shown(id), tellAddress(id)))),
    countRelations(),
    element("h3", {}, say("keys")),
    element("p", { class: "faint" }, say("keysHow")),
  ].flat();
}

function kicker(kind) {
  return element("p", { class: "kicker" }, symbol(kind), nameOfKind(kind));
}

function tellThing(id) {
  const thing = data.things[id];
  const rest = Object.entries(thing.names).filter(([, text]) => text !== nameOf(id));
  return [
    kicker(thing.kind),
    named("h2", id),
    rest.map(([language, text]) => element("p", { class: "faint", lang: language }, text)),
    thing.others ? element("p", { class: "faint" }, `${say("also")}: ${[...new Set(thing.others)].join(say("comma"))}`) : null,
    state.view === "graph" ? element("p", { class: "actions" }, actionsOn(id)) : null,
    data.articles[id] ? tellArticle(id) : [],
    tellRoles(id),
  ].flat();
}

function tellArticle(id) {
  const fields = ["schema:publisher", "schema:author", "schema:datePublished", "schema:inLanguage", "cg:textLength"];
  return [tellAddress(id), tellFields(data.articles[id], fields)];
}

function tellAddress(id) {
  const url = firstOf((data.articles[id] || {})["schema:url"]);
  if (!url) return element("p", { class: "faint" }, say("noAddress"));
  return element("p", {}, webLink(typeof url === "string" ? data.things[url].iri : url.text));
}

function tellLink({ from, to }) {
  const edge = overviewEdges.find((one) => one.from === from && one.to === to) || { claims: [], properties: [] };
  const claims = edge.claims.filter(isVisible);
  return [
    element("p", { class: "kicker" }, say("link")),
    element("h2", {}, shown(from), " → ", shown(to)),
    element("p", { class: "faint" }, namesOf(edge.properties)),
    element("h3", {}, claims.length ? countClaims(claims.length) : say("noClaims")),
    tellClaims(claims),
  ].flat();
}

function tellSelection(claims) {
  return [element("p", { class: "kicker" }, say("selection")), element("h2", {}, countClaims(claims.length)),
    claims.length < OPENED_AT_ONCE ? null : element("p", { class: "faint" }, say("mostClaims", { n: OPENED_AT_ONCE })), tellClaims(claims)].flat();
}

/** The claims about a thing, grouped by what they say of it, each claim once. */
function tellRoles(id) {
  const links = linksOf().get(id) || new Map();
  const claims = [...links.keys()].filter(isVisible).sort(byPlace);
  const left = links.size - claims.length;
  const groups = new Map();
  for (const claim of claims) {
    const [role = ""] = links.get(claim).filter((property) => !isA([property], "cg:source") || data.articles[id]);
    groups.set(role, [...(groups.get(role) || []), claim]);
  }
  const bySize = [...groups].sort(([, one], [, other]) => other.length - one.length);
  return [
    element("h3", {}, claims.length ? countClaims(claims.length) : say("noClaims")),
    left ? element("p", { class: "faint" }, say("filteredOut", { n: left })) : null,
    bySize.length === 1 ? tellClaims(claims) : bySize.map(([role, ids], rank) => element("details", { class: "group", open: rank < 3 },
      element("summary", {}, role ? named("span", role, { title: definitionOf(role) || undefined }) : say("asSubject"), element("span", { class: "count" }, sayNumber(ids.length))),
      tellClaims(ids))),
  ].flat();
}

/** Claims by article, in the article's order. */
function tellClaims(ids) {
  const articles = [...new Set(ids.map(sourceOf))];
  return articles.map((article) => [
    article && !isSelected(article) ? element("div", { class: "source" }, shown(article), tellAddress(article)) : null,
    element("ul", { class: "claims" }, ids.filter((id) => sourceOf(id) === article).sort(byPlace).map(card)),
  ]).flat();
}

const isSelected = (id) => state.selected !== null && state.selected.thing === id;

function card(id) {
  const claim = data.claims[id];
  return element("li", { class: mood(id) },
    named("button", id, { type: "button", class: "statement", click: () => select({ thing: id }, true) }),
    badges(id),
    element("p", { class: "faint" }, [
      namesOf(claim["cg:claimant"]) || say("unknown"),
      claim["cg:saidOn"] ? say("said", { date: sayDate(claim["cg:saidOn"][0].text) }) : "",
    ].filter(Boolean).join(" · ")),
    element("p", { class: "faint" }, placesOf(id).join(" / ")));
}

const mood = (id) => [isDenied(id) ? "denied" : "", isPromised(id) ? "promised" : ""].filter(Boolean).join(" ") || "affirmed";

/** The claim's polarity, act, certainty and status, each explained to who points at it or goes to it by key. */
function badges(id) {
  const claim = data.claims[id];
  const badge = (term, sort) => element("span", { class: `badge ${sort}`, title: definitionOf(term) || undefined }, nameOf(term));
  const presupposed = byShort.get("cg:presupposed");
  return element("p", { class: "badges" },
    (claim["cg:polarity"] || []).map((term) => badge(term, isDenied(id) ? "denied" : "")),
    (claim["cg:act"] || []).map((term) => badge(term, isPromised(id) ? "promised" : "")),
    (claim["cg:certainty"] || []).map((term) => badge(term, isA([term], "cg:Certain") ? "" : "unsure")),
    firstOf(claim["cg:presupposed"])?.text === "true" ? badge(presupposed, "") : null,
    valuesIn(id, ["dpv:hasActivityStatus"]).map((status) => badge(status, "")));
}

function tellClaim(id) {
  const claim = data.claims[id];
  const names = data.things[id].names;
  const chosen = pick(names).language;
  const restating = Object.keys(data.claims).filter((other) => (data.claims[other]["cg:restates"] || []).includes(id));
  const article = sourceOf(id);
  return [
    element("p", { class: "kicker" }, symbol(data.things[id].kind), say("claim")),
    named("h2", id, { class: mood(id) }),
    tellOtherLanguages(Object.entries(names).filter(([tag]) => tag !== chosen)),
    badges(id),
    element("h3", {}, say("voices")),
    tellVoices(claim),
    tellFields(claim, ["cg:saidOn", "cg:saidAt", "cg:promisor", "cg:dateWording", "cg:inferred"]),
    element("h3", {}, say(isDenied(id) ? "deniedProposition" : "proposition")),
    tellProposition(claim.triples),
    element("h3", {}, say("place")),
    article ? element("div", { class: "source" }, shown(article), tellAddress(article)) : null,
    tellPassages(id),
    tellList(nameOfTerm("skos:editorialNote"), claim["skos:editorialNote"]),
    tellList(nameOfTerm("cg:restates"), claim["cg:restates"]),
    tellList(say("restatedBy"), restating),
    tellRelations(id),
    tellTriples(id),
  ].flat();
}

function tellOtherLanguages(names) {
  if (!names.length) return null;
  return element("details", { class: "other" }, element("summary", {}, say("otherLanguages")),
    names.map(([tag, text]) => element("p", { lang: tag }, text)));
}

/** Where the passages stand, and what they say if the page was made with the texts. */
const tellPassages = (id) => [element("ul", { class: "plain" }, placesOf(id).map((place) => element("li", {}, place))), ...tellQuotations(id)];

function tellQuotations(id) {
  const quoted = data.claims[id].passages.filter(({ quote }) => quote);
  return quoted.map(({ quote: [before, words, after] }) => element("blockquote", { lang: languageOf(sourceOf(id)) }, before, element("mark", {}, words), after));
}

const languageOf = (article) => firstOf((data.articles[article] || {})["schema:inLanguage"])?.text;

function tellVoices(claim) {
  const last = claim.voices.length - 1;
  return element("ol", { class: "voices" }, claim.voices.map(({ voice, hedge }, hop) => element("li", {},
    shown(voice),
    hop === last ? element("span", { class: "faint" }, ` ${say("isClaimant")}`) : null,
    hedge ? element("span", { class: "badge unsure", title: definitionOf(hedge) || undefined }, say("hedge", { degree: nameOf(hedge) })) : null)));
}

/** The fields of a record that it has, by their short IRIs. */
function tellFields(record, fields) {
  const there = fields.filter((field) => record[field]);
  return there.length ? element("dl", {}, there.map((field) => tellField(byShort.get(field), record[field])).flat()) : null;
}

function tellField(property, values) {
  return [named("dt", property, { title: definitionOf(property) || undefined }),
    element("dd", {}, values.map((value) => element("span", { class: "value" }, shown(value))))];
}

function tellList(title, values) {
  if (!values || !values.length) return [];
  return [element("h3", {}, title), element("ul", { class: "plain" }, values.map((value) => element("li", {}, shown(value))))];
}

// What a proposition says first: the deed, who, on what, where. Other properties follow.
const FIRST = ["dpv:hasProcessing", "cg:actor", "cg:onBehalfOf", "cg:contractor", "cg:recipient", "dpv:hasPersonalData",
  "dpv:hasDataSubject", "cg:service", "cg:object", "cg:happensIn", "cg:dataAt", "cg:accessedFrom", "cg:movedFrom",
  "cg:movedTo", "cg:onlyAt", "dpv:hasActivityStatus", "cg:dueBy"];
const rankOf = (property) => (FIRST.indexOf(data.things[property].short) + FIRST.length + 1) % (FIRST.length + 1);

/** The proposition: each thing it speaks of, with what it says of it. */
function tellProposition(triples) {
  const told = triples.filter(([, property]) => !isA([property], "rdf:type"));
  return [...new Set(triples.map(([subject]) => subject))].map((subject) => {
    const own = told.filter(([one]) => one === subject);
    const fields = [...new Set(own.map(([, property]) => property))].sort((one, other) => rankOf(one) - rankOf(other));
    return element("div", { class: "said" }, element("p", {}, shown(subject)), element("dl", {}, fields.map((property) =>
      tellField(property, own.filter(([, one]) => one === property).map(([, , value]) => value))).flat()));
  });
}

function tellTriples(id) {
  return element("details", {}, element("summary", {}, say("triples")),
    element("pre", { tabindex: "0" }, toTurtle(id)),
    element("p", { class: "actions" }, copier("copyTurtle", () => toTurtle(id)), copier("copySparql", () => toSparql(id))));
}

/** Writes names as Turtle and SPARQL have them, and then the prefixes that these need. */
function turtleNames() {
  const used = new Set();
  const short = (text) => {
    used.add(text.split(":")[0]);
    return text;
  };
  const name = (id) => {
    const { short: text, iri } = data.things[id];
    const [prefix, ...rest] = text.split(":");
    return data.prefixes[prefix] && /^[A-Za-z0-9_]+(?:-[A-Za-z0-9_]+)*$/.test(rest.join(":")) ? short(text) : `<${iri}>`;
  };
  const prologue = () => [...used].sort().map((prefix) => `PREFIX ${prefix}: <${data.prefixes[prefix]}>`);
  return { name, short, prologue };
}

/** A claim's triples as TriG, with the prefixes that they need. */
function toTurtle(id) {
  const turtle = turtleNames();
  const graph = toNamedGraph(id, turtle);
  return [...turtle.prologue(), graph].join("\n");
}

function toNamedGraph(id, { name }) {
  const literal = ({ text, language, datatype }) => JSON.stringify(text) + (language ? `@${language}` : datatype ? `^^${name(datatype)}` : "");
  const triples = data.claims[id].triples.map((triple) => `  ${triple.map((term) => (typeof term === "string" ? name(term) : literal(term))).join(" ")} .`);
  const graph = name(id);
  return [`GRAPH ${graph} {`, ...triples, "}"].join("\n");
}

const toSparql = (id) => `SELECT ?subject ?property ?object WHERE {\n  GRAPH <${data.things[id].iri}> { ?subject ?property ?object }\n}`;
