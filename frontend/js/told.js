// Whom the words tell, said while they are written; before many are told a box has to be ticked.
import { encode, named } from "./mentions.js";
import { whenAppears } from "./appears.js";

const PAUSE = 400;
const box = (form) => form.querySelector(".composer-sure input");

/** Whether FORM may go: nobody has to be asked first, or they have said yes. Else they are led to the box. */
export function isSure(form) {
  const tick = box(form);
  if (!tick || tick.closest("[hidden]") || tick.checked) return true;
  tick.focus();
  return false;
}

/** Whether FORM says that all of them are meant. */
export const saidSure = (form) => Boolean(box(form)?.checked);

whenAppears(".composer-told", (line) => {
  const form = line.closest("form");
  const area = form.querySelector("textarea");
  let asked, timer;
  const look = () => {
    const now = named(area.value);
    if (now === asked || (!now && !form.matches(":focus-within"))) return;
    const wait = asked === undefined ? 0 : PAUSE;
    asked = now;
    clearTimeout(timer);
    timer = setTimeout(() => ask(line, area, () => now === asked), wait);
  };
  for (const event of ["focusin", "input", "composer:changed"]) form.addEventListener(event, look);
  look();
});

async function ask(line, area, isLatest) {
  const answer = await count(line.dataset.inRoom, encode(area.value));
  if (!answer || !isLatest()) return; // no line: the server asks when it is sent
  line.querySelector("[data-readers]").textContent = answer.readers;
  line.querySelector("[data-telling]").textContent = answer.words;
  const sure = line.querySelector(".composer-sure");
  if (!answer.ask) sure.querySelector("input").checked = false;
  sure.hidden = !answer.ask;
}

async function count(room, body) {
  const response = await fetch(`/api/v1/rooms/${room}/told`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ body }),
  }).catch(() => null);
  return response?.ok ? response.json() : null;
}
