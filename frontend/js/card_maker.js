// <form data-preview data-turbo-frame="…">: what is chosen is shown in that frame at once, and the form stays as
// it is. Without scripts there is a button for it. Nothing is submitted, so a dialog around it stays open.
function look(form, button) {
  const frame = document.getElementById((button ?? form).dataset.turboFrame ?? form.dataset.turboFrame);
  frame.src = `${form.getAttribute("action")}?${new URLSearchParams(new FormData(form, button))}`;
}

document.addEventListener("change", ({ target }) => {
  if (target.form?.matches("[data-preview]")) look(target.form);
});

// While one types what to find, the list follows.
let waiting;
document.addEventListener("input", ({ target }) => {
  if (!target.matches("input[type=search]") || !target.form?.matches("[data-preview]")) return;
  clearTimeout(waiting);
  waiting = setTimeout(look, 150, target.form);
});

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (!form.matches("[data-preview]") || submitter?.formMethod === "post" || submitter?.dataset.turboFrame === "_top") return;
  event.preventDefault();
  look(form, submitter);
}, true);
