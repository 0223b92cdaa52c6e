// What was sent and not yet acknowledged. It survives a cut line, a closed tab and a lost session: each letter
// keeps its client_id, so the server keeps it once however often it comes.
//   outbox.send({client_id, api, place, body, title, kind, links})
//   document hears "outbox:waiting" {letter, words}, "outbox:sent" {letter, answer}, "outbox:refused" {letter, words}
import { t } from "./words.js";

const PLACE = "outbox";
const AGAIN = [401, 408, 425, 429, 500, 502, 503, 504, 507]; // the letter is good, the moment is not
const me = () => document.querySelector("meta[name=me]")?.content;
const read = () => JSON.parse(localStorage.getItem(PLACE) ?? "[]");
const write = (letters) => localStorage.setItem(PLACE, JSON.stringify(letters));
const tell = (name, detail) => document.dispatchEvent(new CustomEvent(`outbox:${name}`, { detail }));

/** The letters of the person at this browser, the oldest first; those for PLACE only, if it is given. */
export const letters = (place) => read().filter((one) => one.me === me() && (!place || one.place === place));

/** Put LETTER in the outbox and try to send it. Raises when the browser has no room to keep it. */
export function send(letter) {
  write([...read(), { ...letter, me: me() }]);
  return flush();
}

/** The letter with CLIENT_ID has arrived, or is not to be sent any more. */
export function drop(clientId) {
  if (localStorage.getItem(PLACE)) write(read().filter((one) => one.client_id !== clientId));
}

/** Try all that waits, in the order it was written; one tab at a time. */
export function flush() {
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
    tell("waiting", { letter, words: t("not-sent") });
    return false;
  }
  if (AGAIN.includes(response.status)) {
    tell("waiting", { letter, words: t(response.status === 401 ? "sign-in-again" : "wait-a-little") });
    later(Number(response.headers.get("Retry-After")) || 10);
    return false;
  }
  const answer = await response.json().catch(() => ({}));
  drop(letter.client_id);
  if (response.ok) tell("sent", { letter, answer });
  else tell("refused", { letter, words: why(answer) });
  return true;
}

function content({ client_id, body, title, kind, links = [] }) {
  const numbers = (name) => links.filter((key) => key.startsWith(`${name}:`)).map((key) => Number(key.split(":")[1]));
  return { client_id, body, files: numbers("file"), cards: numbers("card"), ...(kind && { kind }), ...(title && { title }) };
}

const why = ({ title, errors = [] }) => errors.map((one) => one.message).join(" ") || title || t("failed");

let timer;
function later(seconds) {
  clearTimeout(timer);
  timer = setTimeout(flush, seconds * 1000 * (1 + Math.random() / 2));
}

addEventListener("online", flush);
document.addEventListener("connection", (event) => event.detail === "online" && flush());
document.addEventListener("turbo:load", flush);
flush();
