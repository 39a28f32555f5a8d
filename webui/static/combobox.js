// A text box with a list of choices, after the ARIA authoring practices (1.2, list autocomplete).
// Without this file the box is a plain one.
"use strict";

// `find(text, signal)` resolves to the choices, `show(choice)` is { text, aside }, `take(choice)`
// acts on one; `texts` are { list, none, some }, `prefix` begins the ids.
function combobox(box, prefix, texts, find, show, take) {
  const wait = 150;
  let timer = 0;
  let asking = null;
  let chosen = -1;

  const list = document.createElement("ul");
  list.id = `${prefix}s`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", texts.list);
  const said = document.createElement("p");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  box.parentElement.append(list, said);
  for (const [name, value] of [
    ["role", "combobox"],
    ["aria-autocomplete", "list"],
    ["aria-expanded", "false"],
    ["aria-controls", list.id],
  ]) box.setAttribute(name, value);

  function close() {
    clearTimeout(timer);
    asking?.abort();
    list.hidden = true;
    list.replaceChildren();
    chosen = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }

  function option(choice, number) {
    const item = document.createElement("li");
    item.id = `${prefix}-${number}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    const { text, aside } = show(choice);
    item.append(text);
    if (aside) {
      const kind = document.createElement("span");
      kind.className = "kind";
      kind.textContent = aside;
      item.append(" ", kind);
    }
    // The list takes no focus: a press must not leave the box.
    item.addEventListener("mousedown", (event) => event.preventDefault());
    item.take = () => {
      close();
      take(choice);
    };
    item.addEventListener("click", item.take);
    return item;
  }

  function offer(choices) {
    list.replaceChildren(...choices.map(option));
    chosen = -1;
    box.removeAttribute("aria-activedescendant");
    list.hidden = choices.length === 0;
    box.setAttribute("aria-expanded", String(!list.hidden));
    said.textContent = list.hidden ? texts.none : `${choices.length} ${texts.some}`;
  }

  async function ask() {
    asking?.abort();
    asking = new AbortController();
    try {
      offer(await find(box.value, asking.signal));
    } catch (problem) {
      if (problem.name !== "AbortError") close();
    }
  }

  function choose(number) {
    const options = list.children;
    options[chosen]?.setAttribute("aria-selected", "false");
    chosen = (number + options.length) % options.length;
    options[chosen].setAttribute("aria-selected", "true");
    options[chosen].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", options[chosen].id);
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(ask, wait);
  }

  box.addEventListener("input", (event) => {
    clearTimeout(timer);
    // A Vietnamese keyboard composes a syllable letter by letter; its end brings an event too.
    if (!event.isComposing) later();
  });
  box.addEventListener("compositionend", later);
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? -1 : chosen - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && chosen >= 0) list.children[chosen].take();
    else return;
    event.preventDefault();
  });
}

// The list under `key` of the JSON at `address`; a refusal is an empty one.
async function choicesAt(address, key, signal) {
  const answer = await fetch(address, { signal });
  return answer.ok ? (await answer.json())[key] : [];
}
