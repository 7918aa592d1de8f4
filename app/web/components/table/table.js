// A table that reads and prints like one: headers that sort, texts that wrap, records that open their evidence.
//
// data: {
//   version    changes when anything but the selection changes
//   caption
//   columns:   [{ label, numeric: bool, wide: "" | "wide" | "widest", sort: "ascending" | "descending" | null, name }]
//   rows:      [[{ t: text, c: extra class, s: state class, m: text mark of the state, k: record key, u: text only for readers by ear, g: the part of it that is seen, e: explanation, h: heads its row, l: [{ t, k }] several values beside each other instead of t }]]
//   rowClasses: [class of each row], if any
//   totals:    row or null
//   selected:  key of the chosen record or null
//   low:       whether to leave room for what stands below
//   reveal:    key of a record to bring into view whenever it is another one than before
//   more       what is said under a table of which columns are out of sight
//   sortable, open and openState (what choosing a record or a state does, spoken), sortHint
// }
// state "record": [key of the record chosen, when], so that choosing it again is noticed; state "sort": [column name, "ascending" | "descending"]

const instances = new WeakMap();

function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null && value !== undefined && value !== "") node.setAttribute(key, value);
  node.append(...children);
  return node;
}

function header(view, data, column) {
  const className = [column.numeric ? "numeric" : "", column.wide].join(" ").trim();
  if (!data.sortable) return element("th", { scope: "col", class: className }, column.label);
  const button = element("button", { type: "button", title: data.sortHint }, column.label);
  if (column.sort) button.append(element("span", { class: "sort", "aria-hidden": "true" }, column.sort === "ascending" ? "▲" : "▼"));
  button.addEventListener("click", () => view.send("sort", [column.name, column.sort === "ascending" ? "descending" : "ascending"]));
  return element("th", { scope: "col", class: className, "aria-sort": column.sort ?? "none" }, button);
}

function record(view, data, value) {
  const open = value.s ? data.openState : data.open;
  const button = element("button", { type: "button", class: "record", "data-key": value.k, "aria-label": `${value.t}: ${open}`, title: open, "aria-pressed": "false" }, value.g ?? value.t);
  button.addEventListener("click", () => { view.mark(value.k); view.send("record", [value.k, Date.now()]); });
  return button;
}

function several(view, data, td, values) {
  td.append(element("ul", { class: "several", role: "list" }, ...values.map((value) => element("li", {}, value.k ? record(view, data, value) : value.t))));
  return td;
}

function cell(view, data, value, column) {
  const td = element(value.h ? "th" : "td", { scope: value.h ? "row" : "", class: [column.numeric ? "numeric" : "", column.wide, value.k && !value.s ? "named" : "", value.c ?? ""].join(" ").trim(), title: value.e });
  if (value.l) return several(view, data, td, value.l);
  if (value.s) td.append(element("span", { class: `q-state chip ${value.s}`, "aria-hidden": "true" }, value.m));
  if (value.k) td.append(record(view, data, value));
  else if (value.s && value.g !== undefined) td.append(element("small", { "aria-hidden": "true", title: value.t }, value.g), element("span", { class: "q-unseen" }, value.t));
  else if (value.s) td.append(element("span", { class: value.u ? "q-unseen" : "", title: value.t }, value.t));
  else td.append(value.t);
  return td;
}

function build(view, data) {
  const head = element("tr", {}, ...data.columns.map((column) => header(view, data, column)));
  const body = element("tbody", {}, ...data.rows.map((row, i) => element("tr", { class: data.rowClasses?.[i] }, ...row.map((value, j) => cell(view, data, value, data.columns[j])))));
  const table = element("table", {}, element("caption", {}, data.caption), element("thead", {}, head), body);
  if (data.totals) table.append(element("tfoot", {}, element("tr", {}, ...data.totals.map((value, j) => cell(view, data, value, data.columns[j])))));
  const frame = element("div", { class: "frame", role: "group", "aria-label": data.caption, tabindex: "0" }, table);
  const more = element("p", { class: "more", "aria-hidden": "true", hidden: "hidden" }, data.more);
  view.box.replaceChildren(frame, more);
  watch(view, frame, more);
}

// Says so while columns are out of sight on the right; who hears the table reads them all anyway.
function watch(view, frame, more) {
  const look = () => {
    const left = frame.scrollWidth - frame.clientWidth - frame.scrollLeft;
    frame.classList.toggle("goes-on", left > 4);
    more.hidden = frame.scrollWidth - frame.clientWidth <= 4;
  };
  frame.addEventListener("scroll", look, { passive: true });
  view.sizes?.disconnect();
  view.sizes = new ResizeObserver(look);
  view.sizes.observe(frame);
}

function reveal(view, key) {
  const button = [...view.box.querySelectorAll("button.record")].find((one) => one.dataset.key === key);
  const frame = view.box.querySelector(".frame"), td = button?.closest("td, th");
  if (!td) return;
  const head = frame.querySelector("thead").offsetHeight, first = td.parentElement.firstElementChild;
  const beside = first.tagName === "TH" ? first.offsetWidth : 0;
  frame.scrollTo({ top: td.offsetTop - head - 60, left: td.offsetLeft - beside - 80 });
}

function create(parent) {
  const view = { box: element("div", { class: "table" }), version: null, send: () => {} };
  view.mark = (key) => view.box.querySelectorAll("button.record").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.key === key)));
  parent.append(view.box);
  return view;
}

export default function ({ data, parentElement, setStateValue }) {
  let view = instances.get(parentElement);
  if (!view) instances.set(parentElement, (view = create(parentElement)));
  view.send = setStateValue;
  if (view.version !== data.version) {
    view.version = data.version;
    const focused = view.box.getRootNode().activeElement?.closest("th")?.cellIndex;
    build(view, data);
    if (focused !== undefined) view.box.querySelectorAll("thead th button")[focused]?.focus();
  }
  view.mark(data.selected);
  view.box.firstElementChild.classList.toggle("low", Boolean(data.low));
  if (data.reveal && view.revealed !== data.version + data.reveal) {
    view.revealed = data.version + data.reveal;
    requestAnimationFrame(() => reveal(view, data.reveal));
  }
  return () => { view.sizes?.disconnect(); view.box.remove(); instances.delete(parentElement); };
}
