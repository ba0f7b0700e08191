// Relations between claims, as the rules find them: which claims contradict, corroborate, restate or refine each other.

const CONTRADICTS = "cg:Contradiction";
const SYMMETRIC = [CONTRADICTS, "cg:Corroboration", "cg:Restatement"];
// What is told first: what a reader looks for.
const KIND_ORDER = [CONTRADICTS, "cg:Fulfilment", "cg:Delay", "cg:Dropping", "cg:Supersession", "cg:Corroboration", "cg:Restatement", "cg:Refinement"];
const MOST_OF_KIND = 5; // of a kind are told before one asks for the rest

const kindOf = (relation) => data.things[relation.kind].short;
const isContradiction = (relation) => kindOf(relation) === CONTRADICTS;
const isTension = (relation) => relation.strength !== undefined && data.things[relation.strength].short === "cg:Tension";

// Claims that only say the same in other words or detail are many, and no news: no lines between them.
const isDrawnBetween = (relation) => !["cg:Restatement", "cg:Refinement"].includes(kindOf(relation));

// For each claim, the relations in which it stands.
const relationsOf = new Map();
for (const relation of data.relations) {
  for (const id of [relation.first, relation.second]) relationsOf.set(id, [...(relationsOf.get(id) || []), relation]);
}
const relationsAbout = (id) => relationsOf.get(id) || [];
const isContradicted = (id) => relationsAbout(id).some(isContradiction);

/** How a claim stands to the other one of a relation, in words. */
function sayRelation(relation, id) {
  const back = id === relation.second && !SYMMETRIC.includes(kindOf(relation));
  return back ? say("inverse", { kind: nameOf(relation.kind) }) : nameOf(relation.kind);
}

function relationBadge(relation, id) {
  const sort = isContradiction(relation) ? (isTension(relation) ? "unsure" : "denied") : "promised";
  return element("span", { class: `badge ${sort}`, title: definitionOf(relation.kind) || undefined }, sayRelation(relation, id));
}

function strengthBadge(relation) {
  if (relation.strength === undefined) return null;
  return element("span", { class: "badge", title: definitionOf(relation.strength) || undefined }, nameOf(relation.strength));
}

const originsOf = ({ origins }) => (origins === undefined ? null : element("span", { class: "badge" }, say(origins === 1 ? "oneOrigin" : "origins", { n: origins })));

/** What stands between a claim and others, kind by kind, what contradicts it first. */
function tellRelations(id) {
  const relations = [...relationsAbout(id)].sort((one, other) => KIND_ORDER.indexOf(kindOf(one)) - KIND_ORDER.indexOf(kindOf(other)));
  if (!relations.length) return [];
  const groups = new Map();
  for (const relation of relations) {
    const name = sayRelation(relation, id);
    groups.set(name, [...(groups.get(name) || []), relation]);
  }
  return [
    element("h3", {}, say("relations")),
    [...groups.values()].map((group) => {
      const items = group.map((relation) => tellRelationShortly(relation, id));
      if (group.length <= MOST_OF_KIND) return element("ul", { class: "claims relations" }, items);
      return [element("ul", { class: "claims relations" }, items.slice(0, MOST_OF_KIND)), element("details", { class: "other" },
        element("summary", {}, say("more", { n: items.length - MOST_OF_KIND })), element("ul", { class: "claims relations" }, items.slice(MOST_OF_KIND)))];
    }).flat(),
  ].flat();
}

function tellRelationShortly(relation, id) {
  const other = relation.first === id ? relation.second : relation.first;
  return element("li", { class: isContradiction(relation) ? "denied" : "affirmed" },
    element("p", { class: "badges" }, relationBadge(relation, id), strengthBadge(relation), originsOf(relation)),
    named("button", other, { type: "button", class: "statement", click: () => select({ thing: other }, true) }),
    element("p", { class: "faint" }, [namesOf(data.claims[other]["cg:claimant"]), nameOf(sourceOf(other))].join(" · ")),
    element("p", { class: "actions" }, element("button", { type: "button", class: "quiet", click: () => select({ pair: [relation.first, relation.second] }) }, say("compare"))));
}

/** Two claims side by side, and all that the rules find between them. */
function tellPair([first, second]) {
  const between = relationsAbout(first).filter((relation) => [relation.first, relation.second].includes(second) && [relation.first, relation.second].includes(first));
  return [
    element("p", { class: "kicker" }, say("relation")),
    element("h2", {}, between.map((relation) => sayRelation(relation, relation.first)).join(say("comma")) || say("noRelation")),
    between.map((relation) => [
      element("p", { class: "badges" }, strengthBadge(relation), originsOf(relation)),
      element("p", { lang: pick(relation.reason).language }, pick(relation.reason).text),
      tellRule(relation),
    ]).flat(),
    [first, second].map((id) => [element("h3", {}, nameOf(sourceOf(id))), element("ul", { class: "claims" }, card(id)), tellQuotations(id), tellBasis(between, id)].flat()).flat(),
  ].flat();
}

/** Why a rule found it, and what it would need to be more. */
function tellRule(relation) {
  const rule = data.rules[relation.rule] || {};
  const text = (property) => pick(rule[property] || {}).text;
  return [
    isTension(relation) && text("cg:missingPremise") ? element("p", { class: "faint" }, say("missingPremise", { premise: text("cg:missingPremise") })) : null,
    element("details", { class: "other" }, element("summary", {}, say("rule", { name: nameOf(relation.rule) })),
      element("p", {}, text("cg:firesWhen")), element("p", {}, say("unless", { when: text("cg:firesNotWhen") }))),
  ];
}

/** The triples of a claim on which the relations rest. */
function tellBasis(between, id) {
  const triples = between.flatMap(({ because }) => because).filter(([claim]) => claim === id).map(([, ...triple]) => triple);
  const once = triples.filter((triple, index) => triples.findIndex((other) => JSON.stringify(other) === JSON.stringify(triple)) === index);
  return once.length ? tellProposition(once) : [];
}

/** What the rules find in all, as buttons that open the claims. */
function countRelations() {
  const counts = new Map();
  for (const relation of data.relations.filter(({ first, second }) => isVisible(first) && isVisible(second))) {
    counts.set(relation.kind, [...(counts.get(relation.kind) || []), relation]);
  }
  if (!counts.size) return [];
  const order = ([kind]) => KIND_ORDER.indexOf(data.things[kind].short);
  return [
    element("h3", {}, say("relations")),
    element("ul", { class: "plain" }, [...counts].sort((one, other) => order(one) - order(other)).map(([kind, relations]) => element("li", {},
      element("button", { type: "button", class: "thing", "data-key": kind, click: () => toggleFilter("relation", kind) },
        `${nameOf(kind)} (${sayNumber(relations.length)})`)))),
  ];
}
