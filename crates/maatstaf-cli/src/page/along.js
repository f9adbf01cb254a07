"use strict";
// One cursor and one stretch of the lap for all charts and the map: point, drag, press keys or buttons.
const along = (() => {
  const lap = JSON.parse(document.getElementById("along").textContent);
  const byId = (id) => document.getElementById(id);
  const [where, readout, dot] = ["where", "readout", "dot"].map(byId);
  const charts = document.querySelector(".panels");
  const panels = [...charts.querySelectorAll(".panel")];
  const last = lap.s.length - 1;
  const [first, end] = [lap.s[0], lap.s[last]];
  // Of a chart, in its units: where the drawing begins, what is beyond its end, how wide it was drawn.
  const [LEFT, BEYOND, DRAWN] = [46, 8, 706];
  const NARROWEST = Math.min(80, end - first);
  const view = { from: first, to: end };
  let at = 0;
  let width = 760;

  const of = (name, attributes) => {
    const made = document.createElementNS(panels[0].namespaceURI, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
  const xOf = (s) => LEFT + ((width - LEFT - BEYOND) * (s - view.from)) / (view.to - view.from);
  const sOf = (x) => view.from + ((x - LEFT) * (view.to - view.from)) / (width - LEFT - BEYOND);
  const nearest = (distance) => {
    let best = 0;
    for (let i = 1; i <= last; i++) if (distance(i) < distance(best)) best = i;
    return best;
  };
  const nearestTo = (s) => nearest((i) => Math.abs(lap.s[i] - s));

  // Distances along the bottom, and the names of places above them.
  const ticks = () => {
    const least = ((view.to - view.from) * 85) / width;
    const power = 10 ** Math.floor(Math.log10(least));
    const step = Math.max(1, power * [1, 2, 5, 10].find((it) => it * power >= least));
    const made = [];
    for (let s = Math.ceil(view.from / step) * step; s <= view.to + 1e-6; s += step) made.push(s);
    return made;
  };
  const label = (x, y, words, name) => {
    const text = of("text", { class: name, x, y, "text-anchor": "middle" });
    text.textContent = words;
    return text;
  };
  const alongOf = (height, named) => {
    const made = [];
    for (const s of ticks()) {
      made.push(of("rect", { class: "tick", x: xOf(s) - 0.5, y: height - 18, width: 1, height: 4 }));
      made.push(label(clamp(xOf(s), LEFT, width - 24), height - 3, s.toFixed(0) + " m", "axis"));
    }
    let free = LEFT;
    for (const [name, s] of named ? lap.marks : []) {
      const x = xOf(s);
      if (x < free || x > width - BEYOND) continue;
      made.push(label(x, height - 24, name, "corner"));
      free = x + 8 + 7 * name.length;
    }
    return made;
  };

  const draw = () => {
    width = Math.max(260, panels[0]?.clientWidth || 760);
    const scale = DRAWN / (end - first);
    for (const [i, panel] of panels.entries()) {
      const height = panel.viewBox.baseVal.height;
      panel.setAttribute("viewBox", `0 0 ${width} ${height}`);
      for (const rule of panel.querySelectorAll(".grid, .zero")) rule.setAttribute("x2", width - BEYOND);
      const plot = panel.querySelector(".plot");
      plot.setAttribute("width", width - LEFT - BEYOND);
      const [x, w] = [LEFT + scale * (view.from - first), scale * (view.to - view.from)];
      plot.setAttribute("viewBox", `${x} 0 ${w} ${height}`);
      panel.querySelector(".along").replaceChildren(...alongOf(height, i === 0));
    }
    byId("view").textContent = `${view.from.toFixed(0)} to ${view.to.toFixed(0)} m`;
    byId("wider").disabled = byId("whole").disabled = view.to - view.from >= end - first - 1e-6;
    byId("closer").disabled = view.to - view.from <= NARROWEST + 1e-6;
    drawCursor();
  };
  const drawCursor = () => {
    const x = xOf(lap.s[at]);
    for (const panel of panels) {
      const hair = panel.querySelector(".hair");
      hair.setAttribute("x1", x);
      hair.setAttribute("x2", x);
      hair.style.visibility = x < LEFT - 1 || x > width - BEYOND + 1 ? "hidden" : "visible";
    }
    if (dot && lap.x.length) {
      dot.setAttribute("cx", lap.x[at]);
      dot.setAttribute("cy", lap.y[at]);
    }
  };

  const number = (value, channel) => {
    if (value === null) return "–";
    const text = value.toFixed(channel.decimals).replace("-", "−");
    return channel.within.length && value > 0 ? "+" + text : text;
  };
  const part = (name, values, unit) => {
    const made = document.createElement("span");
    made.append(name ? name + " " : "");
    values.forEach((value, i) => {
      const shown = document.createElement("b");
      shown.textContent = value;
      if (values.length > 1) shown.className = i ? "reference" : "driver";
      made.append(i ? " / " : "", shown);
    });
    made.append(unit ? "\u00a0" + unit : "");
    return made;
  };
  const show = (i) => {
    at = clamp(Math.round(i), 0, last);
    where.value = at;
    const parts = lap.channels.map((channel) => {
      const within = channel.within.length ? ` ± ${channel.within[at].toFixed(channel.decimals)}` : "";
      const values = channel.v.map((values) => number(values[at], channel));
      return part(channel.name, values, within ? `${within} ${channel.unit}`.trim() : channel.unit);
    });
    readout.replaceChildren(part("", [lap.s[at].toFixed(0)], "m"), ...parts);
    where.setAttribute("aria-valuetext", [...readout.children].map((it) => it.textContent).join(", "));
    drawCursor();
  };
  // To a place, by keys or the slider: what is shown goes with it.
  const go = (i) => {
    show(i);
    const s = lap.s[at];
    if (s < view.from || s > view.to) look(s - (view.to - view.from) / 2, s + (view.to - view.from) / 2);
  };
  const look = (from, to) => {
    const wide = clamp(to - from, NARROWEST, end - first);
    view.from = clamp((from + to - wide) / 2, first, end - wide);
    view.to = view.from + wide;
    draw();
  };
  const zoom = (factor, s = clamp(lap.s[at], view.from, view.to)) => {
    const wide = clamp((view.to - view.from) * factor, NARROWEST, end - first);
    const from = s - ((s - view.from) / (view.to - view.from)) * wide;
    look(from, from + wide);
  };
  const whole = () => look(first, end);
  const lookAt = (from, to) => {
    const beside = Math.max(0.15 * (to - from), 20);
    if (lap.s[at] < from || lap.s[at] > to) show(nearestTo(from));
    look(from - beside, to + beside);
  };

  const keys = {
    ArrowLeft: (event) => go(at - (event.shiftKey ? 10 : 1)),
    ArrowRight: (event) => go(at + (event.shiftKey ? 10 : 1)),
    Home: () => go(0),
    End: () => go(last),
    "+": () => zoom(0.5),
    "=": () => zoom(0.5),
    "-": () => zoom(2),
    0: whole,
    Escape: whole,
  };
  document.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    // Home and End belong to the page, unless the charts have the focus.
    const inCharts = charts.contains(event.target);
    const onPage = event.target === document.body && !["Home", "End"].includes(event.key);
    if (!inCharts && !onPage) return;
    event.preventDefault();
    act(event);
  });

  const place = (svg, event) => {
    const point = new DOMPoint(event.clientX, event.clientY);
    return point.matrixTransform(svg.getScreenCTM().inverse());
  };
  // A mouse that is dragged marks a stretch to look at; a finger moves the cursor.
  for (const panel of panels) {
    let drag = null;
    const mark = (x) => {
      const [a, b] = [Math.min(x, drag.x), Math.max(x, drag.x)].map((it) => clamp(it, LEFT, width - BEYOND));
      drag.box.setAttribute("x", a);
      drag.box.setAttribute("width", b - a);
    };
    const drop = () => {
      drag?.box.remove();
      drag = null;
    };
    panel.addEventListener("pointerdown", (event) => {
      const { x } = place(panel, event);
      show(nearestTo(sOf(x)));
      if (event.pointerType !== "mouse" || event.button) return;
      const height = panel.viewBox.baseVal.height - 18;
      drag = { x, box: of("rect", { class: "marked", x, y: 0, width: 0, height }) };
      panel.append(drag.box);
      if (event.isTrusted) panel.setPointerCapture(event.pointerId);
    });
    panel.addEventListener("pointermove", (event) => {
      const { x } = place(panel, event);
      show(nearestTo(clamp(sOf(x), view.from, view.to)));
      if (drag) mark(x);
    });
    panel.addEventListener("pointerup", (event) => {
      const { x } = place(panel, event);
      const ends = drag && Math.abs(x - drag.x) > 8 ? [sOf(drag.x), sOf(x)].sort((a, b) => a - b) : null;
      drop();
      if (ends) look(...ends);
    });
    panel.addEventListener("pointercancel", drop);
    panel.addEventListener("dblclick", whole);
    panel.addEventListener(
      "wheel",
      (event) => {
        const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY) && view.to - view.from < end - first;
        if (!event.ctrlKey && !sideways) return;
        event.preventDefault();
        const step = ((view.to - view.from) * event.deltaX) / width;
        if (event.ctrlKey) zoom(2 ** (event.deltaY / 120), sOf(place(panel, event).x));
        else look(view.from + step, view.to + step);
      },
      { passive: false },
    );
  }
  const map = dot?.ownerSVGElement;
  for (const kind of map ? ["pointermove", "pointerdown"] : []) {
    map.addEventListener(kind, (event) => {
      const { x, y } = place(map, event);
      const i = nearest((i) => (lap.x[i] - x) ** 2 + (lap.y[i] - y) ** 2);
      if (kind === "pointerdown") go(i);
      else show(i);
    });
  }
  where.addEventListener("input", () => go(Number(where.value)));
  byId("closer").addEventListener("click", () => zoom(0.5));
  byId("wider").addEventListener("click", () => zoom(2));
  byId("whole").addEventListener("click", whole);
  window.addEventListener("resize", draw);
  where.closest(".cursor").hidden = false;
  charts.classList.add("live");
  draw();
  show(0);
  return { lookAt, show, whole };
})();
