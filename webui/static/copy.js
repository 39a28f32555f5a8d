// A button that copies the citation. Without this file the text is there to select.
"use strict";

for (const place of document.querySelectorAll("[data-copies]")) {
  if (!navigator.clipboard) continue;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "lesser";
  button.textContent = place.dataset.label;
  const said = document.createElement("span");
  place.append(button, " ", said);
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(place.dataset.copies).textContent);
    said.textContent = place.dataset.done;
  });
}
