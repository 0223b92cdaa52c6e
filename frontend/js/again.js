// What goes on by itself is asked for again every few seconds, as long as it says <p data-again="/address"> in a frame.
const PAUSE = 4000; // ms

setInterval(() => {
  const going = document.querySelector("turbo-frame [data-again]");
  const frame = going?.closest("turbo-frame");
  if (!frame || document.hidden) return;
  if (frame.getAttribute("src")) frame.reload();
  else frame.src = going.dataset.again;
}, PAUSE);
