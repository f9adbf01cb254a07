"use strict";
// Tables whose headings sort their rows.
const sorting = (() => {
  const button = (cell, label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.append(...cell.childNodes);
    if (label) made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    cell.append(made);
  };

  // The rows in the order of driving; the first column keeps it, others sort by the first number of a cell.
  const sortable = (table) => {
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const heads = [...table.tHead.rows[0].cells];
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
    return rows;
  };
  return { button, sortable };
})();
