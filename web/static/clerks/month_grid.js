// The matrix by keyboard: one stop for Tab, arrows from cell to cell, Enter opens the panel. Without this file Tab does it.
"use strict";

(() => {
  const STEPS = new Map([
    ["ArrowLeft", [0, -1]],
    ["ArrowRight", [0, 1]],
    ["ArrowUp", [-1, 0]],
    ["ArrowDown", [1, 0]],
    ["PageUp", [-7, 0]],
    ["PageDown", [7, 0]],
  ]);

  const matrix = () => document.getElementById("matrix");
  const panel = () => document.getElementById("panel");
  const rows = () => [...matrix().querySelectorAll("tbody tr:not(.band)")];
  const link = (cell) => (cell ? cell.querySelector("a") : null);

  // One cell takes part in the order of Tab: the one that was last at work, else the chosen one, else the first of today.
  function rove(wanted) {
    const table = matrix();
    if (!table) return;
    const links = [...table.querySelectorAll("td a")];
    const now = wanted || table.querySelector("td a[tabindex='0']") || link(table.querySelector("td[aria-selected]"))
      || link(table.querySelector("tr.today td.cell")) || links[0];
    for (const one of links) one.tabIndex = one === now ? 0 : -1;
  }

  function go(cell) {
    const found = link(cell);
    if (!found) return false;
    rove(found);
    found.focus();
    return true;
  }

  // The next cell that has something, `down` rows and `right` columns on; a week away the nearest such day of the post.
  function next(cell, [down, right]) {
    const all = rows();
    let row = all.indexOf(cell.parentElement);
    let column = cell.cellIndex;
    const far = Math.abs(down) > 1;
    row += down;
    column += right;
    if (far) row = Math.max(0, Math.min(all.length - 1, row));
    const down1 = Math.sign(down);
    while (row >= 0 && row < all.length && column > 0 && column < all[row].cells.length) {
      const found = all[row].cells[column];
      if (link(found)) return found;
      row += down1;
      column += right;
    }
    return null;
  }

  function ends(cell, last) {
    const some = [...cell.parentElement.cells].filter((one) => one.cellIndex > 0 && link(one));
    return last ? some.at(-1) : some[0];
  }

  // Findings one after another: the next (or last) cell with a mark.
  function finding(cell, back) {
    const marked = [...matrix().querySelectorAll("td.cell")].filter((one) => one.querySelector(".f-must, .f-warn, .gap"));
    if (!marked.length) return null;
    const after = marked.findIndex((one) => cell.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
    if (back) {
      const before = marked.filter((one) => cell.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING);
      return before.at(-1) || marked.at(-1);
    }
    return after < 0 ? marked[0] : marked[after];
  }

  function press(deed) {
    const button = panel() && panel().querySelector(`[data-deed='${deed}']`);
    if (button) button.click();
    return Boolean(button);
  }

  // A deed on a cell that is not the chosen one yet: first its panel, then the button in it.
  let waiting = "";
  function deed(cell, name) {
    if (panel().dataset.slot === cell.dataset.s) return press(name);
    waiting = name;
    link(cell).click();
    return true;
  }

  function keyed(event, cell) {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    if (event.shiftKey && STEPS.has(event.key)) return false;
    if (STEPS.has(event.key)) return go(next(cell, STEPS.get(event.key)) || cell);
    if (event.key === "Home" || event.key === "End") return go(ends(cell, event.key === "End"));
    if (event.key === " " && !event.shiftKey) {
      link(cell).click();
      return true;
    }
    if (event.key === "p" || event.key === "P") return deed(cell, "pin");
    if (event.key === "Delete") return deed(cell, "clear");
    if (event.key === "n" || event.key === "N") return go(finding(cell, event.shiftKey));
    return false;
  }

  const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select");

  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if (!(target instanceof Element) || typing(target)) return;
    const cell = target.closest("#matrix td.cell");
    if (cell && keyed(event, cell)) {
      event.preventDefault();
      return;
    }
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
      const undo = document.querySelector("#undo [data-deed=undo]");
      if (undo) {
        event.preventDefault();
        undo.click();
      }
      return;
    }
    if (event.key === "Escape" && target.closest("#panel") && matrix()) {
      go(matrix().querySelector("td[aria-selected]") || matrix().querySelector("td a[tabindex='0']").closest("td"));
      return;
    }
    if (/^[1-9]$/.test(event.key) && target.closest("#panel") && !event.ctrlKey && !event.altKey) {
      const some = panel().querySelectorAll("[data-deed=put]");
      const chosen = some[Number(event.key) - 1];
      if (chosen) chosen.click();
    }
  });

  // The mark of the chosen cell follows the panel.
  function mark() {
    const table = matrix();
    if (!table || !panel()) return;
    for (const old of table.querySelectorAll("td[aria-selected]")) old.removeAttribute("aria-selected");
    const slot = panel().dataset.slot;
    if (!slot) return;
    for (const one of table.querySelectorAll("td[data-s]")) {
      if (one.dataset.s === slot) one.setAttribute("aria-selected", "true");
    }
  }

  // On a phone the panel lies below the month: it is brought before the eyes of who touched a cell.
  function bring() {
    const at = panel().getBoundingClientRect();
    if (at.top < window.innerHeight * 0.75 && at.bottom > 0) return;
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    panel().scrollIntoView({ block: "start", behavior: still ? "instant" : "smooth" });
  }

  let asked = null;
  document.addEventListener("htmx:beforeRequest", (event) => {
    asked = event.detail.elt;
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    if (!event.detail.target || event.detail.target.id !== "panel") return;
    mark();
    const from = asked && asked.closest && asked.closest("#matrix td");
    rove(from && from.isConnected ? link(from) : null);
    const wanted = waiting;
    waiting = "";
    if (wanted && press(wanted)) return;
    const lost = !document.activeElement || document.activeElement === document.body;
    const in_grid = matrix() && matrix().querySelector("td[aria-selected]");
    if (lost && in_grid) go(in_grid);
    else if (from && panel().dataset.slot) {
      panel().focus({ preventScroll: true });
      bring();
    } else if (lost) panel().focus({ preventScroll: true });
  });

  // What is no panel (a log-in that ended, a page of its own) is opened whole.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, target } = event.detail;
    if (target && target.id === "panel" && !xhr.responseText.includes('id="panel"')) {
      event.detail.shouldSwap = false;
      window.location.assign(xhr.responseURL || window.location.href);
    }
  });

  // A log-in that has ended meanwhile is asked for on a page of its own.
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status === 401) window.location.reload();
  });

  // A month opens at today, or at the cell that is chosen.
  function begin() {
    const table = matrix();
    if (!table) return;
    rove();
    const pane = table.closest(".pane");
    const start = table.querySelector("td[aria-selected]") || table.querySelector("tr.today");
    if (start && pane.scrollHeight > pane.clientHeight) {
      const row = start.closest("tr");
      pane.scrollTop = Math.max(0, row.offsetTop - table.tHead.offsetHeight - row.offsetHeight * 3);
    }
  }
  begin();
})();
