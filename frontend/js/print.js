// On paper: <button data-print hidden> prints the page; paper is white, whatever the screen is.
import { whenAppears } from "./appears.js";

const root = document.documentElement;
let before;
addEventListener("beforeprint", () => { before = root.dataset.colorScheme; root.dataset.colorScheme = "light"; });
addEventListener("afterprint", () => { root.dataset.colorScheme = before; });

document.addEventListener("click", (event) => { if (event.target.closest("[data-print]")) print(); });
whenAppears("[data-print]", (button) => { button.hidden = false; });
