// Flashes: said aloud when they come, and can be put away. toast() is a short offer that leaves by itself.
import { announce } from "./announce.js";
import { whenAppears } from "./appears.js";

whenAppears(".notice", (notice) => announce(notice.querySelector("p")?.textContent.trim() ?? ""));

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-dismiss]")) event.target.closest(".notice, .toast").remove();
});

/** Offer ACTION for SECONDS: toast("Sent", "Undo", () => …). Only one at a time; hovering or focus holds it. */
export function toast(text, label, action, seconds = 10) {
  document.querySelector(".toast")?.remove();
  const box = document.createElement("div");
  box.className = "toast";
  box.setAttribute("role", "status");
  box.append(Object.assign(document.createElement("span"), { textContent: text }));
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: label });
  button.addEventListener("click", () => { box.remove(); action(); });
  box.append(button);
  document.body.append(box);
  const leave = () => (box.matches(":hover, :focus-within") ? setTimeout(leave, 2000) : box.remove());
  setTimeout(leave, seconds * 1000);
  return box;
}
