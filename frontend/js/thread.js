// What only the browser knows of a message: whether it is mine, where it stands, which day and whose turn it is.
// The server has said it for those in the page; this says it for those that come later.
import * as Turbo from "@hotwired/turbo";
import { announce } from "./announce.js";
import { whenAppears } from "./appears.js";
import "./days.js";
import { t } from "./words.js";

const TOGETHER = 5 * 60 * 1000;
const said = new Set(); // messages that were announced
const me = () => document.querySelector("meta[name=me]")?.content;
const page = () => document.querySelector(".thread-page");
const day = (message) => new Date(message.dataset.at).toDateString();

whenAppears(".message[data-id]", (message) => {
  message.classList.toggle("is-mine", message.dataset.authorId === me());
  if (message.hasAttribute("data-placed")) return;
  inOrder(message);
  place(message);
  message.setAttribute("data-placed", "");
  if (message.nextElementSibling?.matches(".message[data-id]")) place(message.nextElementSibling);
  if (isNews(message)) tell(message);
});

/** The room's order is the only one, whatever came first; what is on its way stands last. */
function inOrder(message) {
  const others = [...message.parentElement.children].filter((one) => one !== message && one.matches(".message"));
  const next = others.find((one) => Number(one.dataset.seq ?? Infinity) > Number(message.dataset.seq));
  const above = next?.previousElementSibling;
  const anchor = above !== message && above?.matches(".day-divider") ? above : next;
  if (anchor && message.nextElementSibling !== anchor) anchor.before(message);
}

function place(message) {
  const above = message.previousElementSibling;
  const previous = above?.matches(".message[data-id]") ? above : null;
  const sameDay = !previous || day(previous) === day(message);
  message.classList.toggle("is-continued", Boolean(previous && sameDay
    && previous.dataset.authorId === message.dataset.authorId && !message.matches(".is-removed") && !previous.matches(".is-removed")
    && new Date(message.dataset.at) - new Date(previous.dataset.at) < TOGETHER));
  if (!sameDay) message.before(divider(message));
}

function divider(message) {
  const line = Object.assign(document.createElement("p"), { className: "day-divider" });
  line.append(Object.assign(document.createElement("time"), { dateTime: message.dataset.at }));
  line.firstChild.dataset.day = "";
  return line;
}

const isNews = ({ dataset }) => page() && Number(dataset.seq) > Number(page().dataset.start) && dataset.authorId !== me();

function tell(message) {
  if (said.has(message.id) || message.matches(".is-removed")) return;
  said.add(message.id);
  announce(t("new-message", { name: message.dataset.author }));
  message.dispatchEvent(new CustomEvent("message:news", { bubbles: true }));
}

// Which message answers stands with the title; the message itself is marked here.
whenAppears(".thread-head:not([data-moved])", (head) => {
  for (const message of document.querySelectorAll(".message[data-id]")) {
    message.classList.toggle("is-answer", message.dataset.id === head.dataset.answer);
  }
  document.title = document.title.replace(/^.* – (?=[^–]*$)/, `${head.querySelector("h1").textContent} – `);
});

// The thread was carried elsewhere, or the message that an old link names: the server knows where to.
whenAppears(".thread-head[data-moved]", () => Turbo.visit(location.href, { action: "replace" }));
function followLink() {
  const named = /^#m-(\d+)$/.exec(location.hash);
  const asked = new URLSearchParams(location.search).get("message");
  if (page() && named && named[1] !== asked && !document.getElementById(`m-${named[1]}`)) {
    Turbo.visit(`/threads/${page().dataset.thread}?message=${named[1]}${location.hash}`, { action: "replace" });
  }
}
document.addEventListener("turbo:load", followLink);
addEventListener("hashchange", followLink);
