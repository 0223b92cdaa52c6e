// HTML of a clipboard -> what our own markup reads. Fetched the first time somebody pastes such a thing.
// Nothing in it is loaded or run: a document of DOMParser is inert, and pictures are left out.
import TurndownService from "turndown";
import { cleaned } from "./clean_html.js";

const turndown = new TurndownService({ headingStyle: "atx", bulletListMarker: "-", emDelimiter: "_", codeBlockStyle: "fenced", hr: "---" });

/** The text that HTML becomes. */
export function fromHtml(html) {
  const text = turndown.turndown(cleaned(html));
  return text.replace(/[ \t]+$/gm, "").replace(/\n{3,}/g, "\n\n").trim();
}

// Only what our markup would take for a mark; "[sic]" and "file_name" stay as they are.
turndown.escape = (text) => text
  .replace(/[\\`*]/g, "\\$&")
  .replace(/(^|[\s(])_(?=\S)|(?<=\S)_(?=$|[\s).,;:!?])/g, (found) => found.replace("_", "\\_"))
  .replace(/^(?:#{1,6}|[>+-])(?= \S)/, "\\$&")
  .replace(/^(\d+)([.)]) /, "$1\\$2 ");

turndown.addRule("line end", { filter: "br", replacement: () => "\n" });
turndown.addRule("struck", { filter: ["del", "s", "strike"], replacement: (words) => (words.trim() ? `~~${words}~~` : words) });
turndown.addRule("item", {
  filter: "li",
  replacement(words, node, { bulletListMarker }) {
    const list = node.parentNode;
    const at = [...list.children].indexOf(node) + (Number(list.getAttribute("start")) || 1);
    const marker = list.nodeName === "OL" ? `${at}. ` : `${bulletListMarker} `;
    return `${marker}${words.trim().replace(/\n+(?=[ \t]*(?:-|\d+\.) )/g, "\n").replace(/\n(?=.)/g, `\n${" ".repeat(marker.length)}`)}\n`;
  },
});
turndown.addRule("heading in bold", { filter: ["h1", "h2", "h3", "h4", "h5", "h6"], replacement: (words, { nodeName }) =>
  (words.trim() ? `\n\n${"#".repeat(Number(nodeName[1]))} ${words.replace(/\*\*|\n/g, (mark) => (mark === "\n" ? " " : "")).trim()}\n\n` : "") });
turndown.addRule("table", { filter: "table", replacement: (words, table) => `\n\n${tableOf(table)}\n\n` });

/** Its first row is its head: that is how people draw them. Joined cells leave empty ones behind. */
function tableOf(table) {
  const rows = [...table.rows].map((row) => [...row.cells].flatMap((cell) => [inLine(cell), ...Array(Math.min(cell.colSpan, 30) - 1).fill("")]));
  const width = Math.max(...rows.map((row) => row.length));
  const lines = rows.filter((row) => row.some(Boolean)).map((row) => `| ${[...row, ...Array(width - row.length).fill("")].join(" | ")} |`);
  return [lines[0], `|${"---|".repeat(width)}`, ...lines.slice(1)].join("\n");
}

const inLine = (cell) => turndown.turndown(cell.innerHTML || " ").replace(/\s*\n\s*/g, " ").replace(/(?<!\\)\|/g, "\\|").replace(/^\*\*(.*)\*\*$/, cell.nodeName === "TH" ? "$1" : "$&").trim();
