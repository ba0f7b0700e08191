// Filters: which claims every view shows, and how many more each choice would leave.

const PLACES = ["cg:happensIn", "cg:dataAt", "cg:accessedFrom", "cg:movedFrom", "cg:movedTo", "cg:onlyAt", "dpv:hasLocation"];

// A claim has values in each facet; those of country and role belong together, as pairs.
const FACETS = [
  { key: "article", of: (id) => data.claims[id]["cg:source"] },
  { key: "claimant", of: (id) => data.claims[id]["cg:claimant"] },
  { key: "act", of: (id) => data.claims[id]["cg:act"] },
  { key: "polarity", of: (id) => data.claims[id]["cg:polarity"] },
  { key: "certainty", of: (id) => data.claims[id]["cg:certainty"] },
  { key: "status", of: (id) => valuesIn(id, ["dpv:hasActivityStatus", "cg:incidentStatus"]) },
  { key: "operation", of: (id) => valuesIn(id, ["dpv:hasProcessing"]) },
  { key: "data", of: (id) => valuesIn(id, ["dpv:hasPersonalData"]) },
  { key: "service", of: (id) => valuesIn(id, ["cg:service"]) },
  { key: "relation", of: (id) => [...new Set(relationsAbout(id).map(({ kind }) => kind))] },
  { key: "strength", of: (id) => [...new Set(relationsAbout(id).map(({ strength }) => strength).filter(Boolean))] },
  { key: "country", pair: "country" },
  { key: "role", pair: "role" },
];

/** Where a claim puts something, as pairs of a country and the property by which it does. */
const placesIn = (id) => placesAmong(data.claims[id].triples);

function placesAmong(triples) {
  const pairs = triples
    .filter(([, property, value]) => typeof value === "string" && PLACES.includes(data.things[property].short))
    .map(([, role, value]) => ({ role, country: data.countries[value] || value }));
  return pairs.filter((pair, index) => pairs.findIndex(({ role, country }) => role === pair.role && country === pair.country) === index);
}

const factsOf = new Map(); // of each claim: its values by facet, its places, its days, its words
function factsAbout(id) {
  if (!factsOf.has(id)) {
    const places = placesIn(id);
    const values = Object.fromEntries(FACETS.map(({ key, of, pair }) => [key, pair ? [...new Set(places.map((place) => place[pair]))] : of(id) || []]));
    const date = dateOf(id);
    const words = () => fold([...Object.values(data.things[id].names), ...Object.values(values).flat().flatMap((value) => Object.values(data.things[value].names))].join("\n"));
    factsOf.set(id, { values, places, days: date ? daysOf(date) : null, words });
  }
  return factsOf.get(id);
}

/** Text as it is compared: full width and half width, capitals and small letters are the same. */
const fold = (text) => text.normalize("NFKC").toLowerCase();

const isFiltered = () => Boolean(state.from || state.to || state.words || Object.keys(state.filters).length);

/** Whether a claim passes the filters, one facet aside if it is named. */
function passes(id, aside = null) {
  const { values, places, days, words } = factsAbout(id);
  const wants = (facet) => (facet !== aside && state.filters[facet]) || null;
  for (const { key, pair } of FACETS) {
    if (!pair && wants(key) && !values[key].some((value) => wants(key).has(value))) return false;
  }
  const [countries, roles] = [wants("country"), wants("role")];
  if ((countries || roles) && !places.some(({ country, role }) => (!countries || countries.has(country)) && (!roles || roles.has(role)))) return false;
  if ((state.from || state.to) && !(days && (!state.from || days[1] >= state.from) && (!state.to || days[1] <= state.to))) return false;
  return !state.words || fold(state.words).split(/\s+/).every((word) => words().includes(word));
}

let filtered = { by: null, claims: [], ids: new Set() };
const filterKey = () => JSON.stringify([state.from, state.to, state.words, Object.entries(state.filters).map(([key, values]) => [key, ...values])]);

/** The claims that the filters leave, in the articles' order; worked out once for each choice of filters. */
function visible() {
  const by = filterKey();
  if (filtered.by !== by) {
    const claims = isFiltered() ? claimsInOrder.filter((id) => passes(id)) : claimsInOrder;
    filtered = { by, claims, ids: new Set(claims) };
  }
  return filtered.claims;
}

const isVisible = (id) => (visible(), filtered.ids.has(id));

/** The claims that the selection concerns, in the articles' order; of those about a thing or a line, what the filters leave. */
function chosenClaims() {
  const { thing, link, claims } = state.selected || {};
  if (thing && data.claims[thing]) return [thing];
  const edge = link && overviewEdges.find(({ from, to }) => from === link.from && to === link.to);
  return (claims || (thing ? claimsOf(thing) : edge ? edge.claims : []).filter(isVisible)).slice().sort(byPlace);
}

/** For each value of a facet, how many claims it would leave beside the other facets' choices. */
function countValues(facet) {
  const counts = new Map();
  for (const id of claimsInOrder) {
    const wanted = facet.key === "country" || facet.key === "role" ? valuesBeside(id, facet) : factsAbout(id).values[facet.key];
    if (!wanted.length || !passes(id, facet.key)) continue;
    for (const value of wanted) counts.set(value, (counts.get(value) || 0) + 1);
  }
  for (const value of state.filters[facet.key] || []) if (!counts.has(value)) counts.set(value, 0);
  return [...counts].sort(([one, n], [other, m]) => m - n || (nameOf(one) < nameOf(other) ? -1 : 1));
}

/** A claim's countries in the chosen roles, or its roles in the chosen countries. */
function valuesBeside(id, { pair }) {
  const other = pair === "country" ? "role" : "country";
  const wanted = state.filters[other];
  return [...new Set(factsAbout(id).places.filter((place) => !wanted || wanted.has(place[other])).map((place) => place[pair]))];
}

/** Choose a value of a facet, or give it up. */
function toggleFilter(key, value) {
  const values = new Set(state.filters[key]);
  if (!values.delete(value)) values.add(value);
  const filters = { ...state.filters, [key]: values };
  if (!values.size) delete filters[key];
  change({ filters });
}

const NO_FILTERS = { filters: {}, from: "", to: "", words: "" };
const MANY = 8; // so many values of a facet are shown before one asks for the rest
const unfolded = new Set(); // facets of which all values are shown
const openFacets = new Set(["article", "claimant", "act"]);

function drawFilters() {
  const place = byId("filters");
  place.hidden = !byId("show-filters").matches("[aria-expanded=true]");
  drawChosen();
  if (place.hidden) return;
  keepingFocus(place, () => place.replaceChildren(
    element("p", { class: "faint", id: "left" }, say("shown", { n: visible().length, all: claimsInOrder.length })),
    textFilter(), dateFilter(), ...FACETS.map(drawFacet).filter(Boolean),
  ));
}

function textFilter() {
  return element("input", { type: "search", id: "filter", "data-key": "words", value: state.words, autocomplete: "off", spellcheck: "false",
    placeholder: say("filter"), "aria-label": say("filter"),
    input: ({ target }) => change({ words: target.value }, { step: false }) });
}

function dateFilter() {
  const undated = claimsInOrder.filter((id) => factsAbout(id).days === null).length;
  const day = (name) => element("label", {}, element("span", {}, say(name)),
    element("input", { type: "date", "data-key": name, value: state[name], change: ({ target }) => change({ [name]: target.value }) }));
  return facet("date", say("date"), Boolean(state.from || state.to), [
    element("div", { class: "days" }, day("from"), day("to")),
    element("p", { class: "faint" }, say("undatedAside", { n: undated })),
  ]);
}

function facet(key, title, isChosen, content) {
  const made = element("details", { class: "facet", open: openFacets.has(key) || isChosen, toggle: ({ target }) => (target.open ? openFacets.add(key) : openFacets.delete(key)) },
    element("summary", { "data-key": `facet ${key}` }, title), content);
  return made;
}

function drawFacet(one) {
  const counts = countValues(one);
  if (!counts.length) return null;
  const chosen = state.filters[one.key] || new Set();
  const shownCounts = unfolded.has(one.key) ? counts : counts.filter(([value], rank) => rank < MANY || chosen.has(value));
  const more = element("button", { type: "button", class: "more", "data-key": `more ${one.key}`, click: () => { unfolded.add(one.key); drawFilters(); } },
    say("more", { n: counts.length - shownCounts.length }));
  return facet(one.key, say(one.key), chosen.size > 0, [
    element("ul", { class: "plain" }, shownCounts.map(([value, n]) => element("li", {}, element("label", { title: definitionOf(value) || undefined },
      element("input", { type: "checkbox", "data-key": `${one.key} ${value}`, checked: chosen.has(value), change: () => toggleFilter(one.key, value) }),
      named("span", value), element("span", { class: "count" }, sayNumber(n)))))),
    shownCounts.length < counts.length ? more : null,
  ]);
}

/** What is chosen, as chips above the views; each can be given up. */
function drawChosen() {
  const chip = (text, changes) => element("button", { type: "button", class: "chosen", "aria-label": say("giveUp", { what: text }), click: () => change(changes) }, text, element("span", { "aria-hidden": "true" }, "×"));
  const chips = Object.entries(state.filters).flatMap(([key, values]) => [...values].map((value) => element("button",
    { type: "button", class: "chosen", "aria-label": say("giveUp", { what: nameOf(value) }), click: () => toggleFilter(key, value) },
    `${say(key)}: ${nameOf(value)}`, element("span", { "aria-hidden": "true" }, "×"))));
  if (state.words) chips.push(chip(`“${state.words}”`, { words: "" }));
  if (state.from) chips.push(chip(`${say("from")} ${sayDate(state.from)}`, { from: "" }));
  if (state.to) chips.push(chip(`${say("to")} ${sayDate(state.to)}`, { to: "" }));
  if (state.only) chips.push(chip(say("onlyThing", { name: nameOf(state.only) }), { only: null }));
  if (state.hidden.size) chips.push(chip(say("hiddenThings", { n: state.hidden.size }), { hidden: new Set() }));
  const place = byId("chosen");
  place.replaceChildren(...chips, ...(isFiltered()
    ? [element("span", { class: "faint" }, say("shown", { n: visible().length, all: claimsInOrder.length })),
      element("button", { type: "button", class: "quiet", click: () => change(NO_FILTERS) }, say("clear"))]
    : []));
  place.hidden = !place.children.length;
}
