// What is pasted from Word, Outlook, a sheet or a web page keeps its lists, links, headings and tables. Pasted as
// plain text (Ctrl+Shift+V) it is left alone: the browser then hands over no HTML at all.
import { replace } from "./typed.js";

const SHAPED = /<(?:li|table|h[1-6]|blockquote|strong|em|b|i|del|s)[\s>]|<a\s[^>]*href|mso-list|font-weight:\s*(?:bold|[6-9]00)|font-style:\s*italic/i;

document.addEventListener("paste", (event) => {
  const area = event.target;
  const html = event.clipboardData?.getData("text/html");
  if (!area.matches?.("textarea[data-marks]") || !html || !SHAPED.test(html)) return;
  const words = event.clipboardData.getData("text/plain");
  if (!words.trim()) return; // a picture that was copied from a page
  event.preventDefault();
  const { selectionStart, selectionEnd } = area;
  import("./from_html.js").then(({ fromHtml }) => fromHtml(html) || words, () => words).then((text) => {
    replace(area, selectionStart, selectionEnd, apart(area.value.slice(0, selectionStart), text));
  });
}, true);

/** TEXT on lines of its own after BEFORE, if it is more than words in a line. */
function apart(before, text) {
  const isBlock = /\n|^(?:[-#>|]|\d+\.) ?/.test(text);
  return isBlock && before.trim() && !before.endsWith("\n\n") ? `${before.endsWith("\n") ? "\n" : "\n\n"}${text}` : text;
}
