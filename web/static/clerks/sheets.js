"use strict";

/* A sheet that asks before something leaves the house comes over the month; without this script it is a page. */
const opened = async (link) => {
  const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const sheet = page.querySelector(".step-sheet");
  if (!answer.ok || !sheet) {
    location.href = link.href;
    return;
  }
  const dialog = document.createElement("dialog");
  dialog.className = sheet.classList.contains("narrow") ? "sheet narrow" : "sheet";
  dialog.setAttribute("aria-labelledby", "sheet-h");
  dialog.append(...sheet.children);
  dialog.addEventListener("close", () => {
    dialog.remove();
    link.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
};

document.addEventListener("click", (event) => {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const close = event.target.closest("dialog [data-close]");
  const link = event.target.closest("a[data-sheet]");
  if (close) close.closest("dialog").close();
  else if (link) opened(link).catch(() => { location.href = link.href; });
  if (close || link) event.preventDefault();
});

/* While a deed works its button says so and cannot be pressed again. */
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button || !button.dataset.busy) return;
  setTimeout(() => {
    button.disabled = true;
    button.textContent = button.dataset.busy;
  });
});
addEventListener("pageshow", (event) => {
  if (event.persisted && document.querySelector("[data-busy]:disabled")) location.reload();
});
