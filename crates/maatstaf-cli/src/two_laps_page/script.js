// The table of corners and straights: headings sort, rows are shown in the charts.
(() => {
  const ends = JSON.parse(document.getElementById("segments").textContent);
  const table = document.querySelector(".pieces table");
  const rows = sorting.sortable(table);

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
    sorting.button(row.cells[0], label, (event) => {
      event.stopPropagation();
      lookAt(i);
    });
    row.addEventListener("click", () => lookAt(i));
  });
  table.classList.add("live");
})();
