// Suggestions as one types into the search box.
"use strict";

(() => {
  const form = document.getElementById("search");
  const box = document.getElementById("q");
  const words = form.dataset;

  combobox(
    box,
    "suggestion",
    words,
    (text, signal) =>
      choicesAt(`${words.suggest}?q=${encodeURIComponent(text)}`, "suggestions", signal),
    ({ text, kind }) => ({ text, aside: kind === "word" ? "" : words[kind] }),
    ({ text, url }) => {
      if (url) {
        location.assign(url);
        return;
      }
      box.value = text;
      form.requestSubmit();
    },
  );
})();
