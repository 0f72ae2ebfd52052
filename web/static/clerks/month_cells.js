// Several cells at once: Shift or Ctrl with a click, Shift with Space or an arrow; the panel then speaks of all of them.
"use strict";

(() => {
  const ARROWS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  const chosen = new Set();
  const matrix = () => document.getElementById("matrix");

  function show() {
    for (const one of matrix().querySelectorAll("td[data-s]")) {
      one.classList.toggle("picked", chosen.has(one.dataset.s));
    }
    if (!chosen.size || !window.htmx) return;
    const query = new URLSearchParams([...chosen].map((slot) => ["slot", slot]));
    window.htmx.ajax("GET", `${matrix().dataset.cells}?${query}`, { source: "#matrix", target: "#panel" });
  }

  function clear() {
    if (!chosen.size) return;
    chosen.clear();
    if (matrix()) show();
  }

  function toggle(cell) {
    const slot = cell.dataset.s;
    if (!slot) return;
    if (chosen.has(slot)) chosen.delete(slot);
    else chosen.add(slot);
    show();
  }

  // All cells of the rectangle between the chosen cell and this one.
  function span(cell) {
    const from = matrix().querySelector("td[aria-selected]") || matrix().querySelector("td.picked") || cell;
    const rows = [...matrix().querySelectorAll("tbody tr:not(.band)")];
    const [a, b] = [from, cell].map((one) => rows.indexOf(one.parentElement)).sort((x, y) => x - y);
    const [left, right] = [from.cellIndex, cell.cellIndex].sort((x, y) => x - y);
    for (const row of rows.slice(a, b + 1)) {
      for (const one of [...row.cells].slice(left, right + 1)) if (one.dataset.s) chosen.add(one.dataset.s);
    }
    show();
  }

  document.addEventListener("click", (event) => {
    const cell = event.target.closest && event.target.closest("#matrix td[data-s]");
    if (!cell) return;
    if (!(event.shiftKey || event.ctrlKey || event.metaKey)) {
      clear();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (event.shiftKey) span(cell);
    else toggle(cell);
  }, true);

  document.addEventListener("keydown", (event) => {
    const cell = event.target.closest && event.target.closest("#matrix td[data-s]");
    if (event.key === "Escape") clear();
    if (!cell || !event.shiftKey) return;
    if (event.key === " ") {
      event.preventDefault();
      toggle(cell);
      return;
    }
    const step = ARROWS[event.key];
    if (!step) return;
    event.preventDefault();
    chosen.add(cell.dataset.s);
    const rows = [...matrix().querySelectorAll("tbody tr:not(.band)")];
    let row = rows.indexOf(cell.parentElement) + step[0];
    let column = cell.cellIndex + step[1];
    while (rows[row] && rows[row].cells[column] && column > 0) {
      const found = rows[row].cells[column];
      if (found.dataset.s) {
        chosen.add(found.dataset.s);
        found.querySelector("a").focus();
        break;
      }
      row += step[0];
      column += step[1];
    }
    show();
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    if (!event.detail.target || event.detail.target.id !== "panel" || !matrix()) return;
    const panel = document.getElementById("panel");
    if (!panel.querySelector("input[name=slot]")) clear();
    for (const one of matrix().querySelectorAll("td[data-s]")) {
      one.classList.toggle("picked", chosen.has(one.dataset.s));
    }
  });
})();
