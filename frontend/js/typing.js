// Who is writing just now. It is said seldom, forgotten soon, and nothing depends on it.
import { hear, whisper } from "./live.js";
import { t } from "./words.js";

const SAY = 3000, FORGET = 6000;
const page = () => document.querySelector(".thread-page");
const writers = new Map(); // name -> timer
let last = 0;

document.addEventListener("input", (event) => {
  if (!event.target.closest(".composer-fixed") || Date.now() - last < SAY) return;
  last = Date.now();
  whisper("typing", { thread: Number(page().dataset.thread) });
});

hear("typing", ({ thread, person }) => {
  if (String(thread) !== page()?.dataset.thread) return;
  clearTimeout(writers.get(person.name));
  writers.set(person.name, setTimeout(() => { writers.delete(person.name); show(); }, FORGET));
  show();
});

// What was being written has come.
document.addEventListener("message:news", ({ target }) => {
  clearTimeout(writers.get(target.dataset.author));
  writers.delete(target.dataset.author);
  show();
});
document.addEventListener("turbo:load", () => { writers.clear(); show(); });

function show() {
  const line = document.querySelector(".thread-page .typing");
  if (line) line.textContent = writers.size > 1 ? t("typing-many") : writers.size ? t("typing-one", { name: [...writers.keys()][0] }) : "";
}
