/* The search of the masthead: Ctrl K goes there, arrows go through what it finds, Esc leaves; it works without this. */
"use strict";

(() => {
  const field = document.getElementById("find");
  const found = document.getElementById("found");
  if (!field || !found) {
    return;
  }

  const close = () => found.replaceChildren();
  const links = () => [...found.querySelectorAll("a")];

  const step = (by) => {
    const some = links();
    const at = some.indexOf(document.activeElement) + by;
    (some[at] ?? field).focus();
  };

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      field.focus();
      field.select();
      return;
    }
    const inside = event.target === field || found.contains(event.target);
    if (!inside || !found.firstElementChild) {
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape") {
      close();
      field.focus();
    }
  });

  document.addEventListener("click", (event) => {
    if (event.target !== field && !found.contains(event.target)) {
      close();
    }
  });
})();
