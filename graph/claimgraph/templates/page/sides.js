// Side by side: what each article says of the same activity, incident or judgement, one property a row.

const ARTICLES = 4; // columns, in which one can still compare
const SUBJECTS = 30; // drawn at once; the rest when asked for

const sidesShown = { by: null, count: SUBJECTS };

views.sides = { draw: drawSides };

/** What the articles say of each subject of a proposition: [{subject, articles, claims, rows}], where several speak first. */
function readSides(claims, articles) {
  const subjects = new Map();
  for (const id of claims) {
    const article = sourceOf(id);
    if (!articles.includes(article)) continue;
    for (const [subject, triples] of bySubject(id)) {
      if (!subjects.has(subject)) subjects.set(subject, { subject, byArticle: new Map(), rows: new Map() });
      const side = subjects.get(subject);
      side.byArticle.set(article, [...(side.byArticle.get(article) || []), id]);
      for (const [, property, value] of triples) if (!isA([property], "rdf:type")) noteValue(side.rows, property, article, value, id);
    }
  }
  const sides = [...subjects.values()].map((side) => ({ ...side, differing: [...side.rows].filter(([, values]) => doDiffer(values)).map(([property]) => property) }));
  const weight = ({ byArticle }) => [...byArticle.values()].reduce((sum, ids) => sum + ids.length, 0);
  return sides.sort((one, other) =>
    other.byArticle.size - one.byArticle.size || other.differing.length - one.differing.length || weight(other) - weight(one) || (nameOf(one.subject) < nameOf(other.subject) ? -1 : 1));
}

/** Note that a claim gives a property a value: in a map of articles by property, of values by article. */
function noteValue(rows, property, article, value, id) {
  if (!rows.has(property)) rows.set(property, new Map());
  const byArticle = rows.get(property);
  if (!byArticle.has(article)) byArticle.set(article, new Map());
  const said = `${typeof value === "string" ? value : value.text}${isDenied(id) ? " denied" : ""}`;
  const key = `${said} ${toneOf(id)}`;
  const values = byArticle.get(article);
  if (!values.has(key)) values.set(key, { said, value, claims: [] });
  values.get(key).claims.push(id);
}

/** Whether two articles differ: each gives a value, or a denial of one, that the other does not. To say more is not to differ. */
function doDiffer(byArticle) {
  const sets = [...byArticle.values()].map((values) => new Set([...values.values()].map(({ said }) => said)));
  const lacks = (one, other) => [...one].some((said) => !other.has(said));
  return sets.some((one, rank) => sets.slice(rank + 1).some((other) => lacks(one, other) && lacks(other, one)));
}

const SHOWN_SIDES = {
  all: () => true,
  shared: ({ byArticle }) => byArticle.size > 1,
  differing: ({ differing }) => differing.length > 0,
};

function drawSides(place, claims) {
  const by = JSON.stringify([filterKey(), state.compare]);
  if (sidesShown.by !== by) Object.assign(sidesShown, { by, count: SUBJECTS });
  const all = [...numberArticles(claims).keys()].filter((id) => id);
  const articles = all.slice(0, ARTICLES);
  const sides = readSides(claims, articles).filter(SHOWN_SIDES[state.compare]);
  const left = sides.length - sidesShown.count;
  keepingFocus(place, () => place.replaceChildren(
    drawSwitch("compare", { all: "everySubject", shared: "whereSeveral", differing: "whereDiffering" }),
    element("div", { class: "rows", tabindex: "0", role: "region", "aria-label": say("sides") },
      element("div", { class: "remark" },
        element("p", { class: "faint" }, differs(), ` ${say("differsHow")}`),
        all.length > ARTICLES ? element("p", { class: "faint" }, say("fewArticles", { n: ARTICLES, all: all.length })) : null,
        sides.length ? null : element("p", {}, say("noSides"))),
      sides.length ? element("table", { class: "sides" },
        element("thead", {}, element("tr", {}, element("th", { scope: "col" }, say("subject")),
          articles.map((id) => element("th", { scope: "col" }, withKey(shown(id), `head ${id}`))))),
        sides.slice(0, sidesShown.count).map((side) => drawSide(side, articles))) : null,
      moreOf(left, "rows", () => { sidesShown.count += SUBJECTS; drawSides(place, claims); }))));
}

const differs = () => element("span", { class: "badge differs" }, "≠ ", say("differs"));

function withKey(node, key) {
  node.dataset.key = key;
  return node;
}

/** A subject by its name; one that has none, such as a judgement, by its kind and what it is about. */
function showSubject(subject, rows, property) {
  if (Object.keys(data.things[subject].names).length || !property) return shown(subject);
  const values = [...rows.get(property).values()].flatMap((own) => [...own.values()].map(({ value }) => sayTerm(value)));
  const isOfType = ([one, other]) => one === subject && isA([other], "rdf:type");
  const type = data.claims[firstOf(claimsSaying(rows))].triples.find(isOfType);
  return element("span", {}, (type ? nameOf(type[2]) : nameOf(subject)) + say("colon") + [...new Set(values)].join(say("comma")));
}

const claimsSaying = (rows) => [...rows.values()].flatMap((byArticle) => [...byArticle.values()].flatMap((own) => [...own.values()].flatMap(({ claims }) => claims)));

/** One subject: a row of counts, then a row for each property that some article speaks of. */
function drawSide({ subject, byArticle, rows, differing }, articles) {
  const properties = [...rows.keys()].sort((one, other) => rankOf(one) - rankOf(other));
  const silent = (id) => (byArticle.has(id) ? null : element("td", { class: "silent", rowspan: String(properties.length + 1) }, say("notMentioned")));
  // What holds of all claims of a cell's article is said once, beside their count.
  const isPlain = (id) => byArticle.get(id).every((claim) => toneOf(claim) === toneOf(byArticle.get(id)[0]));
  const claimsOfSide = (id) => [openButton(byArticle.get(id), `side ${subject} ${id}`, countClaims(byArticle.get(id).length)),
    isPlain(id) ? [" ", ...marksOf(byArticle.get(id)[0])] : []].flat();
  return element("tbody", {},
    element("tr", { class: "subject" },
      element("th", { scope: "rowgroup" }, withKey(showSubject(subject, rows, properties[0]), `subject ${subject}`)),
      articles.map((id) => silent(id) || element("td", {}, claimsOfSide(id)))),
    properties.map((property) => element("tr", { class: differing.includes(property) ? "differing" : "" },
      element("th", { scope: "row" }, named("span", property, { title: definitionOf(property) || undefined }), differing.includes(property) ? [" ", differs()] : null),
      articles.filter((id) => byArticle.has(id)).map((id) => drawValues(rows.get(property).get(id), `${subject} ${property} ${id}`, !isPlain(id))))));
}

/** What an article's claims say, each value with its denial, promise and doubt; a click opens the claims. */
function drawValues(values, key, isMarked) {
  if (!values) return element("td", { class: "faint" }, say("notMentioned"));
  return element("td", {}, element("ul", { class: "plain" }, [...values.values()].map(({ value, claims }, rank) => element("li", { class: mood(claims[0]) },
    openButton(claims, `${key} ${rank}`, sayTerm(value)), isMarked ? marksOf(claims[0]) : [], claims.length > 1 ? element("span", { class: "count" }, `×${sayNumber(claims.length)}`) : null))));
}

function openButton(claims, key, text) {
  return element("button", { type: "button", class: "thing", "data-key": `open ${key}`,
    "aria-current": areOpened(claims) ? "true" : undefined, click: () => openClaims(claims) }, text);
}

/** Whether a claim denies, promises, and how certainly: claims of one tone are marked alike. */
const toneOf = (id) => [isDenied(id), isPromised(id), ...(data.claims[id]["cg:certainty"] || [])].join();

/** How a claim says what it says, where that is not plainly. */
function marksOf(id) {
  const badge = (term, sort) => element("span", { class: `badge ${sort}`, title: definitionOf(term) || undefined }, nameOf(term));
  return [
    isDenied(id) ? (data.claims[id]["cg:polarity"] || []).map((term) => badge(term, "denied")) : [],
    isPromised(id) ? (data.claims[id]["cg:act"] || []).map((term) => badge(term, "promised")) : [],
    (data.claims[id]["cg:certainty"] || []).filter((term) => !isA([term], "cg:Certain")).map((term) => badge(term, "unsure")),
  ].flat();
}
