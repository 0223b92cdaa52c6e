// What a screen reader should hear, politely: many in a short while become one sentence.
import { t } from "./words.js";

const PAUSE = 2000;
let queue = [], timer;

/** Say TEXT soon. More than three within two seconds are said as "{count} new messages" (or the words of MANY). */
export function announce(text, many = "new-messages") {
  queue.push(text);
  timer ??= setTimeout(() => {
    const region = document.getElementById("announce");
    if (region) region.textContent = queue.length > 3 ? t(many, { count: queue.length }) : queue.join(" ");
    queue = [];
    timer = undefined;
  }, PAUSE);
}
