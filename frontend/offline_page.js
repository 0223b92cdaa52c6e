// The page of the service worker: what waits and what is saved on this machine, and the way back when there is one.
import { t } from "./js/words.js";

const KEPT = /@\[([^\[\]\n]{1,80})\]\(person:\d{1,9}\)/g;
const AGAIN = 5000; // ms between looks whether the server is there
const me = localStorage.getItem("me");
const theme = document.cookie.match(/(?:^|; )theme=(light|dark)/)?.[1];
if (theme) document.documentElement.dataset.colorScheme = theme;

const letters = JSON.parse(localStorage.getItem("outbox") ?? "[]").filter((one) => one.me === me);
const drafts = Object.keys(localStorage).filter((key) => key.startsWith(`draft:${me}:`))
  .map((key) => JSON.parse(localStorage.getItem(key) ?? "null")).filter((one) => one?.body?.trim());

function list(id, bodies) {
  const box = document.getElementById(id);
  box.querySelector("ul").append(...bodies.map((body) => Object.assign(document.createElement("li"), { textContent: first(body) })));
  box.querySelector("p").hidden = bodies.length > 0;
}

const first = (body) => { const words = body.replace(KEPT, "@$1").trim(); return words.length > 120 ? `${words.slice(0, 119)}…` : words; };

async function look() {
  const answer = await fetch("/healthz", { cache: "no-store" }).catch(() => null);
  if (answer?.ok) location.reload();
}

list("waiting", letters.map((one) => one.body || t("attachment-only")));
list("saved", drafts.map((one) => one.body));
document.getElementById("again").addEventListener("click", () => location.reload());
addEventListener("online", look);
setInterval(look, AGAIN);
