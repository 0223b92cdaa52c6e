// Where one is in a thread: what is read is told, what comes while one reads further up is offered, not forced.
import { whenAppears } from "./appears.js";
import { t } from "./words.js";

const NEAR = 160; // px: who is so near the end follows it
const me = () => document.querySelector("meta[name=me]")?.content;
const page = () => document.querySelector(".thread-page");
const latest = () => page()?.querySelector("[id$=_latest]");
const pill = () => document.getElementById("new-pill");
const roof = () => document.querySelector(".composer-fixed")?.getBoundingClientRect().top ?? innerHeight;
const all = () => latest()?.querySelectorAll(".message[data-id]") ?? [];
let told = 0, thread, waiting = [], wasNear = true;

const isNear = (slack = NEAR) => { const last = [...all()].at(-1); return !last || last.getBoundingClientRect().bottom < roof() + slack; };

/** The server hears how far they have read, once the last message has been on a screen that someone looks at. */
async function mark() {
  const last = [...all()].at(-1);
  if (!last || document.hidden || last.getBoundingClientRect().bottom > roof() + 24) return;
  const seq = Number(last.dataset.seq);
  if (thread === page().dataset.thread && seq <= told) return;
  [thread, told] = [page().dataset.thread, seq];
  const response = await fetch(`/api/v1/threads/${thread}/read`, {
    method: "PUT", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ seq }),
  }).catch(() => null);
  if (response?.ok) document.dispatchEvent(new CustomEvent("thread:read", { detail: { thread, seq } }));
  else told = 0;
}

function offer() {
  waiting = waiting.filter((one) => one.isConnected && one.getBoundingClientRect().top > roof());
  if (!pill()) return;
  pill().hidden = waiting.length === 0;
  pill().querySelector("span").textContent = t("new-below", { count: waiting.length });
}

let frame;
function look() {
  cancelAnimationFrame(frame);
  frame = requestAnimationFrame(() => {
    if (!page()) return;
    wasNear = isNear();
    offer();
    mark();
  });
}

document.addEventListener("message:news", ({ target }) => {
  waiting.push(target);
  if (wasNear && !document.hidden) target.scrollIntoView({ block: "nearest" });
  look();
});
document.addEventListener("thread:grown", () => {
  if (wasNear && !document.hidden) [...all()].at(-1)?.scrollIntoView({ block: "nearest" });
  look();
});
whenAppears(".thread-page .message[data-id]", (message) => {
  if (message.dataset.authorId === me() && Number(message.dataset.seq) > Number(page().dataset.start)) message.scrollIntoView({ block: "nearest" });
  look();
});
document.addEventListener("click", (event) => {
  if (event.target.closest("#new-pill")) waiting[0]?.scrollIntoView({ block: "start" });
});
addEventListener("scroll", look, { passive: true });
addEventListener("resize", look, { passive: true });
document.addEventListener("visibilitychange", look);
document.addEventListener("turbo:load", () => { waiting = []; look(); });
whenAppears(".thread-page", (one) => { one.dataset.start ??= one.dataset.seq; waiting = []; look(); });

// What is read stays where it is while earlier messages come above it. At the top of a page browsers do not see to it.
document.addEventListener("turbo:before-frame-render", (event) => {
  if (!event.target.id.startsWith("earlier_")) return;
  const stays = [...document.querySelectorAll(".thread-page .message[data-id]")].find((one) => one.getBoundingClientRect().bottom > 0);
  const top = stays?.getBoundingClientRect().top;
  const { render } = event.detail;
  event.detail.render = async (...frames) => {
    document.documentElement.classList.add("holds-still");
    await render(...frames);
    if (stays?.isConnected) scrollBy({ top: stays.getBoundingClientRect().top - top, behavior: "instant" });
    requestAnimationFrame(() => document.documentElement.classList.remove("holds-still"));
  };
});
