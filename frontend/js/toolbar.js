// The buttons at a text box, for those who know nothing of marks: <div class="toolbar" data-for="ID of the box">.
// The words stay the person's own: a button only writes what they could have typed.
import { whenAppears } from "./appears.js";
import * as typed from "./typed.js";
import { t } from "./words.js";

const KEYS = { b: "bold", i: "italic", k: "link" };
const marks = {
  bold: (area) => typed.wrap(area, "**"),
  italic: (area) => typed.wrap(area, "_"),
  list: (area) => typed.begin(area, "list"),
  numbers: (area) => typed.begin(area, "numbers"),
  quote: (area) => typed.begin(area, "quote"),
  table: (area) => typed.block(area, `| ⟨${t("heading")} 1⟩ | ${t("heading")} 2 |\n|---|---|\n|   |   |`),
  link: askForLink,
  reference: (area) => typed.replace(area, area.selectionStart, area.selectionEnd, startsWord(area) ? "#" : " #"),
};
const startsWord = ({ value, selectionStart }) => /(^|\s)$/.test(value.slice(0, selectionStart));

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-mark]");
  const area = button && areaOf(button);
  if (!area) return;
  button.closest(".menu:popover-open")?.hidePopover();
  marks[button.dataset.mark](area);
});

const areaOf = (button) => document.getElementById(button.closest("[data-for]").dataset.for);

document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.("textarea[data-marks]") || event.isComposing || event.defaultPrevented) return;
  const mark = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && KEYS[event.key.toLowerCase()];
  const done = mark ? marks[mark](event.target) ?? true : event.key === "Enter" && isPlain(event) && typed.goOn(event.target);
  if (done) event.preventDefault();
});

const isPlain = ({ ctrlKey, metaKey, altKey, shiftKey }) => !(ctrlKey || metaKey || altKey || shiftKey);

// One stop for the tab key; arrows go from button to button (the pattern of an ARIA toolbar).
whenAppears(".toolbar [role=toolbar]", (bar) => {
  const buttons = () => [...bar.querySelectorAll("button")].filter((one) => one.offsetParent);
  const only = (chosen) => buttons().forEach((one) => { one.tabIndex = one === chosen ? 0 : -1; });
  bar.addEventListener("focusin", ({ target }) => only(target));
  bar.addEventListener("keydown", (event) => {
    const all = buttons();
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -all.length, End: all.length }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = all.indexOf(document.activeElement) + step;
    all[Math.abs(step) === 1 ? (next + all.length) % all.length : Math.min(Math.max(next, 0), all.length - 1)].focus();
  });
  only(buttons()[0]);
});

/** Ask in a small dialog where a link leads and what it says; then write it. */
function askForLink(area) {
  const dialog = document.getElementById("link-dialog");
  const form = dialog.querySelector("form");
  const { value, selectionStart, selectionEnd } = area;
  const words = value.slice(selectionStart, selectionEnd).trim();
  const isAddress = /^(?:https?:\/\/|mailto:|www\.)\S+$/i.test(words);
  form.elements.address.value = isAddress ? words : "";
  form.elements.words.value = isAddress ? "" : words;
  form.onsubmit = (event) => {
    event.preventDefault();
    event.stopPropagation();
    dialog.close();
    typed.replace(area, selectionStart, selectionEnd, linkOf(form.elements.words.value, form.elements.address.value));
  };
  dialog.removeAttribute("popover");
  dialog.showModal();
}

function linkOf(words, address) {
  const given = address.trim();
  const whole = /^(?:https?:|mailto:)/i.test(given) ? given : given.includes("@") ? `mailto:${given}` : `https://${given}`;
  const safe = whole.replace(/[\s()<>"]/g, (one) => `%${one.charCodeAt(0).toString(16)}`);
  const shown = words.replace(/[[\]\n]+/g, " ").trim();
  return shown ? `[${shown}](${safe})` : safe;
}
