// "See how it looks": the server draws what stands in the text box, exactly as it will stand in the thread.
import { encode } from "./mentions.js";
import { t } from "./words.js";

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-previews]");
  if (!button) return;
  button.closest(".menu:popover-open")?.hidePopover();
  const panel = document.getElementById(button.dataset.previews);
  panel.hidden ? open(panel) : shut(panel);
});

async function open(panel) {
  const area = areaOf(panel);
  const response = await fetch(`/api/v1/rooms/${panel.dataset.inRoom}/preview`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ body: encode(area.value) }),
  }).catch(() => null);
  const answer = await response?.json().catch(() => null);
  panel.querySelector(".prose").innerHTML = response?.ok ? answer.html : "";
  if (!response?.ok || !answer.html) panel.querySelector(".prose").textContent = response?.ok ? t("nothing-yet") : answer?.title ?? t("failed");
  panel.hidden = false;
  panel.focus();
}

function shut(panel) {
  if (panel.hidden) return;
  panel.hidden = true;
  areaOf(panel).focus();
}

const areaOf = (panel) => panel.closest("form").querySelector("textarea");

document.addEventListener("keydown", (event) => {
  const panel = event.key === "Escape" && event.target.closest?.(".composer-preview");
  if (panel) shut(panel);
});
document.addEventListener("submit", ({ target }) => target.querySelectorAll?.(".composer-preview").forEach((panel) => { panel.hidden = true; }));
