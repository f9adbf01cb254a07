"use strict";
// Works the page of two laps as a hand would, and leaves what it saw as JSON at the end.
(() => {
  const errors = [];
  const holds = {};
  const byId = (id) => document.getElementById(id);
  const charts = document.querySelector(".panels");
  const table = document.querySelector(".pieces table");
  const press = (key, more = {}, target = charts) =>
    target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
  const view = () => byId("view").textContent.match(/\d+/g).map(Number);
  const wide = () => view()[1] - view()[0];
  const at = () => Number(byId("where").value);
  const dot = () => [byId("dot").getAttribute("cx"), byId("dot").getAttribute("cy")].join();
  const hair = () => Number(document.querySelector(".hair").getAttribute("x1"));
  const readout = () => byId("readout").textContent;
  const plot = () => document.querySelector(".plot").getAttribute("viewBox");
  const column = (i) =>
    [...table.querySelectorAll("tbody tr")].map((row) =>
      Number(row.cells[i].textContent.replace("−", "-")),
    );
  const isSorted = (values, down) =>
    values.every((value, i) => !i || (down ? values[i - 1] >= value : values[i - 1] <= value));

  try {
    const before = [dot(), hair(), readout()];
    press("ArrowRight", { shiftKey: true });
    press("ArrowRight");
    press("ArrowLeft");
    holds["arrows move the cursor"] = at() === 10;
    holds["the dot goes with it"] = dot() !== before[0] && !dot().startsWith("-20");
    holds["the hairs go with it"] = hair() > before[1];
    holds["the read-out goes with it"] = readout() !== before[2] && /Speed \d+ \/ \d+/.test(readout());
    press("End");
    holds["End goes to the end"] = at() === Number(byId("where").max);
    press("Home");
    holds["Home goes to the line"] = at() === 0;

    const [whole, drawn] = [wide(), plot()];
    press("+");
    holds["plus shows half"] = Math.abs(wide() - whole / 2) <= 1 && plot() !== drawn;
    press("-");
    holds["minus shows the whole again"] = wide() === whole && byId("wider").disabled;
    byId("closer").click();
    byId("closer").click();
    holds["a button shows a quarter"] = Math.abs(wide() - whole / 4) <= 1;
    press("End");
    holds["the view goes with the cursor"] = view()[1] === whole;
    byId("whole").click();
    holds["a button shows the whole lap"] = wide() === whole && plot() === drawn;
    press("End", {}, document.body);
    press("Home", {}, document.body);
    holds["Home belongs to the page elsewhere"] = at() === Number(byId("where").max);

    const panel = document.querySelector(".panel");
    const box = panel.getBoundingClientRect();
    const point = (kind, share) =>
      panel.dispatchEvent(
        new PointerEvent(kind, {
          pointerType: "mouse",
          clientX: box.left + share * box.width,
          clientY: box.top + 40,
          bubbles: true,
        }),
      );
    point("pointerdown", 0.4);
    point("pointermove", 0.6);
    point("pointerup", 0.6);
    holds["dragging shows a stretch"] = wide() > 0.1 * whole && wide() < 0.3 * whole;

    const heads = table.querySelectorAll("thead th");
    const lost = 3;
    heads[lost].querySelector("button").click();
    holds["a heading sorts"] =
      isSorted(column(lost), false) && heads[lost].getAttribute("aria-sort") === "ascending";
    heads[lost].querySelector("button").click();
    holds["again the other way"] =
      isSorted(column(lost), true) && heads[lost].getAttribute("aria-sort") === "descending";
    heads[0].querySelector("button").click();
    holds["where is the order of driving"] =
      isSorted(column(1), false) && table.querySelectorAll("[aria-sort]").length === 1;

    const row = table.querySelectorAll("tbody tr")[1];
    row.querySelector("button").click();
    const [from, to] = [1, 2].map((i) => Number(row.cells[i].textContent));
    holds["a row is shown in the charts"] =
      view()[0] <= from && view()[1] >= to && wide() < whole && row.classList.contains("shown");
  } catch (error) {
    errors.push(String(error.stack));
  }
  const seen = document.createElement("pre");
  seen.id = "seen";
  seen.textContent = JSON.stringify({ errors, holds });
  document.body.append(seen);
})();
