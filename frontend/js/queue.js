// What is not sent yet, on whichever page one is: to be sent now, or not at all. Where a letter stands as a row in its
// thread, it says so there.
import { decode } from "./mentions.js";
import { toast } from "./notices.js";
import * as outbox from "./outbox.js";
import { t } from "./words.js";

const NOTICED = 3000; // ms: what goes out at once is nobody's business
let timer;

function show() {
  clearTimeout(timer);
  const all = outbox.letters().filter((one) => !document.getElementById(`pending-${one.client_id}`));
  const late = all.filter((one) => Date.now() - (one.at ?? 0) >= NOTICED);
  document.querySelector(".queue")?.remove();
  if (late.length) document.getElementById("notices")?.append(drawn(late));
  if (all.length > late.length) timer = setTimeout(show, NOTICED);
}

function drawn(letters) {
  const box = make("div", { className: "queue ds-alert" }, make("p", { textContent: t("waits-here") }));
  box.dataset.color = "warning";
  const rows = make("ul", {});
  for (const letter of letters) {
    rows.append(make("li", {}, make("span", { className: "queue-words", textContent: decode(letter.body) }),
      make("a", { href: addressOf(letter), textContent: t("waits-in") }),
      make("button", { type: "button", className: "link-button", textContent: t("send-now"), onclick: () => outbox.flush() }),
      make("button", { type: "button", className: "link-button", textContent: t("discard"), onclick: () => discard(letter) })));
  }
  box.append(rows);
  return box;
}

function make(name, facts, ...inside) {
  const one = Object.assign(document.createElement(name), facts);
  one.append(...inside);
  return one;
}

function discard(letter) {
  outbox.drop(letter.client_id);
  toast(t("discarded"), t("undo"), () => outbox.send(letter));
}

const addressOf = ({ place }) => `/${place.replace(":", "s/")}`;

// Refused while one is elsewhere: the words wait where they were written.
document.addEventListener("outbox:refused", ({ detail: { letter, words } }) => {
  if (words && !document.querySelector(`.composer[data-place="${letter.place}"]`)) {
    toast(t("kept-as-draft", { why: words }), t("waits-in"), () => location.assign(addressOf(letter)), 600);
  }
});

for (const name of ["outbox:changed", "outbox:waiting", "turbo:load"]) document.addEventListener(name, show);
addEventListener("storage", ({ key }) => { if (key === "outbox") show(); }); // another tab
show();
