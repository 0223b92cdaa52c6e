// Elements come with the page, with Turbo's next page and with broadcasts: one watcher for all three.
const rules = [];

/** Call USE once for every element that matches SELECTOR, those here now and those that come later. */
export function whenAppears(selector, use) {
  const rule = { selector, use, seen: new WeakSet() };
  rules.push(rule);
  look(document, rule);
}

function look(root, { selector, use, seen }) {
  for (const element of [root, ...root.querySelectorAll(selector)]) {
    if (!element.matches?.(selector) || seen.has(element)) continue;
    seen.add(element);
    use(element);
  }
}

new MutationObserver((changes) => {
  for (const change of changes) {
    for (const node of change.addedNodes) if (node.nodeType === Node.ELEMENT_NODE) rules.forEach((rule) => look(node, rule));
  }
}).observe(document.documentElement, { childList: true, subtree: true });
