// In a thread the day stands once, above its messages: <time data-day>; each message has the clock: <time data-clock>.
import { whenAppears } from "./appears.js";
import { exact } from "./times.js";
import { language, t } from "./words.js";

const DAY = 24 * 60 * 60 * 1000;
const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate());

/** The day of DATE in words: "I dag", "I går", "Tirsdag 13. oktober", with its year when that is another. */
export function dayWords(date, now = new Date()) {
  const days = Math.round((midnight(date) - midnight(now)) / DAY);
  const words = { "-1": t("yesterday", { time: "" }), 0: t("today", { time: "" }) }[days];
  const year = date.getFullYear() === now.getFullYear() ? undefined : "numeric";
  const whole = words?.trim() ?? new Intl.DateTimeFormat(language(), { weekday: "long", day: "numeric", month: "long", year }).format(date);
  return whole[0].toUpperCase() + whole.slice(1);
}

const fill = (words) => (time) => {
  const date = new Date(time.dateTime);
  time.title = exact(date);
  time.textContent = words(date, time);
};

whenAppears("time[data-day]", fill((date) => dayWords(date)));
whenAppears("time[data-clock]", fill((date) => exact(date).split(" ").at(-1)));

// Two stretches of a thread that meet in the middle of a day name it once.
whenAppears(".day-divider", (line) => {
  const days = [...line.closest(".thread-messages").querySelectorAll(".day-divider > time")];
  days.filter((time, at) => at && new Date(days[at - 1].dateTime).toDateString() === new Date(time.dateTime).toDateString())
    .forEach((time) => time.parentElement.remove());
});

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) document.querySelectorAll("time[data-day]").forEach(fill((date) => dayWords(date)));
});
