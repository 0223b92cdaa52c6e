// Light, dark or as the machine says: <button data-theme="dark">. Kept in a cookie, so the server draws it at once.
import { whenAppears } from "./appears.js";

const root = document.documentElement;
const YEAR = 365 * 24 * 60 * 60;

function show(theme) {
  root.dataset.colorScheme = theme;
  for (const button of document.querySelectorAll("[data-theme]")) {
    button.setAttribute("aria-pressed", button.dataset.theme === theme);
  }
}

document.addEventListener("click", (event) => {
  const theme = event.target.closest("[data-theme]")?.dataset.theme;
  if (!theme) return;
  document.cookie = `theme=${theme}; path=/; max-age=${YEAR}; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
  show(theme);
});

whenAppears("[data-theme]", () => show(root.dataset.colorScheme));
