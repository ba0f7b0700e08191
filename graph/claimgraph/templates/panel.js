// The evidence panel: what the graph holds of the selected thing, line, article or claim.

function drawPanel() {
  const panel = document.getElementById("panel");
  const { thing, link } = state.selected || {};
  const close = element("button", { type: "button", class: "close", "aria-label": say("close"), click: () => select(null) }, "×");
  const content = !state.selected ? introduce()
    : link ? tellLink(link)
    : data.claims[thing] ? tellClaim(thing)
    : tellThing(thing);
  panel.replaceChildren(...(state.selected ? [close] : []), ...content.flat().filter(Boolean));
  panel.scrollTop = 0;
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
    data.articles[id] ? tellArticle(id) : null,
    tellClaims([...links.keys()], links),
  ];
}

function tellArticle(id) {
  const fields = ["publisher", "author", "datePublished", "inLanguage"].filter((field) => data.articles[id][field]);
  return [tellAddress(id), tellFields(fields.map((field) => [`schema:${field}`, data.articles[id][field]]))];
}

function tellAddress(id) {
  const url = firstOf((data.articles[id] || {}).url);
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
  const articles = [...new Set(ids.map((id) => firstOf(data.claims[id].source)))];
  return [
    element("h3", {}, ids.length ? countClaims(ids.length) : say("noClaims")),
    articles.map((article) => [
      ids.some((id) => !isSelected(firstOf(data.claims[id].source))) && article
        ? element("div", { class: "source" }, shown(article), tellAddress(article)) : null,
      element("ul", { class: "claims" },
        ids.filter((id) => firstOf(data.claims[id].source) === article).sort(byPlace).map((id) => card(id, links.get(id) || []))),
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
      (claim.claimant || []).map(nameOf).join(say("comma")) || say("unknown"),
      claim.saidOn ? say("said", { date: sayDate(claim.saidOn[0].text) }) : "",
      roles.map(nameOf).join(say("comma")),
    ].filter(Boolean).join(" · ")),
    element("p", { class: "faint" }, claim.passages.map(sayPlace).join(" / ")));
}

const mood = (id) => [isDenied(id) ? "denied" : "", isPromised(id) ? "promised" : ""].filter(Boolean).join(" ") || "affirmed";

function badges(id) {
  const claim = data.claims[id];
  const badge = (name, sort) => element("span", { class: `badge ${sort}` }, name);
  return element("p", { class: "badges" },
    (claim.polarity || []).map((term) => badge(nameOf(term), isDenied(id) ? "denied" : "")),
    (claim.act || []).map((term) => badge(nameOf(term), isPromised(id) ? "promised" : "")),
    (claim.certainty || []).map((term) => badge(nameOf(term), isA([term], "cg:Certain") ? "" : "unsure")),
    claim.presupposed && claim.presupposed[0].text === "true" ? badge(say("presupposed"), "") : null,
    claim.triples.filter(([, property]) => isA([property], "dpv:hasActivityStatus")).map(([, , status]) => badge(nameOf(status), "")));
}

function sayPlace({ heading, paragraph, sentence, start, end }) {
  return [
    heading ? say("under", { heading: nameOf(heading) }) : "",
    paragraph ? say("paragraph", { n: paragraph }) : "",
    sentence ? say("sentence", { n: sentence }) : "",
    paragraph || end === undefined ? "" : say("characters", { start, end }),
  ].filter(Boolean).join(say("comma"));
}

function tellClaim(id) {
  const claim = data.claims[id];
  const names = data.things[id].names;
  const chosen = pick(names).language;
  const restating = Object.keys(data.claims).filter((other) => (data.claims[other].restates || []).includes(id));
  const article = firstOf(claim.source);
  return [
    element("p", { class: "kicker" }, symbol(data.things[id].kind), say("claim")),
    named("h2", id, { class: mood(id) }),
    Object.keys(names).filter((tag) => tag !== chosen).map((tag) => element("p", { class: "faint", lang: tag }, names[tag])),
    badges(id),
    element("h3", {}, say("voices")),
    tellVoices(claim),
    tellFields(["saidOn", "saidAt", "promisor", "dateWording", "inferred"].filter((field) => claim[field]).map((field) => [`cg:${field}`, claim[field]])),
    element("h3", {}, say(isDenied(id) ? "deniedProposition" : "proposition")),
    tellProposition(claim.triples),
    element("h3", {}, say("place")),
    article ? element("div", { class: "source" }, shown(article), tellAddress(article)) : null,
    element("ul", { class: "plain" }, claim.passages.map((passage) => element("li", {}, sayPlace(passage)))),
    tellFields(claim.editorialNote ? [["skos:editorialNote", claim.editorialNote]] : []),
    tellFields(claim.restates ? [["cg:restates", claim.restates]] : []),
    restating.length ? [element("h3", {}, say("restatedBy")), element("ul", { class: "plain" }, restating.map((other) => element("li", {}, shown(other))))] : null,
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

const termOf = (short) => Object.keys(data.things).find((id) => data.things[id].short === short);

/** A list of fields: each a property, by its short IRI, with its values. */
function tellFields(fields) {
  if (!fields.length) return null;
  return element("dl", {}, fields.map(([short, values]) => tellField(termOf(short), short, values)).flat());
}

function tellField(property, instead, values) {
  return [element("dt", {}, property ? nameOf(property) : instead), element("dd", {}, values.map((value) => element("span", { class: "value" }, shown(value))))];
}

/** The proposition: each thing it speaks of, with what it says of it. */
function tellProposition(triples) {
  const told = triples.filter(([, property]) => !isA([property], "rdf:type"));
  return [...new Set(triples.map(([subject]) => subject))].map((subject) => {
    const own = told.filter(([one]) => one === subject);
    const fields = [...new Set(own.map(([, property]) => property))];
    return element("div", { class: "said" }, element("p", {}, shown(subject)), element("dl", {}, fields.map((property) =>
      tellField(property, "", own.filter(([, one]) => one === property).map(([, , value]) => value))).flat()));
  });
}

function toTurtle(triple) {
  return `${triple.map((term) => (typeof term === "string" ? data.things[term].short : JSON.stringify(term.text) + (term.language ? `@${term.language}` : ""))).join(" ")} .`;
}
