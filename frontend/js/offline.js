// A small service worker shows an honest page where the network is gone: see ../sw.js. It is fetched when the page
// has come to rest, and keeps nothing that is private.
const me = () => document.querySelector("meta[name=me]")?.content;

/** Whose words the offline page may show: it does not know who is signed in. */
function note() {
  if (me()) localStorage.setItem("me", me());
  else localStorage.removeItem("me");
}

document.addEventListener("turbo:load", note);
addEventListener("load", () => setTimeout(() => navigator.serviceWorker?.register("/sw.js").catch(() => {}), 2000));
