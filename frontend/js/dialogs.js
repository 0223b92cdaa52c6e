// Dialogs open without a script (popovertarget). With one they become modal, and shut when their form is done.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-opens]");
  const dialog = button && document.getElementById(button.dataset.opens);
  if (dialog?.showModal && !dialog.open) {
    event.preventDefault();
    dialog.removeAttribute("popover");
    dialog.showModal();
  }
  if (event.target.closest("[data-closes]")) event.target.closest("dialog")?.close();
  if (event.target.matches("dialog:modal")) event.target.close(); // the backdrop counts as the dialog itself
});

document.addEventListener("turbo:submit-end", (event) => {
  if (event.detail.success) event.target.closest("dialog[open]")?.close();
});

document.addEventListener("turbo:before-cache", () => {
  document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close());
});
