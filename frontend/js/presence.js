// Who else looks at this room just now. Nothing depends on it; while the line is cut nobody can know.
import { hear, whisper } from "./live.js";
import { t } from "./words.js";

const page = () => document.querySelector("[data-room]");
const me = () => document.querySelector("meta[name=me]")?.content;

const say = () => { if (page()) whisper("presence", { room: Number(page().dataset.room), here: !document.hidden }); };
document.addEventListener("room:joined", say);
document.addEventListener("visibilitychange", say);

hear("presence", ({ room, people, count }) => {
  if (String(room) === page()?.dataset.room) show(people.filter((one) => String(one.id) !== me()).map((one) => one.name), count > people.length);
});
document.addEventListener("connection", ({ detail }) => { if (detail !== "online") show([]); });

function show([name, other, ...more], isCrowd = false) {
  const line = document.querySelector(".presence");
  if (!line) return;
  if (isCrowd) line.textContent = t("here-crowd", { count: more.length + 2 });
  else if (more.length) line.textContent = t("here-many", { name, count: more.length + 1 });
  else line.textContent = other ? t("here-two", { name, other }) : name ? t("here-one", { name }) : "";
}
