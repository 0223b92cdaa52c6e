// @ and #: people are suggested with face and municipality, things with what they are. In the text box stands
// "@Anne Berg" or "#Sun on the school"; what is kept and sent says which: "@[Anne Berg](person:7)", "#[Sun …](example:4)".
import "@github/text-expander-element";
import { whenAppears } from "./appears.js";

const KEPT = /([@#])\[([^[\]\n]{1,200})\]\(((?:person|organisation|room|example|card|file|gathering|thread|message):\d{1,9})\)/g;
const keys = new Map(); // "@Anne Berg" -> "person:7", of what was named or suggested in this sitting

/** Let SHOWN ("@Anne Berg", "#A title") stand for KEY from now on. */
export const remember = (shown, key) => keys.set(shown, key);

/** TEXT as it is kept, as people read it. */
export const decode = (text) => text.replace(KEPT, (whole, sign, name, key) => { remember(sign + name, key); return sign + name; });

/** TEXT as people write it, as it is kept. Whom somebody else named, in a quote, is not named again. */
export function encode(text) {
  const names = [...keys.keys()].sort((a, b) => b.length - a.length).map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  if (!names.length) return text;
  return text.replace(new RegExp(`(?<![\\p{L}\\p{N}@#])(${names.join("|")})(?![\\p{L}\\p{N}])`, "gu"),
    (shown, _, at) => (shown[0] === "@" && isQuoted(text, at) ? shown : `${shown[0]}[${shown.slice(1)}](${keys.get(shown)})`));
}

const isQuoted = (text, at) => text.slice(text.lastIndexOf("\n", at) + 1).startsWith(">");

/** Whom TEXT, as people write it, names: "person:7 room:2", to see whether that has changed. */
export const named = (text) => [...encode(text).matchAll(KEPT)].filter(([, sign]) => sign === "@").map(([, , , key]) => key).sort().join(" ");

whenAppears("textarea[data-marks]", (area) => {
  area.value = decode(area.value);
  area.form?.addEventListener("formdata", (event) => event.formData.set(area.name, encode(area.value)));
});

async function suggestions(address, text) {
  const response = await fetch(`${address}?q=${encodeURIComponent(text)}`).catch(() => null);
  if (!response?.ok) return { matched: false };
  const list = new DOMParser().parseFromString(await response.text(), "text/html").querySelector(".suggestions");
  return { matched: Boolean(list?.children.length), fragment: list };
}

// Of two letters typed fast the first may be answered last: both wait for the latest answer.
let latest;
async function newest() {
  const asked = latest;
  const answer = await asked;
  return asked === latest ? answer : newest();
}

document.addEventListener("text-expander-change", (event) => {
  const { people, things } = event.target.closest("form")?.dataset ?? {};
  const { key, text } = event.detail;
  const address = key === "@" ? people : things;
  if (!address || text.length > 40) return;
  latest = suggestions(address, text);
  event.detail.provide(newest());
}, true);

document.addEventListener("text-expander-value", (event) => {
  const { name, key } = event.detail.item.dataset;
  const shown = event.detail.key + name.replace(/[[\]\s]+/g, " ").trim();
  remember(shown, key);
  event.detail.value = shown;
}, true);

// The list opens under the caret; where there is no room below or beside, it moves.
document.addEventListener("text-expander-activate", ({ target }) => queueMicrotask(() => {
  const list = target.querySelector(".suggestions");
  const { top, bottom, right, height } = list.getBoundingClientRect();
  const [above, left] = [bottom > innerHeight ? height + 28 : 0, Math.max(right - innerWidth + 8, 0)];
  list.style.translate = `${-left}px ${-Math.min(above, top)}px`;
}), true);

// The expander writes the name without telling; drafts and titles want to know.
document.addEventListener("text-expander-committed", (event) =>
  event.detail.input.dispatchEvent(new Event("input", { bubbles: true })), true);
