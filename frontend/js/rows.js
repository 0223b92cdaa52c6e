// Which threads of a list hold something new: the server has said it for the page, this says it from then on.
import { whenAppears } from "./appears.js";

const me = () => document.querySelector("meta[name=me]")?.content;
const known = new Map(); // thread id -> whether it was new, when last seen in a list
const read = new Map(); // thread id -> how far it was read in this sitting
const quiet = new Set(); // threads that the person has muted

document.addEventListener("thread:read", ({ detail: { thread, seq, unread = false, muted } }) => {
  read.set(thread, seq);
  known.set(thread, unread);
  if (muted !== undefined) hush(thread, muted);
  for (const row of document.querySelectorAll(`.thread[data-id="${thread}"]`)) {
    if (unread || Number(row.dataset.seq) <= seq || quiet.has(thread)) row.toggleAttribute("data-unread", unread);
  }
});

const hush = (thread, muted) => (muted ? quiet.add(thread) : quiet.delete(thread));

whenAppears(".thread[data-id]", (row) => {
  const { id, seq, newsBy } = row.dataset;
  if (row.hasAttribute("data-known")) hush(id, row.hasAttribute("data-muted"));
  const isNew = row.hasAttribute("data-known") ? row.hasAttribute("data-unread")
    : newsBy === undefined ? Boolean(known.get(id)) : newsBy !== me() || Boolean(known.get(id));
  const unread = isNew && !quiet.has(id) && !(read.get(id) >= Number(seq));
  known.set(id, unread);
  row.toggleAttribute("data-unread", unread);
});
