// The table of claims: the same as the picture, in text, sorted by any column.

const COLUMNS = {
  statement: (id) => nameOf(id),
  claimant: (id) => namesOf(data.claims[id]["cg:claimant"]),
  act: (id) => namesOf(data.claims[id]["cg:act"]),
  certainty: (id) => namesOf(data.claims[id]["cg:certainty"]),
  polarity: (id) => namesOf(data.claims[id]["cg:polarity"]),
  status: (id) => namesOf(factsAbout(id).values.status),
  operation: (id) => namesOf(factsAbout(id).values.operation),
  data: (id) => namesOf(factsAbout(id).values.data),
  service: (id) => namesOf(factsAbout(id).values.service),
  country: (id) => factsAbout(id).places.map(({ role, country }) => `${nameOf(country)} (${nameOf(role)})`).join(say("comma")),
  date: (id) => sayDate(dateOf(id)),
  article: (id) => nameOf(sourceOf(id)),
  locator: (id) => placesOf(id).join(" / "),
};
// What a column is sorted by where that is not its text.
const SORTED_BY = { date: dateOf, locator: null };
const ROWS = 200; // drawn at once; the rest when asked for

const rowsShown = { by: null, count: ROWS };

views.table = { draw: drawTable };

function sorted(claims) {
  const [, down, column] = /^(-?)(\w+)$/.exec(state.sort) || [];
  if (!COLUMNS[column] || SORTED_BY[column] === null) return down ? [...claims].reverse() : claims;
  const keys = new Map(claims.map((id) => [id, (SORTED_BY[column] || COLUMNS[column])(id)]));
  const compare = new Intl.Collator(locale(), { numeric: true }).compare;
  const order = [...claims].sort((one, other) => compare(keys.get(one), keys.get(other)) || byPlace(one, other));
  return down ? order.reverse() : order;
}

function drawTable(place, claims) {
  const by = JSON.stringify([filterKey(), state.sort]);
  if (rowsShown.by !== by) Object.assign(rowsShown, { by, count: ROWS });
  const ids = sorted(claims);
  const more = ids.length - rowsShown.count;
  keepingFocus(place, () => place.replaceChildren(
    element("div", { class: "rows", tabindex: "0", role: "region", "aria-label": say("table") },
      element("table", { id: "claims" },
        element("caption", {}, say("shown", { n: ids.length, all: claimsInOrder.length })),
        element("thead", {}, element("tr", {}, Object.keys(COLUMNS).map(headOf))),
        element("tbody", {}, ids.slice(0, rowsShown.count).map(drawRow))),
      more > 0 ? element("button", { type: "button", class: "more", "data-key": "rows", click: () => { rowsShown.count += ROWS; drawTable(place, claims); } }, say("more", { n: more })) : null)));
}

function headOf(column) {
  const [sort, down] = [`-${column}`, column].includes(state.sort) ? [state.sort, state.sort.startsWith("-")] : [null, false];
  return element("th", { scope: "col", "aria-sort": sort ? (down ? "descending" : "ascending") : undefined },
    element("button", { type: "button", "data-key": `sort ${column}`, click: () => change({ sort: sort && !down ? `-${column}` : column }) },
      say(column), element("span", { class: "arrow", "aria-hidden": "true" }, sort ? (down ? "▾" : "▴") : "")));
}

function drawRow(id) {
  const cells = Object.entries(COLUMNS).slice(1).map(([column, text]) => element("td", { class: column }, text(id)));
  return element("tr", { class: isSelected(id) ? `${mood(id)} chosen-row` : mood(id) },
    element("td", {}, named("button", id, { type: "button", class: "statement", "data-key": id, click: () => select({ thing: id }) })), cells);
}
