// @: people are suggested with face and municipality. In the text box stands "@Anne Berg"; what is kept and sent
// says who that is: "@[Anne Berg](person:7)".
import "@github/text-expander-element";
import { whenAppears } from "./appears.js";

const KEPT = /@\[([^\[\]\n]{1,80})\]\(person:(\d{1,9})\)/g;
const people = new Map(); // name -> id, of those who were mentioned or suggested in this sitting

/** TEXT as it is kept, as people read it. */
export const decode = (text) => text.replace(KEPT, (whole, name, id) => { people.set(name, id); return `@${name}`; });

/** TEXT as people write it, as it is kept. */
export function encode(text) {
  const names = [...people.keys()].sort((a, b) => b.length - a.length).map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  if (!names.length) return text;
  return text.replace(new RegExp(`(?<![\\p{L}\\p{N}@])@(${names.join("|")})(?![\\p{L}\\p{N}])`, "gu"),
    (whole, name) => `@[${name}](person:${people.get(name)})`);
}

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
  const address = event.target.closest("form")?.dataset.people;
  if (!address || event.detail.key !== "@" || event.detail.text.length > 40) return;
  latest = suggestions(address, event.detail.text);
  event.detail.provide(newest());
}, true);

document.addEventListener("text-expander-value", (event) => {
  const { name, person } = event.detail.item.dataset;
  people.set(name, person);
  event.detail.value = `@${name}`;
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
