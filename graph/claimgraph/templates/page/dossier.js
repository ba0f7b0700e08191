// The dossier: what the page prints. It is made when printing begins and taken away when that is over.

const PRINTED = 200; // claims; a longer selection is no reading

function makeDossier() {
  const chosen = chosenClaims();
  const claims = chosen.length ? chosen : sorted(visible());
  const printed = claims.slice(0, PRINTED);
  const articles = [...new Set(printed.map(sourceOf))];
  const filters = tellFilters();
  const turtle = turtleNames(); // the prefixes of all claims stand once, at the end
  return element("section", { id: "dossier" },
    element("h1", {}, document.title),
    element("p", {}, [say("printedOn", { date: sayDate(today()) }), state.selected?.thing ? nameOf(state.selected.thing) : "",
      chosen.length ? say("exportChosen", { claims: countClaims(claims.length) }) : say("shown", { n: claims.length, all: claimsInOrder.length })].filter(Boolean).join(" · ")),
    filters ? element("p", {}, `${say("chosen")}: ${filters}`) : null,
    element("p", { class: "faint" }, say("creed")),
    claims.length > printed.length ? element("p", { class: "warning" }, say("printedPart", { n: printed.length, all: claims.length })) : null,
    claims.length ? null : element("p", {}, say("noClaims")),
    articles.flatMap((article) => [
      element("h2", {}, article ? nameOf(article) : say("unknown")),
      article ? tellPrintedArticle(article) : null,
      ...printed.filter((id) => sourceOf(id) === article).map((id) => tellPrintedClaim(id, turtle)),
    ]),
    printed.length ? [element("h2", {}, say("prefixes")), element("pre", {}, turtle.prologue().join("\n"))] : null);
}

/** The day of printing, as the user's clock has it. */
function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

function tellPrintedArticle(article) {
  const record = data.articles[article] || {};
  const line = (property) => (record[property] ? `${nameOfTerm(property)}: ${record[property].map(sayTerm).join(say("comma"))}` : "");
  return element("p", { class: "faint" }, [line("schema:publisher"), line("schema:author"), line("schema:datePublished"), addressOf(article) || say("noAddress")].filter(Boolean).join(" · "));
}

function tellPrintedClaim(id, turtle) {
  const claim = data.claims[id];
  const chosen = pick(data.things[id].names).language;
  const line = (title, text) => (text ? [element("dt", {}, title), element("dd", {}, text)] : []);
  const values = (property) => (claim[property] || []).map(sayTerm).join(say("comma"));
  const due = valuesIn(id, ["cg:dueBy"]).map(sayTerm).join(say("comma"));
  const badgesInWords = ["polarity", "act", "certainty", "status"].map((facet) => [facet, namesOf(factsAbout(id).values[facet])]).filter(([, text]) => text)
    .map(([facet, text]) => `${say(facet)}: ${text}`);
  if (firstOf(claim["cg:presupposed"])?.text === "true") badgesInWords.push(say("presupposed"));
  return element("article", { class: mood(id) },
    named("h3", id),
    Object.entries(data.things[id].names).filter(([language]) => language !== chosen).map(([language, text]) => element("p", { lang: language }, text)),
    element("p", { class: "in-words" }, badgesInWords.join(" · ")),
    element("dl", {},
      line(say("voices"), claim.voices.map(({ voice, hedge }) => (hedge ? say("noted", { name: nameOf(voice), note: say("hedge", { degree: nameOf(hedge) }) }) : nameOf(voice))).join(" → ")),
      line(nameOfTerm("cg:saidOn"), values("cg:saidOn")),
      line(nameOfTerm("cg:saidAt"), values("cg:saidAt")),
      line(nameOfTerm("cg:dueBy"), due),
      line(say("place"), placesOf(id).join(" / ")),
      line(say("claimIri"), iriOf(id))),
    claim.passages.filter(({ quote }) => quote).map(({ quote, language }) => element("blockquote", { lang: language }, quote.join(""))),
    element("pre", {}, toNamedGraph(id, turtle)));
}

window.addEventListener("beforeprint", () => {
  byId("dossier")?.remove();
  document.body.append(makeDossier());
});
window.addEventListener("afterprint", () => byId("dossier")?.remove());
