// What the page knows: the data as Python wrote it, and what follows from it. Things go by short ids (n0, n1, …).

const data = await unpack("data", "application/json").json();

const byShort = new Map(Object.entries(data.things).map(([id, { short }]) => [short, id]));

const isA = (ids, short) => (ids || []).includes(byShort.get(short));
const isDrawn = (id) => data.things[id] !== undefined && data.things[id].kind !== undefined;
const firstOf = (values) => (values && values.length ? values[0] : null);
const isDenied = (id) => isA(data.claims[id]["cg:polarity"], "cg:Denied");
const isPromised = (id) => isA(data.claims[id]["cg:act"], "cg:Commitment");

/** The values of some properties in what a claim says, each once. */
function valuesIn(id, properties) {
  const wanted = properties.map((property) => byShort.get(property));
  return [...new Set(data.claims[id].triples.filter(([, property]) => wanted.includes(property)).map(([, , value]) => value))];
}

/** What a claim has to do with: for each thing that is drawn, the properties that link it. */
function linksFrom(id) {
  const links = new Map();
  const link = (value, property) => {
    if (typeof value !== "string" || !isDrawn(value)) return;
    if (!links.has(value)) links.set(value, []);
    if (property) links.get(value).push(property);
  };
  for (const [property, values] of Object.entries(data.claims[id])) {
    if (property.includes(":")) values.forEach((value) => link(value, byShort.get(property)));
  }
  for (const { voice } of data.claims[id].voices.slice(1)) link(voice, byShort.get("cg:voice"));
  for (const [subject, property, value] of data.claims[id].triples) {
    link(subject, null);
    link(value, property);
  }
  links.delete(id);
  return links;
}

let linkMap = null; // worked out when it is first asked for: with many claims that takes longer than opening may

/** What claims say of things: for each thing, the claims and the properties that link each of them to it. */
function linksOf() {
  if (linkMap) return linkMap;
  linkMap = new Map();
  for (const id of Object.keys(data.claims)) {
    for (const [thing, properties] of linksFrom(id)) {
      if (!linkMap.has(thing)) linkMap.set(thing, new Map());
      linkMap.get(thing).set(id, properties);
    }
  }
  return linkMap;
}

const claimsOf = (thing) => [...(linksOf().get(thing) || new Map()).keys()];

// Claims in the order in which a reader meets them.
const startOf = (id) => (firstOf(data.claims[id].passages) || { start: 0 }).start || 0;
const sourceOf = (id) => firstOf(data.claims[id]["cg:source"]);
const rankOfArticle = new Map(Object.keys(data.articles).map((id, rank) => [id, rank]));
const byPlace = (one, other) => (rankOfArticle.get(sourceOf(one)) ?? -1) - (rankOfArticle.get(sourceOf(other)) ?? -1) || startOf(one) - startOf(other);
const claimsInOrder = Object.keys(data.claims).sort(byPlace);

/** When a claim was said, or else when its article was published, as the graph has it: "2021", "2021-03", "2021-03-17"; or "". */
function dateOf(id) {
  const said = firstOf(data.claims[id]["cg:saidOn"]);
  const published = firstOf((data.articles[sourceOf(id)] || {})["schema:datePublished"]);
  return ((said || published || {}).text || "").slice(0, 10);
}

/** The first and the last day of a date of any precision, as texts that compare. */
const daysOf = (date) => (date.length >= 10 ? [date, date] : [`${date}${"-01-01".slice(date.length - 4)}`, `${date}${"-12-31".slice(date.length - 4)}`]);
