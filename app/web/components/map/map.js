// The map: areas with their figures and open sites, to be moved and enlarged by mouse, touch and keyboard.
//
// data: {
//   version   changes when anything but `at` changes (the picture is only then built anew)
//   label, hint                     spoken: what is drawn; how it is moved
//   words     { nearer, farther, whole, wheel, silent, site, offers }
//   areas     [{ key, name, tip, figure, fill, outline: [polygon: [ring: [[longitude, latitude]]]], centre: [longitude, latitude] or null }]
//   sites     [[longitude, latitude, name, [number of an offer]]]: open sites only
//   background null, or { url: with {z} {x} {y} of a tile, or {bbox} {width} {height} in EPSG:3857; attribution }
//   at        { area: key of the chosen area or "", section: [west, south, east, north] or null, turn }: where to go, once per turn
// }
// state "area": [key of the area clicked, when]; state "section": [[west, south, east, north], when] after a reader moved the map
//
// Everything is drawn in pixels of the web mercator projection. One finger scrolls the page until the map is enlarged.

const instances = new WeakMap();
const SVG = new DOMParser().parseFromString("<svg></svg>", "text/html").body.firstChild.namespaceURI;
const UNIT = 2 ** 22;           // of the coordinates in paths: the world is this wide
const NEAREST = 256 * 2 ** 18;  // pixels of the world at the closest look
const APART = 26, STEP = 80, PADDING = 18, CLICK = 5;
const HALF_WORLD = 20037508.342789244; // metres of EPSG:3857

function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  return filled(node, attributes, children);
}

function drawn(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

function filled(node, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) if (value !== null && value !== undefined) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

const worldX = (longitude) => (longitude + 180) / 360;
const worldY = (latitude) => (1 - Math.asinh(Math.tan((latitude * Math.PI) / 180)) / Math.PI) / 2;
const longitudeOf = (x) => x * 360 - 180;
const latitudeOf = (y) => (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;
const within = (value, least, most) => Math.min(Math.max(value, least), most);

function boundsOf(points) {
  const xs = points.map(([longitude]) => worldX(longitude)), ys = points.map(([, latitude]) => worldY(latitude));
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

function joined(all) {
  return all.reduce((one, other) => [Math.min(one[0], other[0]), Math.min(one[1], other[1]), Math.max(one[2], other[2]), Math.max(one[3], other[3])]);
}

// ---- where one looks

function size(view) {
  return [view.stage.clientWidth || 600, view.stage.clientHeight || 400];
}

function fitting(view, bounds) {
  const [width, height] = size(view);
  const scale = Math.min((width - 2 * PADDING) / (bounds[2] - bounds[0] || 1e-9), (height - 2 * PADDING) / (bounds[3] - bounds[1] || 1e-9));
  return { x: (bounds[0] + bounds[2]) / 2, y: (bounds[1] + bounds[3]) / 2, scale: Math.min(scale, NEAREST) };
}

function look(view, to) {
  const [left, top, right, bottom] = view.town;
  const least = fitting(view, view.town).scale / 2;
  view.look = { x: within(to.x, left, right), y: within(to.y, top, bottom), scale: within(to.scale, least, NEAREST) };
  draw(view);
}

function fly(view, bounds) {
  view.fitted = bounds;
  const from = view.look, to = fitting(view, bounds);
  cancelAnimationFrame(view.flight);
  if (!from || matchMedia("(prefers-reduced-motion: reduce)").matches) return look(view, to);
  const began = performance.now();
  const frame = (now) => {
    const part = within((now - began) / 260, 0, 1), eased = part * (2 - part);
    const scale = from.scale * (to.scale / from.scale) ** eased;
    // the point that stays where it is while the scale changes: else the picture swings aside on its way
    const share = Math.abs(1 / to.scale - 1 / from.scale) < 1e-15 ? eased : (1 / scale - 1 / from.scale) / (1 / to.scale - 1 / from.scale);
    look(view, { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share, scale });
    if (part < 1) view.flight = requestAnimationFrame(frame);
  };
  view.flight = requestAnimationFrame(frame);
}

function moved(view, to) {
  cancelAnimationFrame(view.flight);
  view.fitted = null;
  look(view, to);
  told(view);
}

function zoom(view, factor, at) {
  const [width, height] = size(view), { x, y, scale } = view.look;
  const [px, py] = at ?? [width / 2, height / 2];
  const next = within(scale * factor, fitting(view, view.town).scale / 2, NEAREST);
  const fixed = [x + (px - width / 2) / scale, y + (py - height / 2) / scale];
  moved(view, { x: fixed[0] - (px - width / 2) / next, y: fixed[1] - (py - height / 2) / next, scale: next });
}

function pan(view, dx, dy) {
  const { x, y, scale } = view.look;
  moved(view, { x: x - dx / scale, y: y - dy / scale, scale });
}

function whole(view) {
  fly(view, view.town);
  told(view);
}

function told(view) {
  clearTimeout(view.telling);
  view.telling = setTimeout(() => {
    const [width, height] = size(view), { x, y, scale } = view.look;
    const [dx, dy] = [(width / 2 - PADDING) / scale, (height / 2 - PADDING) / scale];
    const section = [longitudeOf(x - dx), latitudeOf(y + dy), longitudeOf(x + dx), latitudeOf(y - dy)].map((degrees) => Number(degrees.toFixed(5)));
    view.send("section", [section, Date.now()]);
  }, 700);
}

function go(view, at) {
  const area = view.areas.find((one) => one.key === at.area);
  mark(view, at.area);
  if (at.section) fly(view, boundsOf([at.section.slice(0, 2), at.section.slice(2)]));
  else fly(view, area ? around(area) : view.town);
}

// An area with some of what lies beside it: one shall see where one is.
function around({ bounds: [left, top, right, bottom] }) {
  const [dx, dy] = [(right - left) * 0.12, (bottom - top) * 0.12];
  return [left - dx, top - dy, right + dx, bottom + dy];
}

// ---- what is drawn

function build(view, data) {
  view.words = data.words;
  view.areas = data.areas.map((area) => ({ ...area, bounds: boundsOf(area.outline.flat(2)) }));
  view.town = joined(view.areas.map((area) => area.bounds));
  view.origin = [view.town[0], view.town[1]];
  const put = ([longitude, latitude]) => [(worldX(longitude) - view.origin[0]) * UNIT, (worldY(latitude) - view.origin[1]) * UNIT].map((n) => n.toFixed(2)).join(" ");
  for (const area of view.areas) {
    const d = area.outline.flatMap((polygon) => polygon.map((ring) => `M${ring.map(put).join("L")}Z`)).join("");
    area.path = drawn("path", { d, fill: area.fill, "data-area": area.key, "fill-rule": "evenodd" });
    area.text = drawn("text", { class: "name" }, drawn("tspan", { x: 0 }, area.name), drawn("tspan", { x: 0, dy: "1.25em", class: "figure" }, area.figure));
  }
  view.surfaces.replaceChildren(...view.areas.map((area) => area.path));
  view.names.replaceChildren(...view.areas.filter((area) => area.centre).map((area) => area.text));
  view.sites = data.sites.map(([longitude, latitude, name, offers]) => ({ x: worldX(longitude), y: worldY(latitude), name, offers }));
  view.clustered = null;
  view.svg.setAttribute("aria-label", data.label);
  view.stage.setAttribute("aria-label", data.words.map);
  view.hint.textContent = data.hint;
  view.buttons.forEach((button) => { button.setAttribute("aria-label", data.words[button.dataset.word]); button.title = data.words[button.dataset.word]; });
  view.background = data.background;
  view.credit.textContent = data.background?.attribution ?? "";
  view.box.classList.toggle("over", Boolean(data.background));
  if (!data.background) view.backdrop.replaceChildren();
}

function mark(view, key) {
  view.chosen = key;
  for (const area of view.areas) area.path.classList.toggle("chosen", area.key === key);
  const chosen = view.areas.find((area) => area.key === key);
  if (chosen) view.surfaces.append(chosen.path); // on top, so that its border is whole
}

function draw(view) {
  const [width, height] = size(view), { x, y, scale } = view.look;
  const place = (px, py) => [(px - x) * scale + width / 2, (py - y) * scale + height / 2];
  view.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  const [left, top] = place(...view.origin);
  const transform = `translate(${left} ${top}) scale(${scale / UNIT})`;
  view.surfaces.setAttribute("transform", transform);
  view.backdrop.setAttribute("transform", transform);
  points(view, place);
  names(view, place);
  ruler(view, width);
  view.stage.classList.toggle("enlarged", scale > fitting(view, view.town).scale * 1.05);
  if (view.background) { clearTimeout(view.fetching); view.fetching = setTimeout(() => fetchBackground(view), 200); }
}

function clusters(view) {
  const found = [], reach = APART / view.look.scale;
  for (const site of view.sites) {
    const near = found.find((one) => Math.hypot(one.x - site.x, one.y - site.y) < reach);
    if (!near) { found.push({ x: site.x, y: site.y, sites: [site], offers: new Set(site.offers) }); continue; }
    near.sites.push(site);
    site.offers.forEach((offer) => near.offers.add(offer));
    const count = near.sites.length;
    near.x += (site.x - near.x) / count;
    near.y += (site.y - near.y) / count;
  }
  return found;
}

function points(view, place) {
  if (view.clustered !== view.look.scale) {
    view.clustered = view.look.scale;
    view.clusters = clusters(view);
    view.points.replaceChildren(...view.clusters.map((cluster, at) => {
      const count = cluster.offers.size, radius = count === 1 ? 6 : within(9 + count / 4, 9, 15);
      cluster.node = drawn("g", { class: "point", "data-cluster": at }, drawn("circle", { r: radius }));
      if (count > 1) cluster.node.append(drawn("text", { dy: "0.35em" }, String(count)));
      return cluster.node;
    }));
  }
  for (const cluster of view.clusters) cluster.node.setAttribute("transform", `translate(${place(cluster.x, cluster.y).join(" ")})`);
}

// Names where there is room: first that of the chosen area, then those of the largest; beside points rather than on them, if
// that is still within the area. A figure alone needs less room.
function names(view, place) {
  const taken = [], grown = (area) => (area.bounds[2] - area.bounds[0]) * (area.bounds[3] - area.bounds[1]);
  const spots = view.clusters.map((cluster) => { const [x, y] = place(cluster.x, cluster.y); return [x - 10, y - 10, x + 10, y + 10]; });
  const free = (box, others) => !others.some((one) => box[0] < one[2] && one[0] < box[2] && box[1] < one[3] && one[1] < box[3]);
  const order = view.areas.filter((area) => area.centre).sort((a, b) => (b.key === view.chosen) - (a.key === view.chosen) || grown(b) - grown(a));
  for (const area of order) {
    const [x, y] = place(worldX(area.centre[0]), worldY(area.centre[1]));
    const [, top] = place(area.bounds[0], area.bounds[1]), [, bottom] = place(area.bounds[2], area.bounds[3]);
    const found = (wide, low, high) => {
      const boxes = [0, 24, -24, 40, -40].map((dy) => [x - wide / 2, y + dy - low, x + wide / 2, y + dy + high]);
      const inside = boxes.filter((box, at) => !at || (box[1] > top && box[3] < bottom)).filter((box) => free(box, taken));
      const box = inside.find((one) => free(one, spots)) ?? inside[0];
      if (box) taken.push(box);
      return box && box[1] + low;
    };
    const named = found(Math.max(area.name.length, area.figure.length) * 6.8, 16, 18);
    const at = named ?? found(area.figure.length * 7 + 4, 2, 18);
    area.text.setAttribute("class", named !== undefined ? "name" : at !== undefined ? "name short" : "name hidden");
    area.text.setAttribute("transform", `translate(${x} ${at ?? y})`);
  }
}

function ruler(view, width) {
  const metres = (2 * HALF_WORLD * Math.cos((latitudeOf(view.look.y) * Math.PI) / 180)) / view.look.scale;
  const most = Math.min(width / 4, 140) * metres, power = 10 ** Math.floor(Math.log10(most));
  const length = [5, 2, 1].map((n) => n * power).find((n) => n <= most) ?? power;
  view.ruler.style.width = `${length / metres}px`;
  view.ruler.textContent = length >= 1000 ? `${length / 1000} km` : `${length} m`;
}

// ---- a picture beneath, where the town has set one; new pictures come when the map stands still

function pictures(view) {
  const [width, height] = size(view), { x, y, scale } = view.look, { url } = view.background;
  const [left, top, right, bottom] = [x - width / 2 / scale, y - height / 2 / scale, x + width / 2 / scale, y + height / 2 / scale];
  const filledIn = (values) => url.replace(/\{(\w+)\}/g, (whole_, name) => values[name] ?? whole_);
  if (url.includes("{bbox}")) {
    const sharp = Math.min(devicePixelRatio || 1, 2048 / Math.max(width, height));
    const bbox = [left * 2 - 1, 1 - bottom * 2, right * 2 - 1, 1 - top * 2].map((n) => (n * HALF_WORLD).toFixed(2)).join(",");
    return [{ url: filledIn({ bbox, width: Math.round(width * sharp), height: Math.round(height * sharp) }), box: [left, top, right, bottom] }];
  }
  const z = within(Math.round(Math.log2(scale / 256)), 0, 19), n = 2 ** z, found = [];
  for (let tx = Math.floor(left * n); tx <= Math.floor(right * n); tx += 1)
    for (let ty = Math.floor(top * n); ty <= Math.floor(bottom * n); ty += 1)
      found.push({ url: filledIn({ z, x: tx, y: ty }), box: [tx / n, ty / n, (tx + 1) / n, (ty + 1) / n] });
  return found;
}

function fetchBackground(view) {
  const wanted = pictures(view), key = wanted.map((one) => one.url).join(" ");
  if (key === view.fetched) return;
  view.fetched = key;
  const before = [...view.backdrop.children], group = drawn("g");
  let open = wanted.length, failed = 0;
  const done = (bad) => {
    failed += bad;
    open -= 1;
    if (open) return;
    before.forEach((old) => old.remove());
    if (view.fetched === key) view.status.textContent = failed === wanted.length ? view.words.silent : "";
  };
  for (const { url, box } of wanted) {
    const [px, py] = [(box[0] - view.origin[0]) * UNIT, (box[1] - view.origin[1]) * UNIT];
    const image = drawn("image", { x: px, y: py, width: (box[2] - box[0]) * UNIT, height: (box[3] - box[1]) * UNIT, preserveAspectRatio: "none" });
    image.addEventListener("load", () => done(0));
    image.addEventListener("error", () => { image.remove(); done(1); });
    image.setAttribute("href", url);
    group.append(image);
  }
  view.backdrop.append(group);
}

// ---- hands

function tip(view, event) {
  const target = event.target.closest?.("[data-area], [data-cluster]");
  if (!target) { view.tip.hidden = true; return; }
  const cluster = view.clusters[target.dataset.cluster], area = view.areas.find((one) => one.key === target.dataset.area);
  const named = cluster ? cluster.sites.map((site) => site.name) : [area.name];
  const more = named.length > 6 ? " …" : "";
  const about = cluster ? view.words.offers.replace("{count}", cluster.offers.size) : area.tip;
  view.tip.replaceChildren(element("strong", {}, named.slice(0, 6).join(", ") + more), element("span", {}, about));
  view.tip.hidden = false;
  const frame = view.stage.getBoundingClientRect();
  const [x, y] = [event.clientX - frame.left, event.clientY - frame.top];
  view.tip.style.left = `${within(x + 14, 4, Math.max(4, frame.width - view.tip.offsetWidth - 4))}px`;
  view.tip.style.top = `${within(y + 16, 4, Math.max(4, frame.height - view.tip.offsetHeight - 4))}px`;
}

function clicked(view, event) {
  const target = event.target.closest?.("[data-area], [data-cluster]");
  if (!target) return;
  const cluster = view.clusters[target.dataset.cluster];
  if (cluster) {
    const apart = joined(cluster.sites.map((site) => [site.x, site.y, site.x, site.y]));
    if ((apart[2] - apart[0] + apart[3] - apart[1]) * NEAREST > APART) { fly(view, apart); told(view); }
    else tip(view, event);
    return;
  }
  const area = view.areas.find((one) => one.key === target.dataset.area);
  mark(view, area.key);
  fly(view, around(area));
  view.send("area", [area.key, Date.now()]);
}

function hands(view) {
  const down = new Map();
  let travelled = 0;
  const at = (event) => { const frame = view.stage.getBoundingClientRect(); return [event.clientX - frame.left, event.clientY - frame.top]; };
  view.svg.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    if (!down.size) travelled = 0;
    down.set(event.pointerId, at(event));
  });
  view.svg.addEventListener("pointermove", (event) => {
    const before = down.get(event.pointerId), now = at(event);
    if (!before) { if (event.pointerType === "mouse") tip(view, event); return; }
    view.tip.hidden = true;
    travelled += Math.hypot(now[0] - before[0], now[1] - before[1]);
    if (travelled > CLICK) view.svg.setPointerCapture(event.pointerId); // not before: a click shall reach the area
    const other = [...down.entries()].find(([id]) => id !== event.pointerId)?.[1];
    down.set(event.pointerId, now);
    if (other) {
      const far = (one) => Math.max(Math.hypot(one[0] - other[0], one[1] - other[1]), 1);
      pan(view, (now[0] - before[0]) / 2, (now[1] - before[1]) / 2);
      zoom(view, far(now) / far(before), [(now[0] + other[0]) / 2, (now[1] + other[1]) / 2]);
    } else if (travelled > CLICK && (event.pointerType === "mouse" || view.stage.classList.contains("enlarged"))) pan(view, now[0] - before[0], now[1] - before[1]);
  });
  for (const end of ["pointerup", "pointercancel"]) view.svg.addEventListener(end, (event) => down.delete(event.pointerId));
  view.svg.addEventListener("pointerleave", () => { view.tip.hidden = true; });
  view.svg.addEventListener("click", (event) => { if (travelled <= CLICK) clicked(view, event); });
  view.svg.addEventListener("touchmove", (event) => { if (event.touches.length > 1) event.preventDefault(); }, { passive: false });
  view.svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) { say(view, view.words.wheel); return; } // the page shall scroll on
    event.preventDefault();
    zoom(view, 2 ** (-within(event.deltaY * (event.deltaMode ? 20 : 1), -120, 120) / 160), at(event));
  }, { passive: false });
  view.stage.addEventListener("keydown", (event) => {
    if (event.target !== view.stage || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = {
      ArrowLeft: () => pan(view, STEP, 0), ArrowRight: () => pan(view, -STEP, 0), ArrowUp: () => pan(view, 0, STEP), ArrowDown: () => pan(view, 0, -STEP),
      "+": () => zoom(view, 1.5), "=": () => zoom(view, 1.5), "-": () => zoom(view, 1 / 1.5), 0: () => whole(view), Home: () => whole(view),
    }[event.key];
    if (act) { event.preventDefault(); act(); }
  });
}

function say(view, words) {
  view.notice.textContent = words;
  view.notice.hidden = false;
  clearTimeout(view.noticing);
  view.noticing = setTimeout(() => { view.notice.hidden = true; }, 1800);
}

function create(parent) {
  const layers = ["backdrop", "surfaces", "points", "names"].map((name) => [name, drawn("g", { class: name })]);
  const button = (word, mark_, act) => {
    const node = element("button", { type: "button", "data-word": word }, mark_);
    node.addEventListener("click", act);
    return node;
  };
  const view = {
    box: element("div", { class: "map" }), stage: element("div", { class: "stage", role: "group", tabindex: "0", "aria-describedby": "hint" }),
    svg: drawn("svg", { role: "img" }, ...layers.map(([, node]) => node)), ...Object.fromEntries(layers),
    tip: element("div", { class: "tip", "aria-hidden": "true", hidden: "" }), notice: element("div", { class: "notice", "aria-hidden": "true", hidden: "" }),
    status: element("div", { class: "status", role: "status" }), ruler: element("div", { class: "ruler", "aria-hidden": "true" }),
    credit: element("div", { class: "credit" }), hint: element("p", { class: "hint", id: "hint" }), send: () => {}, clusters: [],
  };
  view.buttons = [button("nearer", "+", () => zoom(view, 1.6)), button("farther", "−", () => zoom(view, 1 / 1.6)), button("whole", "⤢", () => whole(view))];
  view.stage.append(view.svg, element("div", { class: "buttons" }, ...view.buttons), view.tip, view.notice, view.status, view.ruler, view.credit);
  view.box.append(view.stage, view.hint);
  parent.append(view.box);
  hands(view);
  view.watch = new ResizeObserver(() => { if (view.look) look(view, view.fitted ? fitting(view, view.fitted) : view.look); });
  view.watch.observe(view.stage);
  return view;
}

export default function ({ data, parentElement, setStateValue }) {
  let view = instances.get(parentElement);
  if (!view) instances.set(parentElement, (view = create(parentElement)));
  view.send = setStateValue;
  const at = JSON.stringify(data.at);
  if (view.version !== data.version) {
    view.version = data.version;
    build(view, data);
    mark(view, data.at.area);
    if (view.look) look(view, view.look);
  }
  if (view.gone !== at) {
    view.gone = at;
    go(view, data.at);
  }
  return () => { view.watch.disconnect(); view.box.remove(); instances.delete(parentElement); };
}
