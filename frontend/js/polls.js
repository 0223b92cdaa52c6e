// What one chose oneself in a poll is marked here: what is sent to all pages says nothing of who looks.
import { whenAppears } from "./appears.js";
import { hear } from "./live.js";
import { toast } from "./notices.js";
import { t } from "./words.js";

const chosen = new Map(); // poll -> a promise of the options that one chose
let busy; // the button that was pressed last

async function ask(poll, options) {
  const response = await fetch(`/api/v1/polls/${poll}${options ? "/vote" : ""}`, options && {
    method: "PUT", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ options }),
  }).catch(() => null);
  const answer = await response?.json().catch(() => null);
  if (!response?.ok) throw new Error(answer?.errors?.[0]?.message ?? answer?.title ?? t("failed"));
  return answer.chosen;
}

async function mark(poll) {
  if (!chosen.has(poll)) chosen.set(poll, ask(poll).catch(() => []));
  const mine = await chosen.get(poll);
  for (const button of document.querySelectorAll(`[data-poll="${poll}"] .poll-option`)) button.setAttribute("aria-pressed", String(mine.includes(Number(button.value))));
}

whenAppears(".poll", (box) => {
  mark(box.dataset.poll);
  if (box.querySelector(`#${busy}`) && document.activeElement === document.body) box.querySelector(`#${busy}`).focus();
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest(".poll-option");
  if (!button) return;
  event.preventDefault();
  busy = button.id;
  const { poll, several } = button.closest(".poll").dataset;
  const [option, before] = [Number(button.value), await chosen.get(poll) ?? []];
  const others = several === undefined ? [] : before.filter((one) => one !== option);
  try {
    chosen.set(poll, Promise.resolve(await ask(poll, before.includes(option) ? others : [...others, option])));
    document.dispatchEvent(new CustomEvent("room:look"));
  } catch ({ message }) {
    toast(message, t("close"), () => {}, 6);
  }
  mark(poll);
});

hear("notice", ({ kind, poll, chosen: options }) => {
  if (kind !== "vote") return;
  chosen.set(String(poll), Promise.resolve(options));
  mark(String(poll));
});
