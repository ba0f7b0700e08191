// The table of claims: the same as the picture, in text.

const COLUMNS = ["statement", "claimant", "act", "certainty", "polarity", "article", "locator"];

function drawTable() {
  const table = document.getElementById("claims");
  const ids = Object.keys(data.claims).sort((one, other) => {
    const [before, after] = [one, other].map((id) => nameOfSource(id));
    return before === after ? byPlace(one, other) : before < after ? -1 : 1;
  });
  table.tHead.replaceChildren(element("tr", {}, COLUMNS.map((column) => element("th", { scope: "col" }, say(column)))));
  table.tBodies[0].replaceChildren(...ids.map(drawRow));
  filterTable();
}

const nameOfSource = (id) => (data.claims[id]["cg:source"] || []).map(nameOf).join("");

function drawRow(id) {
  const claim = data.claims[id];
  const terms = (values) => element("td", {}, (values || []).map(nameOf).join(say("comma")));
  return element("tr", { class: mood(id) },
    element("td", {}, named("button", id, { type: "button", class: "statement", click: () => select({ thing: id }) })),
    terms(claim["cg:claimant"]),
    terms(claim["cg:act"]),
    terms(claim["cg:certainty"]),
    terms(claim["cg:polarity"]),
    terms(claim["cg:source"]),
    element("td", {}, places(claim).join(" / ")));
}

function filterTable() {
  const wanted = fold(document.getElementById("filter").value).split(/\s+/).filter(Boolean);
  const rows = [...document.getElementById("claims").tBodies[0].rows];
  for (const row of rows) row.hidden = !wanted.every((word) => fold(row.textContent).includes(word));
  const n = rows.filter((row) => !row.hidden).length;
  document.getElementById("shown").textContent = say("shown", { n, all: rows.length });
}
