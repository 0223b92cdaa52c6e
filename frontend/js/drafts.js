// What is being written: kept in this browser at every key, on the server a second after the last one.
import { encode } from "./mentions.js";
import { t } from "./words.js";

const PAUSE = 1000;
const me = () => document.querySelector("meta[name=me]")?.content;
const key = (place) => `draft:${me()}:${place}`;
const timers = new Map();

/** What this browser keeps for PLACE: {body, title, links, saved, seen}, or null. */
export const kept = (place) => JSON.parse(localStorage.getItem(key(place)) ?? "null");

/** Keep DRAFT here, and on the server soon. NOTE is told in words how that went. */
export function keep(place, draft, note = () => {}) {
  hold(place, { seen: kept(place)?.seen, ...draft, saved: false });
  clearTimeout(timers.get(place));
  timers.set(place, setTimeout(() => save(place, note), PAUSE));
}

/** It was sent, or taken away: the server forgets it by itself when a message comes. */
export function forget(place) {
  clearTimeout(timers.get(place));
  timers.delete(place);
  localStorage.removeItem(key(place));
}

function hold(place, draft) {
  try {
    localStorage.setItem(key(place), JSON.stringify(draft));
  } catch { /* full or switched off: the server still gets it */ }
}

async function save(place, note) {
  timers.delete(place);
  const draft = kept(place);
  if (!draft || draft.saved) return;
  const response = await put(place, draft).catch(() => null);
  const answer = await response?.json().catch(() => null);
  const now = kept(place);
  if (response?.ok && now) hold(place, { ...now, seen: answer.updated_at ?? "", saved: now.body === draft.body && now.title === draft.title });
  if (response?.status === 409) return document.dispatchEvent(new CustomEvent("draft:elsewhere", { detail: { place, ...answer } }));
  note(!draft.body.trim() ? "" : t(response?.ok ? "draft-saved" : "draft-here"));
}

/** What stands in PLACE goes on from the draft that was kept at MOMENT ("" for none). */
export function goOnFrom(place, moment) {
  const draft = kept(place);
  if (draft) hold(place, { ...draft, seen: moment });
}

function put(place, { body, title, seen }) {
  return fetch(`/api/v1/drafts/${place}`, {
    method: "PUT", keepalive: true, headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ body: encode(body), title: title ?? "", seen }),
  });
}

/** Who leaves the page within the second loses nothing. */
function saveAll() {
  for (const [place, timer] of timers) {
    clearTimeout(timer);
    save(place, () => {});
  }
}
addEventListener("pagehide", saveAll);
document.addEventListener("turbo:before-visit", saveAll);
