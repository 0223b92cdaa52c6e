// What somebody has marked on the page.

/** What is selected within the prose of one element that matches HOLDER: {holder, range, words}, or null. */
export function selectedIn(holder) {
  const selection = getSelection();
  const words = selection.toString().trim();
  if (!selection.rangeCount || selection.isCollapsed || !words) return null;
  const range = selection.getRangeAt(0);
  const within = range.commonAncestorContainer;
  const found = (within.closest?.(".prose") ?? within.parentElement?.closest(".prose"))?.closest(holder);
  return found ? { holder: found, range, words } : null;
}
