// The title that the server will give a thread without one: markup.first_line says the same.
const GREETING = /^(?:hei(?:sann)?|hallo|hej|god ?(?:dag|morgen)|kjære|hi|hello|dear)(?![\p{L}\p{N}_])[^.!?,\n]{0,30}(?:[.!,]\s+|\n)(?=.)/iu;
const SENTENCE_END = /(?:(?<=[!?…])|(?<=[\p{L}\p{N}_]{3}\.)(?<!\.eks\.)) +(?=["«“]?[A-ZÆØÅÄÖ])/u;
const LIMIT = 80;

/** The first sentence of TEXT after the greeting, cut at a word. */
export function proposedTitle(text) {
  const words = plain(text).replace(GREETING, "");
  const line = words.split("\n")[0].split(SENTENCE_END)[0];
  const title = line.slice(0, 1).toUpperCase() + (line.endsWith("..") ? line.slice(1) : line.slice(1).replace(/\.$/, ""));
  if (title.length <= LIMIT) return title;
  const cut = title.slice(0, LIMIT - 1);
  return `${(cut.slice(0, Math.max(cut.lastIndexOf(" "), 0)) || cut).replace(/[ ,;:–-]+$/, "")}…`;
}

const plain = (text) => text
  .replace(/!?\[([^\[\]\n]*)\]\([^)\n]*\)/g, "$1")
  .replace(/^[ \t]*(?:>|#{1,6}[ ]|[-*+][ ]|\d+[.)][ ])[ \t]*/gm, "")
  .replace(/(\*\*|__|~~|`)(?=\S)(.+?)\1/g, "$2")
  .replace(/(?<![\p{L}\p{N}])([*_])(?=\S)(.+?)\1(?![\p{L}\p{N}])/gu, "$2")
  .split("\n").map((line) => line.trim()).filter(Boolean).join("\n");
