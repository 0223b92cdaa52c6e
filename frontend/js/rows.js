// Which threads of a list hold something new: the server has said it for the page, this says it from then on.
import { whenAppears } from "./appears.js";

const me = () => document.querySelector("meta[name=me]")?.content;
const known = new Map(); // thread id -> whether it was new, when last seen in a list
const read = new Map(); // thread id -> how far it was read in this sitting

document.addEventListener("thread:read", ({ detail }) => {
  read.set(detail.thread, detail.seq);
  known.set(detail.thread, false);
});

whenAppears(".thread[data-id]", (row) => {
  const { id, seq, newsBy } = row.dataset;
  const isNew = row.hasAttribute("data-known") ? row.hasAttribute("data-unread")
    : newsBy === undefined ? Boolean(known.get(id)) : newsBy !== me() || Boolean(known.get(id));
  const unread = isNew && !(read.get(id) >= Number(seq));
  known.set(id, unread);
  row.toggleAttribute("data-unread", unread);
});
