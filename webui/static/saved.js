// Searches kept in this browser: a button on the result page, and the list at /saved.
// Without this file the pages say how to bookmark a search.
"use strict";

(() => {
  const KEY = "tracuu.saved";
  const MOST = 100;

  // Each: search (a query string), name, seen (the state of the index at the last look).
  const read = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
      return Array.isArray(kept) ? kept.filter((each) => typeof each?.search === "string") : [];
    } catch {
      return [];
    }
  };
  const write = (kept) => {
    try {
      localStorage.setItem(KEY, JSON.stringify(kept.slice(0, MOST)));
      return true;
    } catch {
      return false;
    }
  };
  const without = (search) => read().filter((each) => each.search !== search);

  const button = (text, pressed) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "lesser";
    made.textContent = text;
    made.addEventListener("click", pressed);
    return made;
  };

  const offer = (place) => {
    const { search, name, seen, save, kept, drop, full } = place.dataset;
    const look = { search, name, seen };
    const show = (said = "") => {
      const is = read().some((each) => each.search === search);
      place.replaceChildren(
        is ? `${kept} ` : "",
        is
          ? button(drop, () => show(write(without(search)) ? "" : full))
          : button(save, () => show(write([look, ...without(search)]) ? "" : full)),
        said && ` ${said}`,
      );
    };
    // Whoever looks at the result has seen what is new.
    if (read().some((each) => each.search === search)) {
      write(read().map((each) => (each.search === search ? { ...each, seen } : each)));
    }
    place.setAttribute("role", "status");
    show();
  };

  const count = async (place, { search, seen }, said) => {
    const asked = new URLSearchParams(search);
    if (seen) asked.set("seen_after", seen);
    asked.set("limit", "1");
    asked.delete("page");
    try {
      const answer = await fetch(`${place.dataset.count}?${asked}`);
      if (!answer.ok) throw new Error(answer.statusText);
      const { total } = await answer.json();
      const number = total.toLocaleString(document.documentElement.lang);
      said.textContent = total ? place.dataset.new.replace("#", number) : place.dataset.none;
      said.classList.toggle("new", total > 0);
    } catch {
      said.textContent = place.dataset.unknown;
    }
  };

  const list = async (place) => {
    const kept = read();
    if (!kept.length) {
      const empty = document.createElement("p");
      empty.textContent = place.dataset.empty;
      place.replaceChildren(empty);
      return;
    }
    const rows = document.createElement("ul");
    rows.className = "kept";
    const counts = kept.map((each) => {
      const row = document.createElement("li");
      const link = document.createElement("a");
      link.href = `${place.dataset.page}?${new URLSearchParams(each.search)}`;
      link.textContent = each.name || each.search;
      const said = document.createElement("span");
      said.className = "number";
      const dropped = button(place.dataset.drop, () => {
        write(without(each.search));
        list(place);
      });
      dropped.setAttribute("aria-label", `${place.dataset.drop} ${link.textContent}`);
      row.append(link, " ", said, " ", dropped);
      rows.append(row);
      return () => count(place, each, said);
    });
    place.replaceChildren(rows);
    // One after the other: a hundred at once would be refused for their number.
    for (const each of counts) await each();
  };

  for (const place of document.querySelectorAll(".keep")) offer(place);
  const saved = document.getElementById("saved");
  if (saved) list(saved);
})();
