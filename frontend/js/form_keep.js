// <form data-keep="example-new">: what is typed stays in this tab until the server has taken it,
// through a lost session, a closed lid or a page that answered with an error.
import { whenAppears } from "./appears.js";

const NEVER = ["hidden", "password", "file", "submit"];
const place = (form) => `keep:${form.dataset.keep}`;
const fields = (form) => [...form.elements].filter((field) => field.name && !NEVER.includes(field.type));
const isTick = (field) => ["checkbox", "radio"].includes(field.type);
const key = (field) => (isTick(field) ? `${field.name}=${field.value}` : field.name);

function keep(form) {
  const values = fields(form).map((field) => [key(field), isTick(field) ? field.checked : field.value]);
  sessionStorage.setItem(place(form), JSON.stringify(Object.fromEntries(values)));
}

function restore(form) {
  const kept = JSON.parse(sessionStorage.getItem(place(form)) ?? "null");
  if (!kept) return;
  let changed = false;
  for (const field of fields(form)) {
    const value = kept[key(field)];
    if (value === undefined) continue;
    const before = isTick(field) ? field.checked : field.value;
    if (before === value) continue;
    isTick(field) ? (field.checked = value) : (field.value = value);
    changed = true;
  }
  const note = form.querySelector("[data-kept-note]");
  if (note) note.hidden = !changed;
}

whenAppears("form[data-keep]", restore);
document.addEventListener("input", (event) => event.target.form?.matches("[data-keep]") && keep(event.target.form));
document.addEventListener("turbo:submit-end", (event) => {
  if (event.detail.success && event.target.dataset.keep) sessionStorage.removeItem(place(event.target));
});
document.addEventListener("reset", (event) => sessionStorage.removeItem(place(event.target)));
