// The form of an example says every few seconds that it is open, and shows who else has it open too.
import { whenAppears } from "./appears.js";

const EVERY = 15_000;

whenAppears("[data-editing]", (line) => {
  const form = document.getElementById(line.dataset.form);
  const ask = async () => {
    if (!line.isConnected) return clearInterval(clock);
    if (document.hidden) return;
    const body = new FormData();
    for (const name of ["csrf_token", "version"]) body.set(name, form.elements[name].value);
    try {
      const answer = await fetch(line.dataset.editing, { method: "POST", body });
      const html = answer.ok ? (await answer.text()).trim() : "";
      if (answer.ok && html !== line.innerHTML.trim()) line.innerHTML = html;
    } catch { /* no net: nothing to tell, and the page at saving tells it anyway */ }
  };
  const clock = setInterval(ask, EVERY);
  ask();
});
