"use strict";
// The table of corners and straights: headings sort, rows are shown in the charts.
(() => {
  const ends = JSON.parse(document.getElementById("segments").textContent);
  const table = document.querySelector(".pieces table");
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const heads = [...table.tHead.rows[0].cells];

  const button = (cell, label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.append(...cell.childNodes);
    if (label) made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    cell.append(made);
  };

  // The first number of a cell; the first column keeps the order of driving.
  const keyOf = (row, column) => {
    if (column === 0) return rows.indexOf(row);
    const number = parseFloat(row.cells[column].textContent.replace(/[[+]/g, "").replaceAll("−", "-"));
    return Number.isFinite(number) ? number : null;
  };
  const sort = (column) => {
    const down = heads[column].getAttribute("aria-sort") === "ascending";
    for (const head of heads) head.removeAttribute("aria-sort");
    heads[column].setAttribute("aria-sort", down ? "descending" : "ascending");
    const keys = new Map(rows.map((row) => [row, keyOf(row, column)]));
    const order = (a, b) => {
      const [one, two] = [keys.get(a), keys.get(b)];
      if (one === null || two === null) return (one === null) - (two === null);
      return down ? two - one : one - two;
    };
    body.append(...[...rows].sort(order));
  };
  heads.forEach((head, column) => button(head, "", () => sort(column)));
  heads[0].setAttribute("aria-sort", "ascending");

  const lookAt = (i) => {
    for (const row of rows) row.classList.toggle("shown", row === rows[i]);
    along.lookAt(...ends[i]);
    const charts = document.querySelector(".panels");
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    charts.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "start" });
  };
  rows.forEach((row, i) => {
    const [from, to] = ends[i];
    const label = `Show ${row.cells[0].textContent}, ${from} to ${to} m, in the charts`;
    button(row.cells[0], label, (event) => {
      event.stopPropagation();
      lookAt(i);
    });
    row.addEventListener("click", () => lookAt(i));
  });
  table.classList.add("live");
})();
