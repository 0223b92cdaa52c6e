// A message that is on its way: drawn at once, replaced when the real one appears, with words when it cannot go.
import { whenAppears } from "./appears.js";
import { decode } from "./mentions.js";
import * as outbox from "./outbox.js";
import { t } from "./words.js";

const where = (place) => document.querySelector(`[data-waiting="${place}"]`)
  ?? document.getElementById(`${place.replace("thread:", "thread_")}_latest`);
const drawn = (clientId) => document.getElementById(`pending-${clientId}`);

/** Draw LETTER at the end of its thread, or under the room's text box, if that is open here. */
export function draw(letter) {
  const list = where(letter.place);
  if (drawn(letter.client_id) || !list) return;
  const article = document.getElementById("pending-message").content.firstElementChild.cloneNode(true);
  article.id = `pending-${letter.client_id}`;
  article.querySelector(".prose").textContent = decode(letter.body);
  say(article, t("sending"));
  list.append(article);
  article.scrollIntoView({ block: "nearest" });
}

function say(article, words, failed = false) {
  article.classList.toggle("is-failed", failed);
  article.classList.toggle("is-pending", !failed);
  article.querySelector(".message-state-words").textContent = words;
  article.querySelectorAll("[data-again], [data-take-back]").forEach((button) => { button.hidden = !failed; });
}

document.addEventListener("outbox:waiting", ({ detail }) => {
  const article = drawn(detail.letter.client_id);
  if (article) say(article, detail.words, true);
});
document.addEventListener("outbox:sent", ({ detail }) => {
  const article = drawn(detail.letter.client_id);
  if (article) say(article, t("sent"));
});
document.addEventListener("outbox:refused", ({ detail }) => drawn(detail.letter.client_id)?.remove());

document.addEventListener("click", (event) => {
  const article = event.target.closest(".message[id^=pending-]");
  if (!article) return;
  const clientId = article.id.slice("pending-".length);
  if (event.target.closest("[data-again]")) {
    say(article, t("sending"));
    outbox.flush();
  }
  if (event.target.closest("[data-take-back]")) {
    const letter = outbox.letters().find((one) => one.client_id === clientId);
    outbox.drop(clientId);
    article.remove();
    if (letter) document.dispatchEvent(new CustomEvent("outbox:refused", { detail: { letter, words: "" } }));
  }
});

// The real one is here, by whichever way it came.
whenAppears(".message[data-client-id]", ({ dataset }) => {
  if (dataset.authorId !== document.querySelector("meta[name=me]")?.content) return;
  drawn(dataset.clientId)?.remove();
  outbox.drop(dataset.clientId);
});

// What was still waiting when this page was left, or the machine was switched off.
whenAppears(".composer", (form) => outbox.letters(form.dataset.place).forEach(draw));
