"use strict";
// One cursor for all: point at a chart or at the line, or move the slider.
(() => {
  const lap = JSON.parse(document.getElementById("lap").textContent);
  const where = document.getElementById("where");
  const readout = document.getElementById("readout");
  const dot = document.getElementById("dot");
  const hairs = document.querySelectorAll(".hair");
  const panels = document.querySelectorAll(".panel");
  const map = dot.ownerSVGElement;
  const last = lap.s.length - 1;
  const [left, right] = [46, 752];

  const show = (i) => {
    where.value = i;
    const x = left + ((right - left) * lap.s[i]) / lap.s[last];
    for (const hair of hairs) {
      hair.setAttribute("x1", x);
      hair.setAttribute("x2", x);
    }
    dot.setAttribute("cx", lap.x[i]);
    dot.setAttribute("cy", lap.y[i]);
    const parts = [["", lap.s[i].toFixed(0), "m"], ["", lap.t[i].toFixed(3), "s"]];
    for (const channel of lap.channels) {
      parts.push([channel.name, channel.v[i].toFixed(channel.decimals).replace("-", "−"), channel.unit]);
    }
    readout.replaceChildren(
      ...parts.map(([name, value, unit]) => {
        const part = document.createElement("span");
        const number = document.createElement("b");
        number.textContent = value;
        part.append(name ? name + " " : "", number, unit ? "\u00a0" + unit : "");
        return part;
      }),
    );
    where.setAttribute("aria-valuetext", lap.s[i].toFixed(0) + " metres");
  };

  const place = (svg, event) => {
    const point = new DOMPoint(event.clientX, event.clientY);
    return point.matrixTransform(svg.getScreenCTM().inverse());
  };
  const nearest = (distance) => {
    let best = 0;
    for (let i = 1; i <= last; i++) if (distance(i) < distance(best)) best = i;
    return best;
  };
  for (const panel of panels) {
    panel.addEventListener("pointermove", (event) => {
      const s = ((place(panel, event).x - left) / (right - left)) * lap.s[last];
      show(nearest((i) => Math.abs(lap.s[i] - s)));
    });
  }
  map.addEventListener("pointermove", (event) => {
    const { x, y } = place(map, event);
    show(nearest((i) => (lap.x[i] - x) ** 2 + (lap.y[i] - y) ** 2));
  });
  where.addEventListener("input", () => show(Number(where.value)));
  where.closest(".cursor").hidden = false;
  show(0);
})();
