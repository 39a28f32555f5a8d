// From hit to hit without loading the page again: the two links, and the keys n and p, which can
// be switched off (WCAG 2.1.4: someone who dictates speaks letters too).
// Without this file the links lead to the same marks by reloading.
"use strict";

(() => {
  const walk = document.querySelector(".walk");
  if (!walk) return;
  const total = Number(walk.dataset.total);
  const shown = walk.querySelector(".where .current");
  let current = Number(walk.dataset.current);

  function go(number) {
    document.querySelector("mark.current")?.classList.remove("current");
    current = ((number - 1 + total) % total) + 1;
    const mark = document.getElementById(`hit-${current}`);
    mark.classList.add("current");
    mark.scrollIntoView({ block: "center" });
    shown.textContent = current.toLocaleString(document.documentElement.lang);
    const address = new URL(location.href);
    address.searchParams.set("hit", current);
    address.hash = `hit-${current}`;
    history.replaceState(null, "", address);
  }

  walk.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(link.rel === "next" ? current + 1 : current ? current - 1 : total);
  });

  const off = "tracuu.keys.off";
  const keys = document.createElement("button");
  keys.type = "button";
  keys.className = "keys";
  keys.textContent = walk.dataset.keys;
  walk.append(keys);

  function listening() {
    try {
      return localStorage.getItem(off) === null;
    } catch {
      return keys.getAttribute("aria-pressed") !== "false";
    }
  }

  function listen(on) {
    keys.setAttribute("aria-pressed", String(on));
    try {
      if (on) localStorage.removeItem(off);
      else localStorage.setItem(off, "1");
    } catch {
      // A browser that keeps nothing asks again on the next page.
    }
  }

  listen(listening());
  keys.addEventListener("click", () => listen(!listening()));

  document.addEventListener("keydown", (event) => {
    if (!listening()) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select")) return;
    if (event.key === "n") go(current + 1);
    if (event.key === "p") go(current ? current - 1 : total);
  });
})();
