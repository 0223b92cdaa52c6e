// What was sent and not yet acknowledged. It survives a cut line, a closed browser and a lost session: each letter
// keeps its client_id, so the server keeps it once however often it comes.
//   outbox.send({client_id, api, place, body, title, kind, links})
//   document hears "outbox:waiting" {letter, words}, "outbox:sent" {letter, answer}, "outbox:refused" {letter, words},
//   and "outbox:changed" whenever something came into it or went
import * as drafts from "./drafts.js";
import { decode } from "./mentions.js";
import { t } from "./words.js";

const PLACE = "outbox";
const AGAIN = [401, 408, 425, 429, 500, 502, 503, 504, 507]; // the letter is good, the moment is not
const FIRST = 2, LONGEST = 300; // seconds between tries, twice as long each time
const me = () => document.querySelector("meta[name=me]")?.content;
const read = () => JSON.parse(localStorage.getItem(PLACE) ?? "[]");
const tell = (name, detail) => document.dispatchEvent(new CustomEvent(`outbox:${name}`, { detail }));
let tries = 0, timer;

function write(letters) {
  localStorage.setItem(PLACE, JSON.stringify(letters));
  tell("changed");
}

/** The letters of the person at this browser, the oldest first; those for PLACE only, if it is given. */
export const letters = (place) => read().filter((one) => one.me === me() && (!place || one.place === place));

/** Put LETTER in the outbox and try to send it. Raises when the browser has no room to keep it. */
export function send(letter) {
  write([...read(), { ...letter, me: me(), at: Date.now() }]);
  return flush();
}

/** The letter with CLIENT_ID has arrived, or is not to be sent any more. */
export function drop(clientId) {
  const kept = read();
  if (kept.some((one) => one.client_id === clientId)) write(kept.filter((one) => one.client_id !== clientId));
}

/** Try all that waits, in the order it was written; one tab at a time. */
export function flush() {
  clearTimeout(timer);
  const work = async () => {
    for (const letter of letters()) if (!(await deliver(letter))) return;
  };
  return navigator.locks ? navigator.locks.request(PLACE, work) : work();
}

/** Send one; false when the others had better wait too. */
async function deliver(letter) {
  let response;
  try {
    response = await fetch(letter.api, {
      method: "POST", body: JSON.stringify(content(letter)),
      headers: { "Content-Type": "application/json", Accept: "application/json" },
    });
  } catch {
    return wait(letter, "not-sent");
  }
  if (AGAIN.includes(response.status)) return wait(letter, response.status === 401 ? "sign-in-again" : "wait-a-little", response);
  const answer = await response.json().catch(() => ({}));
  tries = 0;
  if (!response.ok && !document.querySelector(`.composer[data-place="${letter.place}"]`)) putBack(letter);
  drop(letter.client_id);
  if (response.ok) tell("sent", { letter, answer });
  else tell("refused", { letter, words: why(answer) });
  return true;
}

/** The letter stays, and is tried again: when the server says so, else after a while that doubles. */
function wait(letter, words, response) {
  const asked = Number(response?.headers.get("Retry-After")) || 0;
  const seconds = Math.max(asked, Math.min(FIRST * 2 ** tries, LONGEST));
  tries += 1;
  timer = setTimeout(flush, seconds * 1000 * (1 + Math.random() / 2));
  tell("waiting", { letter, words: t(words) });
  return false;
}

/** The words of LETTER wait as a draft where it was written. */
function putBack({ place, body, title, names }) {
  const begun = drafts.kept(place)?.body; // since then
  drafts.keep(place, { body: [decode(body), begun].filter(Boolean).join("\n\n"), title, links: names });
}

function content({ client_id, body, title, kind, sure, links = [] }) {
  const numbers = (name) => links.filter((key) => key.startsWith(`${name}:`)).map((key) => Number(key.split(":")[1]));
  return { client_id, body, files: numbers("file"), cards: numbers("card"), polls: numbers("poll"), ...(kind && { kind }), ...(title && { title }), ...(sure && { sure }) };
}

const why = ({ title, errors = [] }) => errors.map((one) => one.message).join(" ") || title || t("failed");

addEventListener("online", flush);
document.addEventListener("connection", (event) => event.detail === "online" && flush());
document.addEventListener("turbo:load", flush);
flush();
