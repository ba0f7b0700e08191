// Search: names in every language, other names and statements, suggested as one types.

const SUGGESTED = 12;

let findable = null; // worked out when the page is idle, for it takes longer than a keystroke may

function makeFindable() {
  findable ??= Object.entries(data.things).filter(([id]) => isDrawn(id)).map(([id, thing]) => ({
    id,
    texts: [...new Set([...Object.values(thing.names), ...(thing.others || []), thing.short].map(fold))],
    claims: data.claims[id] ? -1 : (linksOf().get(id) || new Map()).size,
  }));
  return findable;
}

/** Ids of what matches, best first: the whole name, its beginning, a part of it; what more claims speak of; claims last. */
function find(words) {
  const wanted = fold(words.trim());
  if (!wanted) return [];
  const found = [];
  for (const { id, texts, claims } of makeFindable()) {
    let best = 9;
    for (const text of texts) {
      const at = text.indexOf(wanted);
      if (at >= 0) best = Math.min(best, at > 0 ? 2 : text.length > wanted.length ? 1 : 0);
    }
    if (best < 9) found.push({ id, rank: best + (claims < 0 ? 10 : 0), claims });
  }
  found.sort((one, other) => one.rank - other.rank || other.claims - one.claims);
  return found.slice(0, SUGGESTED).map(({ id }) => id);
}

function startSearch() {
  const input = document.getElementById("search");
  const list = document.getElementById("suggestions");
  let active = 0;

  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (id) => {
    close();
    input.value = "";
    select({ thing: id }, true);
    byId("panel").focus({ preventScroll: true }); // where what was found is told
  };
  const mark = (index) => {
    const options = list.querySelectorAll("[role=option]");
    if (!options.length) return;
    active = (index + options.length) % options.length;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
    input.setAttribute("aria-activedescendant", options[active].id);
    options[active].scrollIntoView({ block: "nearest" });
  };
  const suggest = () => {
    const ids = find(input.value);
    if (!input.value.trim()) return close();
    const options = ids.map((id, index) => element("li",
      { role: "option", id: `suggestion-${index}`, "data-thing": id, mousedown: (event) => event.preventDefault(), click: () => choose(id) },
      symbol(data.things[id].kind), named("span", id), element("span", { class: "faint" }, nameOfKind(data.things[id].kind))));
    list.replaceChildren(...(options.length ? options : [element("li", { class: "faint" }, say("noMatch"))]));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    return mark(0);
  };

  input.addEventListener("input", suggest);
  input.addEventListener("focus", suggest);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const options = list.hidden ? [] : list.querySelectorAll("[role=option]");
    if (event.key === "ArrowDown") mark(active + 1);
    else if (event.key === "ArrowUp") mark(active - 1);
    else if (event.key === "Enter" && options.length && !event.isComposing) choose(options[active].dataset.thing);
    else if (event.key === "Escape" && input.value) {
      input.value = "";
      close();
      event.stopPropagation();
    } else return;
    event.preventDefault();
  });
}
