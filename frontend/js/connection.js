// Whether we are connected, in words. The browser knows of the network; live.js tells of the socket:
//   document.dispatchEvent(new CustomEvent("connection", { detail: "online" | "offline" | "waiting" }))
import { t } from "./words.js";

const NOTICED = 3000; // a blink of the line is nobody's business
let timer;

function show(state) {
  clearTimeout(timer);
  const line = document.getElementById("connection");
  if (!line) return;
  const wasAway = line.dataset.state !== "online";
  const draw = () => {
    line.dataset.state = state;
    line.toggleAttribute("data-back", state === "online" && wasAway);
    line.textContent = state === "online" && !wasAway ? "" : t(`connection-${state}`);
  };
  if (state !== "online") timer = setTimeout(draw, NOTICED);
  else if (wasAway) {
    draw();
    timer = setTimeout(() => { line.removeAttribute("data-back"); line.textContent = ""; }, NOTICED);
  }
}

// Where a page listens, only the socket knows whether the server is there too.
addEventListener("online", () => show(document.querySelector("[data-live]") ? "waiting" : "online"));
addEventListener("offline", () => show("offline"));
document.addEventListener("connection", (event) => show(event.detail));
document.addEventListener("turbo:load", () => { if (!navigator.onLine) show("offline"); });
