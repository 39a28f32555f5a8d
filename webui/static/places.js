// Places as one types into the box of the panel.
"use strict";

(() => {
  const box = document.getElementById("place");
  const words = box.dataset;

  combobox(
    box,
    "place",
    words,
    (text, signal) => {
      const address = new URL(words.places, location.href);
      address.searchParams.set("name", text);
      return choicesAt(address, "places", signal);
    },
    ({ label, validity, count }) => ({
      text: label,
      aside: [validity, `${count} ${words.articles}`].filter(Boolean).join(" · "),
    }),
    ({ url }) => location.assign(url),
  );
})();
