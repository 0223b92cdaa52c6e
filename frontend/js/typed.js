// What a button or a key does to the words in a text box. It goes through the browser, so its own undo works too.
const ITEM = /^([ \t]*)(?:([-*+]|\d{1,9}[.)])[ \t]+(\[[ xX]\][ \t]+)?|((?:>[ \t]?)+))/;
const ROW = /^[ \t]*\|.*\|[ \t]*$/;
const PREFIXES = { list: () => "- ", numbers: (at) => `${at + 1}. `, quote: () => "> " };
const ANY_ITEM = /^(?:[-*+]|\d{1,9}[.)])[ \t]+/;

/** Put WORDS where AREA has its characters FROM to TO, and select START to END of the result. */
export function replace(area, from, to, words, start = from + words.length, end = start) {
  area.focus();
  area.setSelectionRange(from, to);
  if (!document.execCommand(words ? "insertText" : "delete", false, words)) {
    area.setRangeText(words, from, to, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  area.setSelectionRange(start, end);
}

/** Put MARK ("**") on both sides of what is selected, or of the word at the caret; take it off where it is. */
export function wrap(area, mark) {
  const { value } = area;
  const [from, to] = chosen(area);
  const [before, after] = [value.slice(from - mark.length, from), value.slice(to, to + mark.length)];
  if (before === mark && after === mark) {
    return replace(area, from - mark.length, to + mark.length, value.slice(from, to), from - mark.length, to - mark.length);
  }
  replace(area, from, to, mark + value.slice(from, to) + mark, from + mark.length, to + mark.length);
}

/** The selection without the space at its ends; where nothing is selected, the word around the caret. */
function chosen({ value, selectionStart, selectionEnd }) {
  if (selectionStart === selectionEnd) {
    return [selectionStart - value.slice(0, selectionStart).match(/[\p{L}\p{N}]*$/u)[0].length,
      selectionEnd + value.slice(selectionEnd).match(/^[\p{L}\p{N}]*/u)[0].length];
  }
  const words = value.slice(selectionStart, selectionEnd);
  return [selectionStart + words.length - words.trimStart().length, selectionEnd - (words.length - words.trimEnd().length)];
}

/** Begin each line of the selection as a KIND: "list", "numbers" or "quote"; or no more, where all begin so. */
export function begin(area, kind) {
  const { value, selectionStart, selectionEnd } = area;
  const from = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const to = value.indexOf("\n", selectionEnd) < 0 ? value.length : value.indexOf("\n", selectionEnd);
  const lines = value.slice(from, to).split("\n");
  const is = kind === "quote" ? /^> ?/ : kind === "list" ? /^[-*+][ \t]+/ : /^\d{1,9}[.)][ \t]+/;
  const all = lines.every((line) => is.test(line));
  const bare = (line) => line.replace(all || kind === "quote" ? is : ANY_ITEM, "");
  const words = lines.map((line, at) => (all ? bare(line) : PREFIXES[kind](at) + (kind === "quote" ? line : bare(line)))).join("\n");
  const [start, end] = selectionStart === selectionEnd ? [from + words.length, from + words.length] : [from, from + words.length];
  replace(area, from, to, words, start, end);
}

/** WORDS on lines of their own; what stands between the first pair of ⟨⟩ in them is selected. */
export function block(area, words) {
  const { value, selectionStart: from, selectionEnd: to } = area;
  const before = value.slice(0, from);
  const gap = !before.trim() ? "" : before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const start = from + gap.length + words.indexOf("⟨");
  const end = from + gap.length + words.indexOf("⟩") - 1;
  const whole = gap + words.replace(/[⟨⟩]/g, "");
  words.includes("⟨") ? replace(area, from, to, whole, start, end) : replace(area, from, to, whole);
}

/** Enter in a list, a quote or a table goes on with it; in an empty item it ends it. Whether it was so. */
export function goOn(area) {
  const { value, selectionStart: at, selectionEnd } = area;
  if (at !== selectionEnd) return false;
  const from = value.lastIndexOf("\n", at - 1) + 1;
  const line = value.slice(from, value.indexOf("\n", at) < 0 ? value.length : value.indexOf("\n", at));
  if (ROW.test(line) && at === from + line.length) return nextRow(area, from, at, line);
  const item = value.slice(from, at).match(ITEM);
  if (!item) return false;
  if (!line.slice(item[0].length).trim()) replace(area, from, from + line.length, "\n"); // an empty line: what follows is no part of it
  else replace(area, at, at, `\n${item[1]}${item[4] ?? `${nextMark(item[2])} ${item[3] ? "[ ] " : ""}`}`);
  return true;
}

const nextMark = (mark) => mark.replace(/\d+/, (number) => Number(number) + 1);

function nextRow(area, from, at, line) {
  const cells = line.trim().slice(1, -1).split(/(?<!\\)\|/);
  if (cells.every((cell) => !cell.trim())) replace(area, from, at, "\n");
  else replace(area, at, at, `\n|${"   |".repeat(cells.length)}`, at + 3);
  return true;
}
