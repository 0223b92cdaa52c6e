// Files go up as soon as they are chosen, dropped or pasted; the message only says which.
import { add, row } from "./attached.js";
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
  const request = new XMLHttpRequest(); // fetch cannot tell how far it has come
  const box = row(form, file.name, () => request.abort());
  const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
  bar.setAttribute("aria-label", t("uploading", { name: file.name }));
  box.insertBefore(bar, box.lastChild);
  request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total; });
  return new Promise((resolve) => {
    request.addEventListener("loadend", () => { finish(form, file, box, request); resolve(); });
    request.open("POST", "/api/v1/files");
    request.responseType = "json";
    const body = new FormData();
    body.append("file", file);
    request.send(body);
  });
}

function finish(form, file, box, { status, response }) {
  if (!box.isConnected) return; // taken away meanwhile
  if (status === 201) {
    box.remove();
    add(form, `file:${response.id}`, response.name);
    return;
  }
  box.querySelector("progress").remove();
  box.classList.add("is-refused");
  box.querySelector(".attached-name").textContent = `${file.name}: ${response?.errors?.[0]?.message ?? response?.title ?? t("failed")}`;
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
