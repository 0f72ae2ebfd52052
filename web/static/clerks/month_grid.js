// The month grid by keyboard: arrows go from cell to cell, Ctrl+K jumps to the search for a person. Without this file Tab does the same.
"use strict";

const STEPS = new Map([
  ["ArrowLeft", [0, -1]],
  ["ArrowRight", [0, 1]],
  ["ArrowUp", [-1, 0]],
  ["ArrowDown", [1, 0]],
]);

function link(row, column) {
  const cell = row && row.cells[column];
  return cell ? cell.querySelector("a") : null;
}

function next(cell, [down, right]) {
  const body = cell.closest("tbody");
  let row = cell.parentElement.rowIndex - body.rows[0].rowIndex;
  let column = cell.cellIndex;
  for (;;) {
    row += down;
    column += right;
    if (row < 0 || row >= body.rows.length || column < 1 || column >= body.rows[row].cells.length) return null;
    const found = link(body.rows[row], column);
    if (found) return found;
  }
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    const search = document.getElementById("who");
    if (search) {
      event.preventDefault();
      search.focus();
      search.select();
    }
    return;
  }
  const cell = document.activeElement && document.activeElement.closest("table.grid td");
  if (cell && STEPS.has(event.key)) {
    const found = next(cell, STEPS.get(event.key));
    if (found) {
      event.preventDefault();
      found.focus();
    }
  }
});
