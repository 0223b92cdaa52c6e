// While a question gets its title: perhaps somebody has asked it before. Nothing is said when nothing is found.
import { announce } from "./announce.js";
import { whenAppears } from "./appears.js";
import { proposedTitle } from "./proposed_title.js";

const PAUSE = 700;
const SHORTEST = 12; // letters: fewer say too little

whenAppears(".composer-similar", (box) => {
  const form = box.closest("form");
  let asked = "", timer;
  const look = () => {
    const title = (form.elements.title.value || proposedTitle(form.elements.body.value)).trim();
    clearTimeout(timer);
    if (title.length < SHORTEST) return box.replaceChildren();
    timer = setTimeout(async () => {
      if (title === asked) return;
      asked = title;
      const response = await fetch(`/search/similar?q=${encodeURIComponent(title)}`).catch(() => null);
      if (response?.ok && title === asked) show(box, await response.text());
    }, PAUSE);
  };
  form.addEventListener("input", look);
  look(); // a draft that came back, or what was typed before this was here
});

function show(box, html) {
  const before = box.querySelector("p")?.textContent;
  box.innerHTML = html;
  const says = box.querySelector("p")?.textContent;
  if (says && says !== before) announce(says);
}
