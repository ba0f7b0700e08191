// The flow map: for whom whoever acts does what with which data, and where. What flows is worked out here, the
// picture of it in ribbons.js; a table below the picture holds the same in text.

// Who belongs to whom: [property, whether its subject is the one that belongs].
const TIES = [["dpv:isSubsidiaryOf", true], ["cg:affiliateOf", true], ["cg:outsourcesTo", false]];
const FORMAL = ["org:FormalOrganization", "schema:GovernmentOrganization"]; // these act for themselves where nothing else is said
const STAGES = ["forWhom", "whoActs", "operation", "flowData", "where"]; // the columns, by their words
const NOT_SAID = "not said";
const OTHERS = "others";
const KEPT = 14; // things of a column; the rest is folded into one
const FLOWS = 30; // rows of the table before one asks for the rest

views.flow = { draw: drawFlow };

let agentsOfOthers = null; // those who act on somebody's behalf in any claim
let headsOfAgents = null; // for each agent, whom it belongs to, and by which property

function headsOf(agent) {
  if (!headsOfAgents) {
    headsOfAgents = new Map();
    const ties = new Map(TIES.map(([property, isOfSubject]) => [byShort.get(property), isOfSubject]));
    for (const id of claimsInOrder) {
      for (const [subject, tie, value] of data.claims[id].triples) {
        if (!ties.has(tie) || isDenied(id)) continue;
        const [tied, head] = ties.get(tie) ? [subject, value] : [value, subject];
        headsOfAgents.set(tied, [...(headsOfAgents.get(tied) || []), { head, tie }]);
      }
    }
  }
  return headsOfAgents.get(agent) || [];
}

const companiesAbove = new Map(); // for each agent, worked out once

/** For whom somebody acts if only claims on ties tell: those at the top of the chains of companies and contractors. */
function companiesOf(agent) {
  if (!companiesAbove.has(agent)) {
    const above = new Set([agent]); // grows while it is walked
    for (const one of above) for (const { head } of headsOf(one)) above.add(head);
    above.delete(agent);
    const tops = [...above].filter((one) => !headsOf(one).length);
    const found = tops.length ? tops : [...above]; // of a circle, all
    companiesAbove.set(agent, found.length ? found : actsForItself(agent) ? [agent] : []);
  }
  return companiesAbove.get(agent);
}

/** Whether an agent may be taken to act for itself: a company or an authority of which no claim says that it acts for others. */
function actsForItself(agent) {
  const [actor, behalf] = ["cg:actor", "cg:onBehalfOf"].map((property) => byShort.get(property));
  agentsOfOthers ??= new Set(claimsInOrder.flatMap((id) => {
    const { triples } = data.claims[id];
    const hired = new Set(triples.filter(([, property]) => property === behalf).map(([subject]) => subject));
    return triples.filter(([subject, property]) => property === actor && hired.has(subject)).map(([, , value]) => value);
  }));
  return FORMAL.includes(data.things[agent].kind) && !agentsOfOthers.has(agent);
}

const flowsOf = new Map(); // of each claim: for each activity that concerns data, places or contractors, its keys by stage

/** What flows in a claim: of each activity, five lists of keys, one for each stage. */
function flowsIn(id) {
  if (!flowsOf.has(id)) {
    const bySubject = new Map();
    for (const triple of data.claims[id].triples) {
      if (!bySubject.has(triple[0])) bySubject.set(triple[0], []);
      bySubject.get(triple[0]).push(triple);
    }
    flowsOf.set(id, [...bySubject.values()].map(flowOf).filter(Boolean));
  }
  return flowsOf.get(id);
}

function flowOf(triples) {
  const values = (property) => {
    const wanted = byShort.get(property);
    return [...new Set(triples.filter(([, one, value]) => one === wanted && typeof value === "string").map(([, , value]) => value))];
  };
  const operations = values("dpv:hasProcessing");
  if (!operations.length) return null;
  const [types, contractors] = ["dpv:hasPersonalData", "cg:contractor"].map(values);
  const places = placesAmong(triples);
  if (!types.length && !places.length && !contractors.length) return null;
  const acting = contractors.length ? contractors : values("cg:actor");
  const behind = values("cg:onBehalfOf");
  const companies = behind.length ? behind : [...new Set((contractors.length ? values("cg:actor") : acting).flatMap((agent) => companiesOf(agent)))];
  // That a place is the only one says no more than the role in which it stands does; nor does a site beside its country.
  const isCountry = (place) => data.things[place].kind === "dpv:Country";
  const roles = places.filter(({ role, country }) => !(isA([role], "cg:onlyAt") && places.some((other) => other.role !== role && other.country === country))
    && (isCountry(country) || !places.some((other) => other.role === role && isCountry(other.country))));
  const touched = types.length ? types : values("cg:service").map((service) => `service ${service}`);
  return [companies, acting, operations, touched, roles.map(({ role, country }) => `${role} ${country}`)]
    .map((keys) => (keys.length ? keys : [NOT_SAID]));
}

/** What a key of a stage stands for, as {id, name, note}: the note tells a place's role, or how the thing got there. */
function tellStop(stage, key, folded = 0) {
  if (key === NOT_SAID) return { name: say("notSaid"), note: "" };
  if (key === OTHERS) return { name: say("others", { n: folded }), note: "" };
  const [role, id = role] = key.split(" ");
  const isOf = (word) => STAGES[stage] === word;
  if (isOf("where")) return { id, name: nameOf(id), note: nameOf(role) };
  if (isOf("flowData") && role === "service") return { id, name: nameOf(id), note: say("typeNotSaid") };
  if (isOf("whoActs")) return { id, name: nameOf(id), note: tellTie(id) };
  return { id, name: nameOf(id), note: "" };
}

/** How an agent belongs to others: "subsidiary of LINE". */
function tellTie(id) {
  const told = headsOf(id).map(({ head, tie }) => (isA([tie], "cg:outsourcesTo") ? say("contractorOf", { name: nameOf(head) })
    : say("tieTo", { tie: nameOf(tie), name: nameOf(head) })));
  return [...new Set(told)].join(say("comma"));
}

/** The stops of each stage and the ribbons between them: {stops: [[{key, claims, folded}]], ribbons: [{stage, from, to, mood, claims}]}. */
function gatherFlows(claims) {
  const met = STAGES.map(() => new Map());
  const put = (map, key, id) => (map.get(key) || map.set(key, new Set()).get(key)).add(id);
  for (const id of claims) for (const flow of flowsIn(id)) flow.forEach((keys, stage) => { for (const key of keys) met[stage].set(key, (met[stage].get(key) || 0) + 1); });
  const kept = met.map((stops) => {
    const named = [...stops].filter(([key]) => key !== NOT_SAID).sort(([one, n], [other, m]) => m - n || (one < other ? -1 : 1));
    return new Set(named.slice(0, named.length > KEPT + 1 ? KEPT : named.length).map(([key]) => key)); // one alone is not folded
  });
  const keyAt = (stage, key) => (key === NOT_SAID || kept[stage].has(key) ? key : OTHERS);
  const stops = met.map(() => new Map());
  const ribbons = new Map();
  for (const id of claims) {
    const mark = moodOf(id);
    for (const flow of flowsIn(id)) {
      const path = flow.map((keys, stage) => [...new Set(keys.map((key) => keyAt(stage, key)))]);
      path.forEach((keys, stage) => keys.forEach((key) => put(stops[stage], key, id)));
      for (let stage = 0; stage + 1 < path.length; stage += 1) {
        for (const from of path[stage]) for (const to of path[stage + 1]) put(ribbons, [stage, from, to, mark].join("\n"), id);
      }
    }
  }
  return {
    stops: stops.map((found, stage) => [...found].map(([key, ids]) => ({ stage, key, claims: [...ids], folded: key === OTHERS ? met[stage].size - kept[stage].size - met[stage].has(NOT_SAID) : 0 }))),
    ribbons: [...ribbons].map(([key, ids]) => {
      const [stage, from, to, mark] = key.split("\n");
      return { stage: Number(stage), from, to, mood: mark, claims: [...ids] };
    }),
  };
}

let gathered = { by: null }; // for the filters in force: only they change what flows

function flowsLeft(claims) {
  const by = filterKey();
  if (gathered.by !== by) {
    const flowing = claims.filter((id) => flowsIn(id).length);
    const counts = { denied: 0, promised: 0, affirmed: 0 };
    for (const id of flowing) counts[moodOf(id)] += 1;
    gathered = { by, flowing, counts, rows: rowsOfFlows(flowing), ...gatherFlows(flowing) };
  }
  return gathered;
}

const moodOf = (id) => (isDenied(id) ? "denied" : isPromised(id) ? "promised" : "affirmed");

const flowsShown = { by: null, count: FLOWS };

function drawFlow(place, claims) {
  if (flowsShown.by !== filterKey()) Object.assign(flowsShown, { by: filterKey(), count: FLOWS });
  const { flowing, counts, rows, stops, ribbons } = flowsLeft(claims);
  const sample = (sort, text) => element("li", {}, element("span", { class: `swatch ${sort}` }), text);
  const box = place.querySelector(".flow");
  const at = [box?.scrollLeft || 0, box?.scrollTop || 0];
  keepingFocus(place, () => place.replaceChildren(
    element("div", { class: "flow", tabindex: "0", role: "region", "aria-label": say("flow"), "data-key": "flow" },
      element("p", { class: "faint" }, say("flowHow", { n: flowing.length, all: claims.length })),
      flowing.length ? [
        element("ul", { class: "swatches" }, sample("affirmed", say("lineWidth")), sample("denied", say("deniedOf", { n: counts.denied })),
          sample("promised", say("promisedOf", { n: counts.promised }))),
        drawRibbons(stops, ribbons, Math.max(CHART.narrowest, place.clientWidth - 40)),
        ...drawFlowTable(place, claims, rows),
      ] : element("p", {}, say("noFlow")))));
  place.querySelector(".flow").scrollTo(...at);
}

/** The ways in which claims go through all the stages, those of most claims first: [{flow, mood, claims}]. */
function rowsOfFlows(flowing) {
  const rows = new Map();
  for (const id of flowing) {
    for (const flow of flowsIn(id)) {
      const key = `${flow.map((keys) => [...keys].sort().join()).join(";")};${moodOf(id)}`;
      if (!rows.has(key)) rows.set(key, { flow, mood: moodOf(id), claims: [] });
      rows.get(key).claims.push(id);
    }
  }
  return [...rows.values()].sort((one, other) => other.claims.length - one.claims.length);
}

/** The same in text: a row for each way. */
function drawFlowTable(place, claims, bySize) {
  const left = bySize.length - flowsShown.count;
  const tell = (keys, stage) => keys.map((key) => tellStop(stage, key)).map(({ name, note }) => (note && STAGES[stage] !== "whoActs" ? say("noted", { name, note }) : name)).join(say("comma"));
  return [
    element("table", { id: "flows" },
      element("caption", {}, say("flowTable")),
      element("thead", {}, element("tr", {}, [...STAGES, "claim"].map((word) => element("th", { scope: "col" }, say(word))))),
      element("tbody", {}, bySize.slice(0, flowsShown.count).map(({ flow, mood: mark, claims: ids }) => element("tr",
        { class: mark, pointerenter: () => lightFlow(ids), pointerleave: () => lightFlow(null), focusin: () => lightFlow(ids), focusout: () => lightFlow(null) },
        flow.map((keys, stage) => element("td", {}, tell(keys, stage))),
        element("td", {}, element("button", { type: "button", class: "quiet", "data-key": `flow ${ids.join(" ")}`, click: () => select({ claims: ids }) },
          countClaims(ids.length), mark === "affirmed" ? "" : ` · ${say(mark)}`)))))),
    left > 0 ? element("button", { type: "button", class: "more", "data-key": "flows", click: () => { flowsShown.count += FLOWS; drawFlow(place, claims); } }, say("more", { n: left })) : null,
  ];
}

// The picture is as wide as its place, so it is drawn again where that changes.
window.addEventListener("resize", () => { if (state.view === "flow") drawFlow(byId("flow"), visible()); });

/** Work out what flows while nothing else is to be done, so that a story of ten thousand claims opens its map at once. */
function prepareFlows(claims) {
  window.requestIdleCallback?.((deadline) => {
    while (claims.length && deadline.timeRemaining() > 4) flowsIn(claims.pop());
    if (claims.length) prepareFlows(claims);
  });
}

prepareFlows([...claimsInOrder]);
