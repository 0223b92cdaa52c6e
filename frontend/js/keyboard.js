// Keys for those who like them: "?" shows the list. Silent while someone types, and can be switched off (WCAG 2.1.4).
import { whenAppears } from "./appears.js";

const SETTING = "keyboard";
const isOn = () => localStorage.getItem(SETTING) !== "off";
const first = (selector) => document.querySelector(selector);

const keys = {
  "/": () => first("#q:not([hidden])")?.offsetParent ? first("#q").focus() : location.assign("/search"),
  "?": () => document.getElementById("shortcuts")?.showModal?.(),
  n: () => step(1),
  p: () => step(-1),
  r: () => go(first("[data-key=reply]")),
  t: () => go(first("[data-key=new-thread]")),
  "g h": () => first("a.brand")?.click(),
};

function go(element) {
  if (!element) return;
  element.matches("input, textarea") ? element.focus() : element.click();
}

/** Move to the next (1) or the previous (-1) unread row, from where the focus is; from a thread, to the next unread one. */
function step(direction) {
  const beside = first(`[data-key=${direction > 0 ? "next" : "previous"}-unread]`);
  if (beside) return beside.click();
  const rows = [...document.querySelectorAll("[data-unread]")];
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const row = rows[at < 0 && direction < 0 ? rows.length - 1 : at + direction];
  const target = row?.querySelector("a") ?? row;
  target?.focus();
  row?.scrollIntoView({ block: "nearest" });
}

const isTyping = (element) => element.isContentEditable || element.matches?.("input, textarea, select, [role=textbox]");

let pressed = "";
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || !isOn()) return;
  if (first("dialog:modal")) return;
  const action = keys[`${pressed} ${event.key}`] ?? keys[event.key];
  pressed = event.key;
  if (!action) return;
  event.preventDefault();
  pressed = "";
  action();
});

// Escape leaves the field and keeps what stands in it.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.matches?.("#q, .composer textarea")) event.target.blur();
});

whenAppears("input[data-setting=keyboard]", (box) => {
  box.checked = isOn();
  box.addEventListener("change", () => localStorage.setItem(SETTING, box.checked ? "on" : "off"));
});
