// What appears beside the pointer: a card that says shortly what one points at, and a menu of what can be done with it.

const SHORT = 3; // claims on a card

function tellNodeShortly(id) {
  const claims = claimsOf(id).filter(isVisible);
  const counts = [countClaims(claims.length), say("deniedOf", { n: claims.filter(isDenied).length }), say("promisedOf", { n: claims.filter(isPromised).length })];
  const kind = element("p", { class: "kicker" }, symbol(data.things[id].kind), nameOfKind(data.things[id].kind));
  if (data.claims[id]) return [kind, named("p", id), badges(id), element("p", { class: "faint" }, namesOf(data.claims[id]["cg:claimant"]))];
  return [kind, named("p", id, { class: "name" }), element("p", { class: "faint" }, counts.join(" · "))];
}

function tellEdgeShortly({ from, to, claims, properties }) {
  return [
    element("p", { class: "name" }, nameOf(from), " → ", nameOf(to)),
    element("p", { class: "faint" }, [namesOf(properties), countClaims(claims.length)].filter(Boolean).join(" · ")),
    element("ul", { class: "plain" }, claims.slice(0, SHORT).map((id) => named("li", id, { class: mood(id) }))),
    claims.length > SHORT ? element("p", { class: "faint" }, say("more", { n: claims.length - SHORT })) : null,
  ];
}

function showCard(content, at) {
  byId("network").classList.add("pointing");
  if (!byId("menu").hidden) return;
  putBeside(byId("card"), content, at);
}

function hideCard() {
  byId("network").classList.remove("pointing");
  byId("card").hidden = true;
}

function showMenu(id, at) {
  hideCard();
  putBeside(byId("menu"), [named("p", id, { class: "name" }), ...actionsOn(id)], at);
  byId("menu").querySelector("button").focus();
}

function hideMenu() {
  byId("menu").hidden = true;
}

/** Show content near a point of the picture, inside its frame. */
function putBeside(place, content, { x, y }) {
  place.replaceChildren(...content.flat().filter(Boolean));
  place.hidden = false;
  const frame = byId("network").getBoundingClientRect();
  const { width, height } = place.getBoundingClientRect();
  place.style.left = `${Math.max(0, x + 16 + width > frame.width ? x - 16 - width : x + 16)}px`;
  place.style.top = `${Math.max(0, Math.min(y + 12, frame.height - height)) + byId("network").offsetTop}px`;
}
