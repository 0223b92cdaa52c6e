// Where one writes. A plain form without this; with it nothing that was written is ever lost.
import * as Turbo from "@hotwired/turbo";
import { whenAppears } from "./appears.js";
import * as attached from "./attached.js";
import * as drafts from "./drafts.js";
import { decode, encode } from "./mentions.js";
import * as outbox from "./outbox.js";
import * as pending from "./pending.js";
import { proposedTitle } from "./proposed_title.js";
import { isSure, saidSure } from "./told.js";
import { done } from "./upload.js";
import { uuid } from "./uuid.js";
import { t } from "./words.js";

const UNDO = 10_000;
const area = (form) => form.querySelector("textarea");
const titleOf = (form) => form.elements.title;
const note = (form, ...parts) => form.querySelector(".composer-notes").replaceChildren(...parts);
const complain = (form, words) => { form.querySelector(".composer-error").textContent = words; };
const at = (place) => document.querySelector(`.composer[data-place="${place}"]`);

whenAppears(".composer", (form) => {
  restore(form);
  form.addEventListener("input", () => written(form));
  form.addEventListener("focusin", () => form.classList.add("has-words"));
  // The box grows with the focus: a button that took it would slide away from under the finger.
  form.querySelector(".composer-bar")?.addEventListener("mousedown", (event) => event.preventDefault());
  form.addEventListener("submit", (event) => {
    if (event.submitter?.hasAttribute("formaction")) return drafts.forget(form.dataset.place); // to be sent later: the server keeps it
    event.preventDefault();
    submit(form);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(); }
  });
  look(form);
  form.dataset.ready = "";
});

function restore(form) {
  const { place } = form.dataset;
  const { value, defaultValue } = area(form);
  if (![defaultValue, decode(defaultValue)].includes(value)) return written(form); // somebody was quicker than this script
  const draft = drafts.kept(place);
  if (draft?.saved || draft?.body === decode(defaultValue)) drafts.goOnFrom(place, form.dataset.begunAt);
  if (draft && !draft.saved && draft.body) fill(form, draft);
  else if (draft?.links && draft.body === area(form).value) draft.links.forEach(({ key, title }) => attached.add(form, key, title));
  if (outbox.letters(place).some((letter) => decode(letter.body) === area(form).value)) empty(form);
}

function fill(form, { body, title, links = [] }) {
  area(form).value = body;
  if (titleOf(form) && title) titleOf(form).value = title;
  links.forEach((one) => attached.add(form, one.key, one.title));
}

function empty(form) {
  area(form).value = "";
  if (titleOf(form)) titleOf(form).value = "";
  attached.clear(form);
  drafts.forget(form.dataset.place);
  look(form);
}

function contents(form) {
  const seen = drafts.kept(form.dataset.place)?.seen ?? form.dataset.begunAt;
  return { seen, body: area(form).value, title: titleOf(form)?.value ?? "", links: attached.list(form) };
}

function written(form) {
  complain(form, "");
  drafts.keep(form.dataset.place, contents(form), (words) => note(form, words));
  look(form);
}

/** What follows from the words that stand in FORM. */
function look(form) {
  form.dispatchEvent(new CustomEvent("composer:changed"));
  const { body, links } = contents(form);
  form.classList.toggle("has-words", Boolean(body.trim() || links.length || titleOf(form)?.value) || form.matches(":focus-within"));
  const title = titleOf(form);
  if (!title) return;
  title.dataset.prompt ??= title.placeholder;
  title.placeholder = proposedTitle(body) || title.dataset.prompt;
}

async function submit(form) {
  if (form.ariaBusy === "true") return;
  form.ariaBusy = "true";
  await done(form);
  form.ariaBusy = "false";
  const { body, title, links } = contents(form);
  if (!body.trim() && !links.length) return area(form).focus();
  if (!isSure(form)) return complain(form, t("are-you-sure"));
  const letter = {
    client_id: uuid(), api: form.dataset.api, place: form.dataset.place, body: encode(body.trim()), title: title.trim(),
    kind: form.elements.kind?.value, links: links.map((one) => one.key), names: links,
    sure: saidSure(form),
  };
  const sending = keep(form, letter);
  if (!sending) return;
  empty(form);
  note(form);
  pending.draw(letter);
  area(form).focus({ preventScroll: true });
}

function keep(form, letter) {
  try {
    return outbox.send(letter);
  } catch {
    complain(form, t("too-large-to-keep"));
    return null;
  }
}

document.addEventListener("outbox:sent", ({ detail: { letter, answer } }) => {
  const form = at(letter.place);
  if (!form) return;
  if (answer.thread?.id) Turbo.visit(`/threads/${answer.thread.id}`);
  else if (!document.getElementById(`thread_${answer.thread}_latest`)) Turbo.visit(`/threads/${answer.thread}?message=${answer.id}#m-${answer.id}`);
  else offerUndo(form, letter, answer);
});

function offerUndo(form, letter, answer) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "link-button", textContent: t("undo") });
  const words = Object.assign(document.createElement("span"), { textContent: t("sent") });
  button.addEventListener("click", async () => {
    const response = await fetch(`/api/v1/messages/${answer.id}`, { method: "DELETE" }).catch(() => null);
    if (response?.ok) takeBack(form, letter);
    else complain(form, t("failed"));
  });
  note(form, words, button);
  setTimeout(() => { if (button.isConnected) note(form); }, UNDO);
}

function takeBack(form, letter) {
  const now = contents(form);
  fill(form, { body: [decode(letter.body), now.body].filter(Boolean).join("\n\n"), title: letter.title, links: letter.names });
  note(form);
  written(form);
  area(form).focus();
}

// Something else was begun at another machine: it is not written over, and can be had beneath.
document.addEventListener("draft:elsewhere", ({ detail: { place, title, theirs, updated_at: moment } }) => {
  const form = at(place);
  if (!form) return;
  const words = Object.assign(document.createElement("span"), { textContent: title });
  const button = Object.assign(document.createElement("button"), { type: "button", className: "link-button", textContent: t("put-beneath") });
  button.addEventListener("click", () => {
    drafts.goOnFrom(place, moment);
    area(form).value = [area(form).value, decode(theirs)].filter(Boolean).join("\n\n");
    written(form);
    area(form).focus();
  });
  note(form, words, button);
});

// The server will not have it: the words come back, here or when the person is at this place again.
document.addEventListener("outbox:refused", ({ detail: { letter, words } }) => {
  const form = at(letter.place);
  if (!form) return; // it is a draft there
  takeBack(form, letter);
  complain(form, words);
});

// A box that was opened stays open, so that nothing moves away under a finger; it folds when the page is scrolled.
addEventListener("scroll", () => {
  for (const form of document.querySelectorAll(".composer.has-words:not(:focus-within)")) {
    if (form.matches(".composer-fixed") || form.getBoundingClientRect().bottom < 0) look(form);
  }
}, { passive: true });

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-begins]")) area(event.target.closest("form")).focus();
});
