// The gap matrix: a real table with a button in every cell.
//
// data: {
//   version   changes when anything but the selection changes (the table is only then built anew)
//   caption, corner, hint, more (what is said under a matrix of which columns are out of sight)
//   columns:  [label], keys: [key of the column]
//   rows:     [{ group: heading or null, label, key, cells: [[state class, text mark, index in said, index in why]], sum }]
//   total:    heading of the sums; foot: [sum of a column], all: sum of all; a sum is [[mark with number], the same in words]
//   said:     [what is spoken of a cell after its need and target group], why: [the reason of its state]
//   selected: key of the cell to start with ("row~column"), or null; a click marks its cell without being told
// }
// state "cell": [key of the chosen cell, when]
//
// Keys: arrows move, Home/End to the ends of a row, Ctrl+Home/End to the corners, Enter/space choose. One tab stop.

const instances = new WeakMap();

function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null && value !== undefined) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

function sum([marks, words]) {
  return element("td", { class: "sum", title: words }, element("span", { "aria-hidden": "true" }, ...marks.map((mark) => element("span", { class: "mark" }, mark))), element("span", { class: "q-unseen" }, words));
}

function build(view, data) {
  const wide = data.columns.length > 11;
  const head = element("tr", {}, element("th", { scope: "col", class: "corner" }, data.corner));
  data.columns.forEach((label) => head.append(element("th", { scope: "col", class: "column", title: label }, element("span", {}, label))));
  head.append(element("th", { scope: "col", class: "sum" }, data.total));
  const body = element("tbody");
  const buttons = [];
  data.rows.forEach((row, i) => {
    if (row.group) body.append(element("tr", { class: "heading" }, element("th", { scope: "rowgroup", colspan: data.columns.length + 2 }, element("span", {}, row.group))));
    const line = element("tr", {}, element("th", { scope: "row", title: row.label }, row.label));
    row.cells.forEach(([state, mark, said, why], j) => {
      const key = `${row.key}~${data.keys[j]}`;
      const spoken = `${row.label}, ${data.columns[j]}: ${data.said[said]}`;
      const hover = `${row.label} · ${data.columns[j]}\n${data.why[why]}`;
      const button = element("button", { type: "button", class: `q-state ${state}`, "aria-label": spoken, title: hover, "data-key": key, tabindex: "-1", "aria-pressed": "false" }, mark);
      button.addEventListener("click", () => { view.focusAt(i, j); view.choose(key); });
      line.append(element("td", {}, button));
      (buttons[i] ??= []).push(button);
    });
    line.append(sum(row.sum));
    body.append(line);
  });
  const foot = element("tr", {}, element("th", { scope: "row" }, data.total), ...data.foot.map(sum), sum(data.all));
  const table = element("table", { class: wide ? "wide" : "" }, element("caption", {}, data.caption), element("thead", {}, head), body, element("tfoot", {}, foot));
  const frame = element("div", { class: "frame", role: "group", "aria-label": data.caption, tabindex: "-1" }, table);
  const more = element("p", { class: "more", "aria-hidden": "true", hidden: "hidden" }, data.more);
  view.box.replaceChildren(element("p", { class: "hint", id: "hint" }, data.hint), frame, more);
  watch(view, frame, more);
  view.buttons = buttons;
  view.at = [0, 0];
}

// Says so while columns are out of sight on the right; who hears the matrix reads them all anyway.
function watch(view, frame, more) {
  const look = () => { more.hidden = frame.scrollWidth - frame.clientWidth <= 4; };
  view.sizes?.disconnect();
  view.sizes = new ResizeObserver(look);
  view.sizes.observe(frame);
}

function keys(view, event) {
  const [i, j] = view.at;
  const rows = view.buttons.length;
  const columns = view.buttons[0]?.length ?? 0;
  const corner = event.ctrlKey || event.metaKey;
  const target = {
    ArrowRight: [i, Math.min(j + 1, columns - 1)], ArrowLeft: [i, Math.max(j - 1, 0)],
    ArrowDown: [Math.min(i + 1, rows - 1), j], ArrowUp: [Math.max(i - 1, 0), j],
    Home: [corner ? 0 : i, 0], End: [corner ? rows - 1 : i, columns - 1],
  }[event.key];
  if (!target) return;
  event.preventDefault();
  view.focusAt(...target);
  view.buttons[target[0]][target[1]].focus();
}

function create(parent) {
  const view = { box: element("div", { class: "matrix" }), buttons: [], at: [0, 0], version: null, started: undefined, send: () => {} };
  view.focusAt = (i, j) => {
    view.buttons[view.at[0]]?.[view.at[1]]?.setAttribute("tabindex", "-1");
    view.at = [i, j];
    view.buttons[i][j].setAttribute("tabindex", "0");
  };
  view.mark = (key) => view.buttons.flat().forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.key === key)));
  view.choose = (key) => { view.mark(key); view.send("cell", [key, Date.now()]); };
  view.box.addEventListener("keydown", (event) => keys(view, event));
  parent.append(view.box);
  return view;
}

export default function ({ data, parentElement, setStateValue }) {
  let view = instances.get(parentElement);
  if (!view) instances.set(parentElement, (view = create(parentElement)));
  view.send = setStateValue;
  const fresh = view.version !== data.version;
  if (fresh) {
    const hadFocus = view.box.contains(view.box.getRootNode().activeElement);
    view.version = data.version;
    build(view, data);
    if (data.rows.length && data.columns.length) view.focusAt(0, 0);
    if (hadFocus) view.buttons[0]?.[0]?.focus();
  }
  if (fresh || view.started !== data.selected) {
    view.started = data.selected;
    view.mark(data.selected);
    view.buttons.forEach((row, i) => row.forEach((button, j) => { if (button.dataset.key === data.selected) view.focusAt(i, j); }));
  }
  return () => { view.sizes?.disconnect(); view.box.remove(); instances.delete(parentElement); };
}
