// <time data-when datetime="…Z">: "i dag 14.05", "tirsdag 09.00", "3. mars 2026"; the exact time as a title.
// app/i18n.py says the same on the server.
import { whenAppears } from "./appears.js";
import { language, t } from "./words.js";

const DAY = 24 * 60 * 60 * 1000;
const ZONE = "Europe/Oslo"; // where the people are; the same on the server, wherever the browser is
const format = (date, options) => new Intl.DateTimeFormat(language(), { timeZone: ZONE, ...options }).format(date);
// en-CA writes 2026-11-22: a day that can be counted with.
const midnight = (date) => new Date(new Intl.DateTimeFormat("en-CA", { timeZone: ZONE }).format(date));

function clock(date) {
  const separator = ["nb", "nn"].includes(language()) ? "." : ":";
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, hour: "2-digit", minute: "2-digit" });
  return parts.format(date).replace(":", separator);
}

/** The date as people say it, seen from NOW. */
export function when(date, now = new Date()) {
  const days = Math.round((midnight(date) - midnight(now)) / DAY);
  const near = { "-1": "yesterday", 0: "today" }[days];
  if (near) return t(near, { time: clock(date) });
  if (days < 0 && days > -7) return `${format(date, { weekday: "long" })} ${clock(date)}`;
  return format(date, { day: "numeric", month: "long", year: "numeric" });
}

/** The whole of it, for who asks. */
export const exact = (date) =>
  `${format(date, { weekday: "long", day: "numeric", month: "long", year: "numeric" })} ${clock(date)}`;

function fill(element) {
  const date = new Date(element.dateTime);
  if (Number.isNaN(date.getTime())) return;
  element.textContent = when(date);
  element.title = element.dataset.exact = exact(date);
}

whenAppears("time[data-when]", fill);

// A page left open overnight still says "today": look again when someone comes back to it.
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) document.querySelectorAll("time[data-when]").forEach(fill);
});
