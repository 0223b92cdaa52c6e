// One menu for all messages, opened by the button in the corner of each. Without it the button leads to the
// message's own page, where the same things are.
import * as Turbo from "@hotwired/turbo";
import { announce } from "./announce.js";
import { whenAppears } from "./appears.js";
import { toast } from "./notices.js";
import { quote } from "./quote.js";
import { isMine, react } from "./reactions.js";
import { t } from "./words.js";

let message, opener;
const menu = () => document.getElementById("message-menu");
const page = () => document.querySelector(".thread-page");
const may = (what) => page().dataset.may.split(" ").includes(what);
const mine = () => message.matches(".is-mine");

const allowed = {
  write: () => may("write"),
  mine: () => mine() && may("write"),
  answer: () => may("answer"),
  remove: () => may("remove") || (mine() && may("write")),
  split: () => may("split"),
  edited: () => Boolean(message.querySelector(".message-edited")),
};

document.addEventListener("click", (event) => {
  const button = event.target.closest(".message-more");
  if (button && menu() && page() && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    open(button);
  }
  const act = event.target.closest("#message-menu [data-act]");
  if (!act) return;
  menu().hidePopover();
  acts[act.dataset.act](act);
});

function open(button) {
  [opener, message] = [button, button.closest(".message")];
  for (const item of menu().querySelectorAll("[data-needs]")) item.hidden = message.matches(".is-removed") || !allowed[item.dataset.needs]();
  for (const words of menu().querySelectorAll("[data-is-answer]")) words.hidden = words.dataset.isAnswer !== String(message.matches(".is-answer"));
  for (const button of menu().querySelectorAll("[data-emoji]")) button.setAttribute("aria-pressed", String(isMine(message, button.dataset.emoji)));
  menu().showPopover();
  opener.setAttribute("aria-expanded", "true");
  const { bottom, top, right } = button.getBoundingClientRect();
  const { offsetHeight, offsetWidth } = menu();
  const fits = bottom + offsetHeight + 8 < innerHeight;
  menu().style.top = `${Math.max(8, fits ? bottom + 4 : top - offsetHeight - 4)}px`;
  menu().style.left = `${Math.max(8, right - offsetWidth)}px`;
  menu().querySelector("[data-needs]:not([hidden]) button").focus({ preventScroll: true });
}

addEventListener("scroll", () => menu()?.matches(":popover-open") && menu().hidePopover(), { passive: true });

whenAppears("#message-menu", (one) => one.addEventListener("toggle", (event) => {
  if (event.newState !== "closed" || !opener) return;
  opener.removeAttribute("aria-expanded");
  if (one.contains(document.activeElement) || document.activeElement === document.body) opener.focus();
}));

const acts = {
  react: ({ dataset }) => react(message, dataset.emoji),
  quote: () => quote(message),
  async link() {
    await navigator.clipboard?.writeText(message.querySelector(".message-when").href);
    toast(t("copied"), t("close"), () => {}, 3);
  },
  split: () => Turbo.visit(`/threads/${page().dataset.thread}/split?message=${message.dataset.id}`),
  agree: () => Turbo.visit(`/messages/${message.dataset.id}/followups/new`),
  save: () => Turbo.visit(`/saved/message:${message.dataset.id}`),
  async unread() {
    if (await change(`/messages/${message.dataset.id}/unread`, "POST")) toast(t("unread-now"), t("close"), () => {}, 4);
  },
  edit: () => follow("edit"),
  history: () => message.querySelector(".message-edited").click(),
  answer: () => change(`/threads/${page().dataset.thread}/answer`, "PUT", { message: message.matches(".is-answer") ? null : Number(message.dataset.id) }),
  async remove() {
    const { id } = message.dataset;
    if (await change(`/messages/${id}`, "DELETE")) toast(t("removed-now"), t("undo"), () => restore(id));
  },
};

async function restore(id) {
  if (await change(`/messages/${id}/restore`, "POST")) announce(t("put-back"));
}

/** Let Turbo load one of the message's pages into its frame. */
function follow(where) {
  const frame = message.querySelector("turbo-frame");
  frame.src = `/messages/${message.dataset.id}/${where}`;
  frame.loaded.then(() => frame.querySelector("textarea")?.focus());
}

async function change(address, method, body) {
  const response = await fetch(`/api/v1${address}`, {
    method, headers: { "Content-Type": "application/json" }, body: body && JSON.stringify(body),
  }).catch(() => null);
  if (response?.ok) document.dispatchEvent(new CustomEvent("room:look"));
  else toast((await response?.json().catch(() => null))?.title ?? t("failed"), t("close"), () => {}, 6);
  return Boolean(response?.ok);
}

// Who is editing keeps the form, whatever comes in meanwhile; the server tells them when they save.
document.addEventListener("turbo:before-stream-render", (event) => {
  const form = document.getElementById(event.target.target)?.querySelector?.(".message-edit");
  if (form && form.ariaBusy !== "true") event.preventDefault();
});
