// Menus are native popovers and <details data-menu>; this only shuts them when they have served.
const open = () => document.querySelectorAll(":popover-open, details[data-menu][open]");

function shut(element) {
  if (element.matches("details")) element.open = false;
  else element.hidePopover();
}

document.addEventListener("click", (event) => {
  for (const details of document.querySelectorAll("details[data-menu][open]")) {
    if (!details.contains(event.target)) shut(details);
  }
  if (event.target.closest(".menu a")) open().forEach(shut);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const details = event.target.closest?.("details[data-menu][open]");
  if (!details) return;
  shut(details);
  details.querySelector("summary").focus();
});

// Turbo keeps a picture of the page for the way back: without open menus.
document.addEventListener("turbo:before-cache", () => open().forEach(shut));
