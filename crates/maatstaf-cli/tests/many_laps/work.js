"use strict";
// Works the page of many laps as a hand would, and leaves what it saw as JSON at the end.
(() => {
  const errors = [];
  const holds = {};
  const [pieces, mini] = [...document.querySelectorAll(".pieces")].map((it) => it.querySelector("table"));
  const column = (table, i) =>
    [...table.tBodies[0].rows].map((row) => parseFloat(row.cells[i].textContent.replace("−", "-")));
  const isSorted = (values, down) =>
    values.every((value, i) => !i || (down ? values[i - 1] >= value : values[i - 1] <= value));
  const press = (table, i) => table.tHead.rows[0].cells[i].querySelector("button").click();

  try {
    const lost = 3;
    press(pieces, lost);
    holds["a heading sorts"] = isSorted(column(pieces, lost), false);
    press(pieces, lost);
    holds["again the other way"] =
      isSorted(column(pieces, lost), true) && pieces.tBodies[0].rows[0].cells[0].textContent === "turn 1";
    press(pieces, 0);
    holds["where is the order of driving"] = isSorted(column(pieces, 1), false);
    press(mini, 3);
    holds["mini-sectors sort by themselves"] =
      isSorted(column(mini, 3), false) && isSorted(column(pieces, 1), false);
    holds["the map is coloured where it is sure"] =
      document.querySelectorAll(".map .won.slower").length > 1 && // one is the key
      document.querySelectorAll(".map .won.slower title").length >= 1;
    holds["every loss has its whisker"] =
      document.querySelectorAll(".losses .within").length === pieces.tBodies[0].rows.length + mini.tBodies[0].rows.length;
    holds["nothing is wider than the page"] = document.documentElement.scrollWidth <= innerWidth;
  } catch (error) {
    errors.push(String(error.stack));
  }
  const seen = document.createElement("pre");
  seen.id = "seen";
  seen.textContent = JSON.stringify({ errors, holds });
  document.body.append(seen);
})();
