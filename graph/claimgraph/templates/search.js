// Search: names in every language, other names and statements, suggested as one types.

const SUGGESTED = 12;

/** Text as it is compared: full width and half width, capitals and small letters are the same. */
const fold = (text) => text.normalize("NFKC").toLowerCase();

const findable = Object.entries(data.things)
  .filter(([, thing]) => thing.kind)
  .map(([id, thing]) => ({ id, texts: [...Object.values(thing.names), ...(thing.others || []), thing.short].map(fold) }));

/** Ids of what matches, best first: the whole name, its beginning, a part of it; what more claims speak of; claims last. */
function find(words) {
  const wanted = fold(words.trim());
  if (!wanted) return [];
  const rank = ({ id, texts }) => {
    const best = Math.min(...texts.map((text) => (text === wanted ? 0 : text.startsWith(wanted) ? 1 : text.includes(wanted) ? 2 : 9)));
    return best === 9 ? null : { id, rank: best + (data.claims[id] ? 10 : 0) };
  };
  const found = findable.map(rank).filter(Boolean).sort((one, other) => one.rank - other.rank || weigh(other) - weigh(one));
  return found.slice(0, SUGGESTED).map(({ id }) => id);
}

const weigh = ({ id }) => (linksOf.get(id) || new Map()).size;

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
      symbol(data.things[id].kind), named("span", id), element("span", { class: "faint" }, pick(data.kinds[data.things[id].kind].names).text)));
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
