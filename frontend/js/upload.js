// Files go up as soon as they are chosen, dropped or pasted; the message only says which.
import { add, row } from "./attached.js";
import { inPieces } from "./pieces.js";
import { t } from "./words.js";

const under = new WeakMap(); // form -> uploads that are under way

/** Wait until nothing is on its way up for FORM. */
export const done = (form) => Promise.all(under.get(form) ?? []);

/** Send FILES up and attach them to FORM. */
export function upload(form, files) {
  for (const file of files) {
    const going = one(form, file).finally(() => under.get(form).delete(going));
    if (!under.has(form)) under.set(form, new Set());
    under.get(form).add(going);
  }
}

function one(form, file) {
  const away = new AbortController();
  const box = row(form, file.name, () => away.abort());
  const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
  const state = Object.assign(document.createElement("span"), { className: "attached-state" });
  bar.setAttribute("aria-label", t("uploading", { name: file.name }));
  box.insertBefore(bar, box.lastChild);
  box.insertBefore(state, box.lastChild);
  const tell = { far: (share) => { bar.value = share; }, waits: (is) => { state.textContent = is ? t("waits-for-line") : ""; } };
  return inPieces(file, tell, away.signal).then((made) => {
    if (!box.isConnected) return;
    box.remove();
    add(form, `file:${made.id}`, made.name);
  }, (why) => { if (box.isConnected) refuse(form, file, box, why); });
}

/** It was not taken: the row says why, and where another try may help offers one. */
function refuse(form, file, box, { status, words }) {
  box.querySelector("progress").remove();
  box.querySelector(".attached-state").remove();
  box.classList.add("is-refused");
  box.querySelector(".attached-name").textContent = `${file.name}: ${words}`;
  if ([413, 415, 422].includes(status)) return;
  const again = Object.assign(document.createElement("button"), { type: "button", className: "ds-button", textContent: t("try-again") });
  Object.assign(again.dataset, { variant: "secondary", size: "sm" });
  again.addEventListener("click", () => { box.remove(); upload(form, [file]); });
  box.insertBefore(again, box.lastChild);
}

document.addEventListener("change", (event) => {
  if (!event.target.matches("input[data-uploads]")) return;
  upload(event.target.form, event.target.files);
  event.target.value = "";
});

const holdsFiles = (event) => [...(event.dataTransfer ?? event.clipboardData)?.types ?? []].includes("Files");
for (const name of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(name, (event) => {
    const form = event.target.closest?.(".composer");
    if (!form || !holdsFiles(event)) return;
    event.preventDefault();
    form.classList.toggle("is-over", name === "dragover");
    if (name === "drop") upload(form, event.dataTransfer.files);
  });
}
document.addEventListener("paste", (event) => {
  const form = event.target.closest?.(".composer");
  if (form && !event.defaultPrevented && event.clipboardData.files.length) {
    event.preventDefault();
    upload(form, event.clipboardData.files);
  }
});
