// What goes with a message: each a row with its name, a hidden field, and a way to take it off again.
import { whenAppears } from "./appears.js";
import { announce } from "./announce.js";
import { t } from "./words.js";

const changed = (form) => form.dispatchEvent(new Event("input", { bubbles: true }));

/** What is attached to FORM: [{key: "card:7", title}]. */
export const list = (form) => [...form.querySelectorAll(".attached input[name=links]")].map(({ value, dataset }) => ({ key: value, title: dataset.title }));

/** Attach KEY, once. */
export function add(form, key, title) {
  if (list(form).some((one) => one.key === key)) return;
  row(form, title).prepend(Object.assign(document.createElement("input"), { type: "hidden", name: "links", value: key }));
  form.querySelector(`.attached input[value="${key}"]`).dataset.title = title;
  announce(t("attached", { name: title }));
  changed(form);
}

/** A row that says TITLE and can be taken away; GONE is told when it is. */
export function row(form, title, gone = () => {}) {
  const box = Object.assign(document.createElement("div"), { className: "attached" });
  const name = Object.assign(document.createElement("span"), { className: "attached-name", textContent: title });
  const away = Object.assign(document.createElement("button"), { type: "button", className: "ds-button", textContent: t("take-away") });
  away.setAttribute("aria-label", t("remove-file", { name: title }));
  Object.assign(away.dataset, { variant: "tertiary", size: "sm", color: "neutral" });
  away.addEventListener("click", () => { box.remove(); gone(); changed(form); form.querySelector("textarea").focus(); });
  box.append(name, away);
  form.querySelector(".composer-attached").append(box);
  return box;
}

/** Nothing is attached any more. */
export const clear = (form) => form.querySelector(".composer-attached").replaceChildren();

// The dialogs that make an indicator card or a poll. When one is made, its page holds <div data-attached="card:7" data-title="…">.
const blank = new WeakMap();
whenAppears("#card_maker, #poll_maker", (frame) => blank.set(frame, frame.cloneNode(true)));
whenAppears("turbo-frame [data-attached]", (made) => {
  const form = document.querySelector(".composer");
  const frame = made.closest("turbo-frame");
  add(form, made.dataset.attached, made.dataset.title);
  frame.closest("dialog")?.close();
  frame.replaceWith(blank.get(frame) ?? frame);
  form.querySelector("textarea").focus();
});
