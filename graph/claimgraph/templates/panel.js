// The evidence panel: what the graph holds of the selected thing, line, article or claim.

function drawPanel() {
  const panel = document.getElementById("panel");
  const { thing, link } = state.selected || {};
  const close = element("button", { type: "button", class: "close", "aria-label": say("close"), click: () => select(null) }, "×");
  const content = !state.selected ? introduce()
    : link ? tellLink(link)
    : data.claims[thing] ? tellClaim(thing)
    : tellThing(thing);
  const hadFocus = panel.contains(document.activeElement);
  panel.replaceChildren(...(state.selected ? [close] : []), ...content.flat().filter(Boolean));
  panel.scrollTop = 0;
  if (hadFocus) panel.focus(); // the button that was pressed is gone
  document.body.dataset.tab = state.tab;
  document.body.dataset.panel = state.selected || state.tab === "graph" ? "open" : "empty";
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
  ];
}

function kicker(kind) {
  return element("p", { class: "kicker" }, symbol(kind), pick(data.kinds[kind].names, kind).text);
}

function tellThing(id) {
  const thing = data.things[id];
  const rest = Object.entries(thing.names).filter(([, text]) => text !== nameOf(id));
  const links = linksOf.get(id) || new Map();
  return [
    kicker(thing.kind),
    named("h2", id),
    rest.map(([language, text]) => element("p", { class: "faint", lang: language }, text)),
    thing.others ? element("p", { class: "faint" }, `${say("also")}: ${[...new Set(thing.others)].join(say("comma"))}`) : null,
    data.articles[id] ? tellArticle(id) : [],
    tellClaims([...links.keys()], links),
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

function tellLink(link) {
  return [
    element("p", { class: "kicker" }, say("link")),
    element("h2", {}, named("span", link.from), " → ", named("span", link.to)),
    element("p", { class: "faint" }, link.properties.map(nameOf).join(say("comma"))),
    tellClaims(link.claims, new Map()),
  ];
}

/** Claims by article, in the article's order; `links` says by which properties each has to do with the thing. */
function tellClaims(ids, links) {
  const articles = [...new Set(ids.map((id) => firstOf(data.claims[id]["cg:source"])))];
  return [
    element("h3", {}, ids.length ? countClaims(ids.length) : say("noClaims")),
    articles.map((article) => [
      ids.some((id) => !isSelected(firstOf(data.claims[id]["cg:source"]))) && article
        ? element("div", { class: "source" }, shown(article), tellAddress(article)) : null,
      element("ul", { class: "claims" },
        ids.filter((id) => firstOf(data.claims[id]["cg:source"]) === article).sort(byPlace).map((id) => card(id, links.get(id) || []))),
    ]).flat(),
  ].flat();
}

const isSelected = (id) => state.selected !== null && state.selected.thing === id;
const startOf = (id) => (firstOf(data.claims[id].passages) || { start: 0 }).start || 0;
const byPlace = (one, other) => startOf(one) - startOf(other);

function card(id, properties) {
  const claim = data.claims[id];
  const roles = properties.filter((property) => !isA([property], "cg:source") && !isA([property], "cg:claimant"));
  return element("li", { class: mood(id) },
    named("button", id, { type: "button", class: "statement", click: () => select({ thing: id }, true) }),
    badges(id),
    element("p", { class: "faint" }, [
      (claim["cg:claimant"] || []).map(nameOf).join(say("comma")) || say("unknown"),
      claim["cg:saidOn"] ? say("said", { date: sayDate(claim["cg:saidOn"][0].text) }) : "",
      roles.map(nameOf).join(say("comma")),
    ].filter(Boolean).join(" · ")),
    element("p", { class: "faint" }, places(claim).join(" / ")));
}

const mood = (id) => [isDenied(id) ? "denied" : "", isPromised(id) ? "promised" : ""].filter(Boolean).join(" ") || "affirmed";

function badges(id) {
  const claim = data.claims[id];
  const badge = (name, sort) => element("span", { class: `badge ${sort}` }, name);
  return element("p", { class: "badges" },
    (claim["cg:polarity"] || []).map((term) => badge(nameOf(term), isDenied(id) ? "denied" : "")),
    (claim["cg:act"] || []).map((term) => badge(nameOf(term), isPromised(id) ? "promised" : "")),
    (claim["cg:certainty"] || []).map((term) => badge(nameOf(term), isA([term], "cg:Certain") ? "" : "unsure")),
    claim["cg:presupposed"] && claim["cg:presupposed"][0].text === "true" ? badge(say("presupposed"), "") : null,
    [...new Set(claim.triples.filter(([, property]) => isA([property], "dpv:hasActivityStatus")).map(([, , status]) => status))]
      .map((status) => badge(nameOf(status), "")));
}

function sayPlace({ heading, paragraph, sentence, start, end }) {
  return [
    heading ? say("under", { heading: nameOf(heading) }) : "",
    paragraph ? say("paragraph", { n: paragraph }) : "",
    sentence ? say("sentence", { n: sentence }) : "",
    paragraph || end === undefined ? "" : say("characters", { start, end }),
  ].filter(Boolean).join(say("comma"));
}

// Two passages of one sentence are one place to a reader.
const places = (claim) => [...new Set(claim.passages.map(sayPlace))];

function tellClaim(id) {
  const claim = data.claims[id];
  const names = data.things[id].names;
  const chosen = pick(names).language;
  const restating = Object.keys(data.claims).filter((other) => (data.claims[other]["cg:restates"] || []).includes(id));
  const article = firstOf(claim["cg:source"]);
  return [
    element("p", { class: "kicker" }, symbol(data.things[id].kind), say("claim")),
    named("h2", id, { class: mood(id) }),
    Object.keys(names).filter((tag) => tag !== chosen).map((tag) => element("p", { class: "faint", lang: tag }, names[tag])),
    badges(id),
    element("h3", {}, say("voices")),
    tellVoices(claim),
    tellFields(claim, ["cg:saidOn", "cg:saidAt", "cg:promisor", "cg:dateWording", "cg:inferred"]),
    element("h3", {}, say(isDenied(id) ? "deniedProposition" : "proposition")),
    tellProposition(claim.triples),
    element("h3", {}, say("place")),
    article ? element("div", { class: "source" }, shown(article), tellAddress(article)) : null,
    element("ul", { class: "plain" }, places(claim).map((place) => element("li", {}, place))),
    tellList(nameOfTerm("skos:editorialNote"), claim["skos:editorialNote"]),
    tellList(nameOfTerm("cg:restates"), claim["cg:restates"]),
    tellList(say("restatedBy"), restating),
    element("details", {}, element("summary", {}, say("triples")), element("pre", {}, claim.triples.map(toTurtle).join("\n"))),
  ].flat();
}

function tellVoices(claim) {
  const last = claim.voices.length - 1;
  return element("ol", { class: "voices" }, claim.voices.map(({ voice, hedge }, hop) => element("li", {},
    shown(voice),
    hop === last ? element("span", { class: "faint" }, ` ${say("isClaimant")}`) : null,
    hedge ? element("span", { class: "badge unsure" }, say("hedge", { degree: nameOf(hedge) })) : null)));
}

const nameOfTerm = (short) => Object.keys(data.things).filter((id) => data.things[id].short === short).map(nameOf).join("");

/** The fields of a record that it has, by their short IRIs. */
function tellFields(record, fields) {
  const there = fields.filter((field) => record[field]);
  return there.length ? element("dl", {}, there.map((field) => tellField(nameOfTerm(field), record[field])).flat()) : null;
}

function tellField(name, values) {
  return [element("dt", {}, name), element("dd", {}, values.map((value) => element("span", { class: "value" }, shown(value))))];
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
      tellField(nameOf(property), own.filter(([, one]) => one === property).map(([, , value]) => value))).flat()));
  });
}

function toTurtle(triple) {
  return `${triple.map((term) => (typeof term === "string" ? data.things[term].short : JSON.stringify(term.text) + (term.language ? `@${term.language}` : ""))).join(" ")} .`;
}
