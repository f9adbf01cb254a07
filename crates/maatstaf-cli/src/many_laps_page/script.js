// Every table in sight: headings sort.
for (const table of document.querySelectorAll(".pieces table")) sorting.sortable(table);
