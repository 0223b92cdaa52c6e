// <form data-preview data-turbo-frame="…">: what is chosen is shown in that frame at once, and the form stays as
// it is. Without scripts there is a button for it. Nothing is submitted, so a dialog around it stays open.
function look(form, button) {
  const frame = document.getElementById((button ?? form).dataset.turboFrame ?? form.dataset.turboFrame);
  frame.src = `${form.getAttribute("action")}?${new URLSearchParams(new FormData(form, button))}`;
}

document.addEventListener("change", ({ target }) => {
  if (target.form?.matches("[data-preview]")) look(target.form);
});

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (!form.matches("[data-preview]") || submitter?.formMethod === "post") return;
  event.preventDefault();
  look(form, submitter);
}, true);
