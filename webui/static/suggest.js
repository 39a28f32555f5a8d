// Suggestions as one types: a combobox after the ARIA authoring practices (1.2, list autocomplete).
// Without this file the box is a plain search box.
"use strict";

(() => {
  const form = document.getElementById("search");
  const box = document.getElementById("q");
  const words = form.dataset;
  const wait = 150;
  let timer = 0;
  let asking = null;
  let chosen = -1;

  const list = document.createElement("ul");
  list.id = "suggestions";
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words.list);
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

  function option(suggestion, number) {
    const item = document.createElement("li");
    item.id = `suggestion-${number}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.append(suggestion.text);
    if (suggestion.kind !== "word") {
      const kind = document.createElement("span");
      kind.className = "kind";
      kind.textContent = words[suggestion.kind];
      item.append(" ", kind);
    }
    // The list takes no focus: a press must not leave the box.
    item.addEventListener("mousedown", (event) => event.preventDefault());
    item.addEventListener("click", () => take(suggestion));
    item.take = () => take(suggestion);
    return item;
  }

  function take(suggestion) {
    close();
    if (suggestion.url) {
      location.assign(suggestion.url);
      return;
    }
    box.value = suggestion.text;
    form.requestSubmit();
  }

  function show(suggestions) {
    list.replaceChildren(...suggestions.map(option));
    chosen = -1;
    box.removeAttribute("aria-activedescendant");
    list.hidden = suggestions.length === 0;
    box.setAttribute("aria-expanded", String(!list.hidden));
    said.textContent = list.hidden ? words.none : `${suggestions.length} ${words.some}`;
  }

  async function ask() {
    asking?.abort();
    asking = new AbortController();
    const address = `${words.suggest}?q=${encodeURIComponent(box.value)}`;
    try {
      const answer = await fetch(address, { signal: asking.signal });
      if (answer.ok) show((await answer.json()).suggestions);
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

  box.addEventListener("input", (event) => {
    clearTimeout(timer);
    // A Vietnamese keyboard composes a syllable letter by letter; its end brings an event too.
    if (event.isComposing) return;
    timer = setTimeout(ask, wait);
  });
  box.addEventListener("compositionend", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, wait);
  });
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
})();
