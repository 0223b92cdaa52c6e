// What one device of a person has read is read on all of them: the dots of lists and the divider of a thread.
import { hear } from "./live.js";
import { t } from "./words.js";

const me = () => document.querySelector("meta[name=me]")?.content;
const page = () => document.querySelector(".thread-page");

hear("notice", ({ kind, thread, seq, unread, muted }) => {
  if (kind !== "read") return;
  document.dispatchEvent(new CustomEvent("thread:read", { detail: { thread: String(thread), seq, unread, muted } }));
  if (page()?.dataset.thread === String(thread)) divide(seq, unread);
});

/** The divider stands before the first message of somebody else after SEQ; nowhere, if nothing is new. */
function divide(seq, unread) {
  const first = unread && [...document.querySelectorAll(".thread-page .message[data-id]")].find((one) =>
    Number(one.dataset.seq) > seq && one.dataset.authorId !== me() && !one.matches(".is-removed"));
  const old = document.getElementById("unread");
  if (!unread && document.hidden) old?.remove(); // where one reads, what was new when one came stays marked
  if (!first) return;
  const line = old ?? Object.assign(document.createElement("p"), { id: "unread", className: "unread-divider" });
  line.textContent = t("unread-from-here");
  const above = first.previousElementSibling;
  (above?.matches(".day-divider") ? above : first).before(line);
}
