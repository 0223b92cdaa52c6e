// What only some pages need. The left side names the element, the right side the file that brings it to life:
// it is fetched the first time such an element is met, and told of each one by its own whenAppears().
import { whenAppears } from "./appears.js";

const files = {
  ".poll": () => import("./polls.js"),
  "[data-editing]": () => import("./editing.js"),
  ".drop": () => import("./drop.js"),
  "[data-again]": () => import("./again.js"),
  "time[data-clock], .follow-up": () => import("./days.js"),
  "[data-room], .thread[data-id]": () => import("./conversation.js"),
  "[data-copies]": () => import("./copy.js"),
  "[data-said]": () => import("./said.js"),
  "textarea[data-marks]": () => import("./writing.js"),
  "form input[type=search][name=q]": () => import("./suggest.js"),
};

for (const [selector, load] of Object.entries(files)) {
  let loaded;
  whenAppears(selector, () => { loaded ??= load(); });
}

// What this browser still has to send goes out from whichever page is opened first.
if ((localStorage.getItem("outbox") ?? "[]") !== "[]") import("./queue.js");
