// Reactions: which are mine, and saying or taking back one. They come as links, for browsers without scripts.
import { whenAppears } from "./appears.js";
import { toast } from "./notices.js";
import { t } from "./words.js";

const me = () => document.querySelector("meta[name=me]")?.content;
const mayWrite = () => document.querySelector(".thread-page")?.dataset.may.split(" ").includes("write");

whenAppears(".reaction", (one) => {
  const mine = one.dataset.people.split(" ").includes(me());
  one.classList.toggle("is-mine", mine);
  if (!mayWrite()) return;
  one.setAttribute("role", "button");
  one.setAttribute("aria-pressed", String(mine));
});

/** Whether I have said EMOJI to MESSAGE. */
export const isMine = (message, emoji) => Boolean(message.querySelector(`.reaction.is-mine[data-emoji="${emoji}"]`));

/** Say EMOJI to MESSAGE, or take it back. The server tells everybody, me too. */
export async function react(message, emoji) {
  const response = await fetch(`/api/v1/messages/${message.dataset.id}/reactions`, {
    method: "PUT", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ emoji, on: !isMine(message, emoji) }),
  }).catch(() => null);
  if (response?.ok) document.dispatchEvent(new CustomEvent("room:look"));
  else toast((await response?.json().catch(() => null))?.title ?? t("failed"), t("close"), () => {}, 6);
}

document.addEventListener("click", (event) => {
  const one = event.target.closest(".reaction[role=button]");
  if (!one || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  react(one.closest(".message"), one.dataset.emoji);
});
document.addEventListener("keydown", (event) => {
  if (event.key === " " && event.target.matches?.(".reaction[role=button]")) {
    event.preventDefault();
    event.target.click();
  }
  // Whom it names may cover something: Escape puts it away until one comes again.
  if (event.key === "Escape") document.querySelectorAll(".reaction:is(:hover, :focus)").forEach((one) => one.classList.add("is-quiet"));
});
for (const name of ["mouseout", "focusout"]) {
  document.addEventListener(name, ({ target }) => target.closest?.(".reaction")?.classList.remove("is-quiet"));
}

function next(id, emoji) {
  const row = document.getElementById(id);
  return row?.querySelector(`[data-emoji="${emoji}"]`) ?? row?.closest(".message").querySelector(".message-more");
}

// A row that is drawn anew keeps the focus; who follows the end of the thread keeps seeing it.
document.addEventListener("turbo:before-stream-render", (event) => {
  const row = document.getElementById(event.target.target);
  if (!row?.matches(".message-foot")) return;
  const focused = row.querySelector(":focus")?.dataset.emoji;
  const render = event.detail.render;
  event.detail.render = async (stream) => {
    await render(stream);
    if (focused) next(row.id, focused)?.focus({ preventScroll: true });
    document.dispatchEvent(new CustomEvent("thread:grown"));
  };
});
