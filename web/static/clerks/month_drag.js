// A cell dragged onto another: what exchanging the two would come to is shown before it is dropped, and done on dropping.
"use strict";

(() => {
  const FAR = 6; // pixels after which a press is a drag
  const PAUSE = 120; // milliseconds over a cell before its verdict is asked for
  let from = null;
  let over = null;
  let start = null;
  let timer = 0;
  let told = null;

  const matrix = () => document.getElementById("matrix");
  const at = (event) => {
    const found = document.elementFromPoint(event.clientX, event.clientY);
    return found ? found.closest("#matrix td[data-o=open]") : null;
  };

  function tip() {
    if (!told) {
      told = document.createElement("div");
      told.className = "drag-tip";
      told.setAttribute("role", "status");
      document.body.append(told);
    }
    return told;
  }

  function place(event) {
    const box = tip();
    const right = Math.min(event.clientX + 16, window.innerWidth - box.offsetWidth - 8);
    const below = Math.min(event.clientY + 16, window.innerHeight - box.offsetHeight - 8);
    box.style.transform = `translate(${right}px, ${below}px)`;
  }

  function verdict(first, second) {
    const query = new URLSearchParams([["slot", first], ["slot", second]]);
    const address = matrix().dataset.cells.replace(/cells$/, "verdict");
    window.htmx.ajax("GET", `${address}?${query}`, tip());
  }

  function end() {
    clearTimeout(timer);
    if (told) told.remove();
    told = null;
    if (matrix()) for (const one of matrix().querySelectorAll(".dragged, .drop")) one.classList.remove("dragged", "drop");
    from = over = start = null;
  }

  // The exchange is made by the button of the panel that speaks of both cells, so that it is sent as any form is.
  function exchange(first, second) {
    const query = new URLSearchParams([["slot", first], ["slot", second]]);
    document.addEventListener("htmx:afterSettle", () => {
      const button = document.querySelector("#panel [data-deed=exchange]");
      if (button) button.click();
    }, { once: true });
    const address = `${matrix().dataset.cells}?${query}`;
    window.htmx.ajax("GET", address, { source: "#matrix", target: "#panel" });
  }

  document.addEventListener("pointerdown", (event) => {
    const cell = event.target.closest && event.target.closest("#matrix td[data-o=open]");
    if (!cell || event.button !== 0 || event.pointerType === "touch" || event.shiftKey || event.ctrlKey) return;
    start = [event.clientX, event.clientY, cell];
  });

  document.addEventListener("pointermove", (event) => {
    if (!start) return;
    if (!from) {
      if (Math.hypot(event.clientX - start[0], event.clientY - start[1]) < FAR) return;
      from = start[2];
      from.classList.add("dragged");
    }
    event.preventDefault();
    const cell = at(event);
    if (cell !== over) {
      if (over) over.classList.remove("drop");
      over = cell && cell !== from ? cell : null;
      clearTimeout(timer);
      if (told) told.remove();
      told = null;
        if (over) {
        over.classList.add("drop");
        const [first, second] = [from.dataset.s, over.dataset.s];
        timer = setTimeout(() => verdict(first, second), PAUSE);
      }
    }
    place(event);
  });

  document.addEventListener("pointerup", () => {
    if (!from) {
      start = null;
      return;
    }
    const [first, second] = [from.dataset.s, over && over.dataset.s];
    const seen = told && told.querySelector("[data-fitness]");
    const barred = !seen || seen.dataset.fitness === "barred";
    const dropped = over;
    end();
    const block = (event) => {
      event.preventDefault();
      event.stopPropagation();
    };
    document.addEventListener("click", block, true); // the click that a browser makes of the end of a drag
    setTimeout(() => document.removeEventListener("click", block, true), 0);
    if (dropped && second && !barred) exchange(first, second);
  });

  document.addEventListener("pointercancel", end);
  document.addEventListener("dragstart", (event) => {
    if (event.target.closest && event.target.closest("#matrix")) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && from) end();
  });
})();
