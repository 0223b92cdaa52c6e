// One live connection for as long as Livskraft is open. A page in a room says which room, and up to which `seq` it
// was drawn: <div data-room="2" data-seq="118">. What comes is drawn in that order and no other; a hole, a
// reconnect, a beacon that is ahead: all heal the same way, by fetching what is missing.
import * as Turbo from "@hotwired/turbo";
import { io } from "socket.io-client";
import { toast } from "./notices.js";
import { t } from "./words.js";

const PATIENCE = 200; // ms until a hole counts as one
const MOST = 200; // changes; who missed more gets the page anew
const NUDGE = 30_000; // ms between looks while there is no live connection
const PARTS = ["reaction", "beneath_changed"]; // changes that draw a part of a message only
const held = new Map(); // seq -> html that came too early
let page, timer, fetching, who, line = "online";

const me = () => document.querySelector("meta[name=me]")?.content;
const socket = io({ autoConnect: false, transports: ["websocket", "polling"], tryAllTransports: true, reconnectionDelayMax: 2500, randomizationFactor: 0.6 });
const seq = () => Number(page.dataset.seq);

function tell(state) {
  if (state !== line) document.dispatchEvent(new CustomEvent("connection", { detail: state }));
  line = state;
}

/** Be in the room of the page that is open now, and in no other; as who is signed in now. */
function enter() {
  if (me() !== who) socket.disconnect();
  who = me();
  if (who && !socket.active) socket.connect();
  const next = document.querySelector("[data-room]");
  if (next === page) return;
  if (page && page.dataset.room !== next?.dataset.room && socket.connected) socket.emit("room:leave", { room: Number(page.dataset.room) });
  page = next;
  held.clear();
  if (page && socket.connected) join();
}

function join() {
  const joining = page;
  socket.emit("room:join", { room: Number(page.dataset.room) }, (answer) => {
    if (!answer.ok || page !== joining) return;
    page.dataset.live = "";
    document.dispatchEvent(new CustomEvent("room:joined"));
    behind(answer.seq, 0);
  });
}

/** Draw CHANGE if it is the next one; hold it if one before it is missing. */
function receive(change) {
  if (!page || change.room !== Number(page.dataset.room) || change.seq <= seq()) return;
  held.set(change.seq, change.html);
  drawHeld();
  if (held.size) behind(Math.max(...held.keys()), PATIENCE);
}

function drawHeld() {
  for (let next = seq() + 1; held.has(next); next += 1) {
    draw(held.get(next), next);
    held.delete(next);
  }
}

function draw(html, number) {
  if (html) Turbo.renderStreamMessage(html);
  page.dataset.seq = number;
}

/** The room is at HEAD: if the page is not there in a while, fetch what lies between. */
function behind(head, patience = PATIENCE) {
  if (!page || head <= seq()) return;
  clearTimeout(timer);
  timer = setTimeout(() => { if (page && head > seq()) catchUp(); }, patience);
}

async function catchUp() {
  if (fetching || !page) return;
  fetching = true;
  const asked = page;
  try {
    const response = await fetch(`/api/v1/rooms/${page.dataset.room}/changes?html=true&limit=${MOST}&after=${seq()}`);
    if (response.ok && page === asked) missed(await response.json());
  } catch { /* no line: the reconnect asks again */ } finally {
    fetching = false;
  }
}

function missed({ items, seq: head }) {
  if (!page) return;
  if (head - seq() > MOST) return Turbo.visit(location.href, { action: "replace" });
  const again = new Set(); // each message, and what is said to it, is drawn as it is now: once is enough
  for (const { seq: number, kind, html, thread, message } of items) {
    if (number <= seq()) continue;
    const what = `${thread}:${message?.id}:${PARTS.includes(kind) && kind}`;
    draw(again.has(what) ? null : html, number);
    again.add(what);
  }
  drawHeld();
}

socket.on("connect", () => { tell("online"); if (page) join(); });
socket.on("disconnect", (why) => {
  if (why === "io client disconnect") return;
  tell(navigator.onLine ? "waiting" : "offline");
  if (why === "io server disconnect") socket.connect(); // asks whether that was meant
});
socket.on("connect_error", (error) => {
  tell(navigator.onLine ? "waiting" : "offline");
  if (error.data?.status === 401) leave();
});

/** The sign-in has ended. What is being written stays; they say when they go. */
function leave() {
  who = undefined;
  if (page) toast(t("signed-out"), t("sign-in"), () => Turbo.visit(location.href, { action: "replace" }), 600);
}

socket.on("change", receive);
socket.on("seq", (told) => { if (page && told.room === Number(page.dataset.room)) behind(told.seq); });

document.addEventListener("outbox:sent", ({ detail: { answer } }) => behind(answer.seq ?? 0));
document.addEventListener("room:look", () => catchUp());
document.addEventListener("visibilitychange", () => { if (!document.hidden) catchUp(); });
setInterval(() => { if (!socket.connected && !document.hidden && navigator.onLine) catchUp(); }, NUDGE);
document.addEventListener("turbo:load", enter);
document.addEventListener("turbo:render", enter);
enter();

/** Tell the others something small that may be lost. */
export const whisper = (name, facts) => { if (socket.connected) socket.volatile.emit(name, facts); };
/** Hear what others whisper. */
export const hear = (name, use) => socket.on(name, use);
