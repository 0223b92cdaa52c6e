// The peer: Node's socket.io with the rows that Livskraft writes for a message. It checks that the sender is a member,
// counts the room, inserts message, change and job in one durable transaction, acknowledges, and broadcasts.
// Run as `node server.js PORT DATABASE BYTES`; BYTES is how long the broadcast HTML is.
import { createServer } from "node:http";
import Database from "better-sqlite3";
import { Server } from "socket.io";

const [port, file, bytes] = process.argv.slice(2);
const db = new Database(file);
db.pragma("journal_mode = WAL");
db.pragma("synchronous = FULL");
db.exec(`
  CREATE TABLE member (person INTEGER, room INTEGER, PRIMARY KEY (person, room));
  CREATE TABLE room (id INTEGER PRIMARY KEY, seq INTEGER NOT NULL);
  CREATE TABLE message (id INTEGER PRIMARY KEY, room INTEGER, author INTEGER, client_id TEXT, seq INTEGER,
                        body TEXT, html TEXT, at TEXT, UNIQUE (author, client_id));
  CREATE TABLE change (room INTEGER, seq INTEGER, kind TEXT, message INTEGER, at TEXT, PRIMARY KEY (room, seq));
  CREATE TABLE job (id INTEGER PRIMARY KEY, event TEXT, facts TEXT, at TEXT);`);

const enter = db.prepare("INSERT OR IGNORE INTO member VALUES (?, ?)");
const open = db.prepare("INSERT OR IGNORE INTO room VALUES (?, 0)");
const member = db.prepare("SELECT 1 FROM member WHERE person = ? AND room = ?");
const sent = db.prepare("SELECT id, seq FROM message WHERE author = ? AND client_id = ?");
const count = db.prepare("UPDATE room SET seq = seq + 1 WHERE id = ? RETURNING seq");
const insert = db.prepare("INSERT INTO message VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)");
const log = db.prepare("INSERT INTO change VALUES (?, ?, 'message_added', ?, ?)");
const tell = db.prepare("INSERT INTO job VALUES (NULL, 'message_posted', ?, ?)");

const keep = db.transaction((author, { room, client_id, body }) => {
  if (!member.get(author, room)) return null;
  const first = sent.get(author, client_id);
  if (first) return { ...first, duplicate: true };
  const at = new Date().toISOString();
  const html = `<article><p>${body.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</p></article>`.padEnd(Number(bytes));
  const { seq } = count.get(room);
  const id = Number(insert.run(room, author, client_id, seq, body, html, at).lastInsertRowid);
  log.run(room, seq, id, at);
  tell.run(JSON.stringify({ room, message: id }), at);
  return { id, seq, html };
});

const http = createServer((_, answer) => answer.end("ok"));
const io = new Server(http, { perMessageDeflate: false, serveClient: false });
let people = 0;
io.on("connection", (page) => {
  const person = ++people;
  page.on("room:join", ({ room }, ack) => {
    open.run(room);
    enter.run(person, room);
    page.join(`room:${room}`);
    ack({ ok: true });
  });
  page.on("message:post", (facts, ack) => {
    const kept = keep(person, facts);
    if (!kept) return ack({ ok: false, status: 404 });
    const { html, ...message } = kept;
    ack({ ok: true, message });
    if (!kept.duplicate) io.to(`room:${facts.room}`).emit("change", { room: facts.room, seq: kept.seq, kind: "message_added", html });
  });
});
http.listen(Number(port), "127.0.0.1");
