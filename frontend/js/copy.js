// A button that copies what a text box holds: shown where the browser can.
import { announce } from "./announce.js";
import { whenAppears } from "./appears.js";

whenAppears("[data-copies]", (button) => {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const box = document.getElementById(button.dataset.copies);
    box.select(); // where copying is refused, Ctrl+C is one press away
    await navigator.clipboard.writeText(box.value);
    button.querySelector("[data-label]").textContent = button.dataset.done;
    announce(button.dataset.done);
  });
});
