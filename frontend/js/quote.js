// Quoting: the whole of a message, or the passage of it that is selected, with who said it and a way back to it.
import { remember } from "./mentions.js";
import { selectedIn } from "./selected.js";
import { block } from "./typed.js";

const may = () => document.querySelector(".thread-page")?.dataset.may.split(" ").includes("write");
const box = () => document.querySelector(".composer textarea");
const offer = () => document.getElementById("quote-passage");
let passage = null; // {message, html} of what is selected, or was when a menu was opened

/** The passage that is selected within one message, or null. */
function selected() {
  const { holder: message, range } = selectedIn(".message[data-id]") ?? {};
  if (!message) return null;
  const copy = document.createElement("div");
  copy.append(range.cloneContents());
  return { message, html: copy.innerHTML, at: [...range.getClientRects()].at(-1) ?? range.getBoundingClientRect() };
}

/** Put MESSAGE, or its passage that is selected, into the text box. */
export async function quote(message) {
  const html = passage?.message === message ? passage.html : message.querySelector(".prose").innerHTML;
  const words = await import("./from_html.js").then(({ fromHtml }) => fromHtml(html), () => message.querySelector(".prose").innerText.trim());
  const shown = `#${message.dataset.author}, ${message.querySelector(".message-when").textContent.trim()}`;
  remember(shown, `message:${message.dataset.id}`);
  box().setSelectionRange(box().value.length, box().value.length);
  block(box(), `${[`${shown}:`, "", ...words.split("\n")].map((line) => `> ${line}`.trimEnd()).join("\n")}\n\n`);
  passage = null;
  getSelection().removeAllRanges();
  box().focus();
}

// The button stands by the passage, also while the page is scrolled, and is away where the passage is out of sight.
let frame;
const place = () => {
  cancelAnimationFrame(frame);
  frame = requestAnimationFrame(() => {
    if (!offer()) return;
    const found = may() && selected();
    if (found) passage = found;
    offer().hidden = !found || found.at.bottom < 0 || found.at.top > innerHeight;
    if (offer().hidden) return;
    offer().style.top = `${Math.min(found.at.bottom + 8, innerHeight - 56)}px`;
    offer().style.left = `${Math.max(8, Math.min(found.at.right - 40, innerWidth - offer().offsetWidth - 8))}px`;
  });
};
document.addEventListener("selectionchange", place);
addEventListener("scroll", place, { passive: true });
place(); // this comes after the page: somebody may have been quicker

// A press elsewhere lets go of the passage; one on a menu does not, though the browser then selects nothing any more.
document.addEventListener("pointerdown", ({ target }) => {
  if (!target.closest?.(".message-more, #message-menu, #quote-passage")) passage = null;
}, true);
document.addEventListener("mousedown", (event) => { if (event.target.closest?.("#quote-passage")) event.preventDefault(); });

document.addEventListener("click", (event) => {
  if (event.target.closest("#quote-passage") && passage) quote(passage.message);
  const link = event.target.closest(".prose a[href^='/messages/']");
  const there = link && document.getElementById(`m-${link.pathname.split("/").at(-1)}`);
  if (!there || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  location.hash = there.id;
});
