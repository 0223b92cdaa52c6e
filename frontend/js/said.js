// Beside the form of an example: of a message whose words are marked only these are put in.
import { whenAppears } from "./appears.js";
import { selectedIn } from "./selected.js";

let marked = null; // {holder, words}: the message, and what is marked in it

function mark(found) {
  if (marked) press(marked.holder, false);
  marked = found;
  if (marked) press(marked.holder, true);
}

/** Let the button of a message say what it takes: all, or what is marked. */
function press(holder, some) {
  const button = holder.querySelector("button[name=insert]");
  button.dataset.whole ??= button.textContent;
  button.textContent = some ? button.dataset.passage : button.dataset.whole;
}

whenAppears("[data-scripted]", (note) => { note.hidden = false; });

document.addEventListener("selectionchange", () => {
  const found = selectedIn("[data-said]");
  if (found || !document.activeElement?.matches("[data-said] button")) mark(found);
});

// A press on the button must not let go of what is marked before it is sent.
document.addEventListener("mousedown", (event) => { if (event.target.closest("[data-said] button")) event.preventDefault(); });

document.addEventListener("submit", ({ target: form, submitter }) => {
  if (!marked?.holder.contains(submitter)) return;
  form.addEventListener("formdata", ({ formData }) => formData.set("passage", marked.words), { once: true });
});
