// The frame of the page in the reader's language: <html lang>, and a translation of the strings Streamlit itself renders
// in English ("Choose options", "Browse files", …), which it offers no setting for.
//
// data: { lang, texts: {english: translated}, patterns: [[regular expression, replacement]] }
//
// Only elements inside Streamlit's own widgets are touched, and only texts that are in the list: data of the town is
// never translated by accident because it lies outside `SCOPE` or is not a whole listed text.

const SCOPE = [
  "stFileUploader", "stHeader", "stMultiSelect", "stSelectbox", "stDateInput", "stElementToolbar", "stForm", "stMainMenuPopover",
  "stSidebar", "stNumberInput", "stTextInput", "stTextArea", "stAppSkeleton", "stDialog", "stStatusWidget", "stPagination",
  "stDateInputPopover", "stPopover", "stPopoverBody", "stTooltipIcon", "stTooltipContent", "stToast", "stDownloadButton", "stDateInputCalendar",
  "stTopNavSection", "stExpander", "stTopNavPopover", "stToolbar", "stAlert", "stSkipToContent", "stLogoLink", "stVegaLiteChart", "stProgress",
].map((id) => `[data-testid='${id}']`).concat("[role='listbox']", "[role='dialog']", "[data-baseweb='popover']", "[data-baseweb='calendar']", "[class*='react-aria']", "[id^='react-aria-description']", "body > a").join(",");
const ATTRIBUTES = ["aria-label", "title", "placeholder", "aria-roledescription", "aria-description", "aria-valuetext"];

let observer = null;

// The menu of narrow screens: Streamlit puts the groups between the list and its entries, so that for a screen reader it is
// neither. Each group becomes a list under its name; the pages beside the groups are plain links.
// A place to drop files has a name and takes the focus, which "presentation" denies.
function roles() {
  const set = (element, name, value) => element.getAttribute(name) === value || element.setAttribute(name, value); // the observer sees every writing
  for (const place of document.querySelectorAll("[data-testid='stFileUploaderDropzone']")) set(place, "role", "group");
  const items = document.querySelector("[data-testid='stSidebarNavItems']");
  if (!items) return;
  set(items, "role", "none");
  for (const entry of items.children) {
    set(entry, "role", entry.tagName === "LI" ? "none" : "list");
    const heading = entry.querySelector("[data-testid='stNavSectionHeader'] [data-testid='stMarkdownContainer']");
    if (heading) set(entry, "aria-label", heading.textContent.trim());
  }
}

function translator(data) {
  const patterns = data.patterns.map(([pattern, text]) => [new RegExp(pattern), text]);
  return (source) => {
    const key = source.trim();
    if (!key) return null;
    if (Object.hasOwn(data.texts, key)) return source.replace(key, data.texts[key]);
    for (const [pattern, text] of patterns) if (pattern.test(key)) return key.replace(pattern, text);
    return null;
  };
}

export default function ({ data }) {
  document.documentElement.lang = data.lang;
  if (observer) observer.disconnect();
  observer = null;
  roles();
  if (!data.patterns.length && !Object.keys(data.texts).length) {
    observer = new MutationObserver(roles);
    observer.observe(document.body, { childList: true, subtree: true });
    return;
  }
  const translate = translator(data);

  const text = (node) => {
    const found = translate(node.nodeValue);
    if (found !== null && found !== node.nodeValue && node.parentElement?.closest(SCOPE)) node.nodeValue = found;
  };
  const attribute = (element, name) => {
    const value = element.getAttribute(name);
    const found = value && translate(value);
    if (found && found !== value) element.setAttribute(name, found);
  };
  const walk = (root) => {
    if (root.nodeType === Node.TEXT_NODE) return text(root);
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) text(node);
    const selector = ATTRIBUTES.map((name) => `[${name}]`).join(",");
    for (const element of [root, ...root.querySelectorAll(selector)]) for (const name of ATTRIBUTES) attribute(element, name);
  };

  walk(document.body);
  observer = new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "characterData") text(change.target);
      else if (change.type === "attributes") attribute(change.target, change.attributeName);
      else change.addedNodes.forEach(walk);
    }
    roles();
  });
  observer.observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES });
}
