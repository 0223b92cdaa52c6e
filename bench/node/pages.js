// Open pages for `bench reliability`: each runs the live.js that ships, over a line of its own that can be cut.
// Run as `node pages.js BUNDLE PORT ROOM TOKENS…`, one page for each token. Orders come as lines of JSON, each is
// answered by one: {cut: index, for: ms}, {see: words, within: ms}, {back: ms}, {settle: ms}, {count: true}.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import net from "node:net";
import { createInterface } from "node:readline";

const [bundle, port, room, ...tokens] = process.argv.slice(2);
const code = new Function("globalPage", "document", "location", "navigator", "addEventListener", "setInterval", "fetch", "MutationObserver", "require", readFileSync(bundle, "utf8"));
const STREAM = /<turbo-stream action="(\w+)" target="([^"]+)">\s*<template>([\s\S]*?)<\/template><\/turbo-stream>/g;
const MESSAGE = /id="m-(\d+)"/;
const WORDS = /<div class="prose"[^>]*>([\s\S]*?)<\/div>/;
const rest = (ms) => new Promise((done) => setTimeout(done, ms));
const shown = ({ removed, html }) => (removed ? null : html.trim());

/** A way to the server. While it is cut nothing gets through. */
class Line {
  constructor() {
    this.ends = new Set();
    this.server = net.createServer((near) => {
      if (this.down) return near.destroy();
      const far = net.connect(Number(port), "127.0.0.1");
      for (const [end, other] of [[near, far], [far, near]]) {
        this.ends.add(end);
        end.on("error", () => {}).on("close", () => { this.ends.delete(end); other.destroy(); });
        end.pipe(other);
      }
    });
  }

  open() { return new Promise((done) => this.server.listen(0, "127.0.0.1", () => done(`http://127.0.0.1:${this.server.address().port}`))); }

  async cut(ms) {
    this.down = true;
    for (const end of this.ends) end.destroy();
    await rest(ms);
    this.down = false;
  }
}

/** One page: the messages it shows, by id. */
class Page {
  constructor(token) {
    Object.assign(this, { token, line: new Line(), messages: new Map(), here: { dataset: { room, seq: "0" } }, drawn: 0, fetched: 0 });
  }

  async open() {
    this.address = await this.line.open();
    const document = Object.assign(new EventTarget(), {
      querySelectorAll: () => [],
      querySelector: (what) => (what === "[data-room]" ? this.here : what === "meta[name=me]" ? { content: "1" } : null),
      getElementById: () => null,
      hidden: false,
    });
    this.document = document;
    const ask = (path) => { this.fetched += 1; return this.ask(path); };
    code(this, document, { href: "/" }, { onLine: true }, () => {}, setInterval, ask, class { observe() {} }, createRequire(import.meta.url));
  }

  ask(path) { return fetch(this.address + path, { headers: { Authorization: `Bearer ${this.token}` } }); }

  draw(html) {
    this.drawn += 1;
    for (const [, action, target, inner] of html.matchAll(STREAM)) {
      const id = inner.match(MESSAGE)?.[1];
      if (!id || (action === "replace" && !this.messages.has(target.slice(2)))) continue;
      this.messages.set(id, inner.match(/class="message[^"]*is-removed/) ? null : inner.match(WORDS)[1].trim());
    }
  }

  /** The page as the server would draw it now: what Turbo.visit brings. */
  async anew() {
    const messages = new Map();
    try {
      const seq = await truth(this, messages);
      this.messages = messages;
      this.here = { dataset: { room, seq: String(seq) } };
      this.document.dispatchEvent(new Event("turbo:load"));
    } catch { /* no line: the next look tries again */ }
  }

  get seq() { return Number(this.here.dataset.seq); }
  get live() { return Boolean(this.socket?.connected && "live" in this.here.dataset); }
}

/** Every message of the room into MESSAGES, and the `seq` they are of. */
async function truth(page, messages) {
  let after = 0;
  for (;;) {
    const answer = await page.ask(`/api/v1/rooms/${room}/changes?limit=200&after=${after}`);
    if (!answer.ok) throw new Error(`${answer.status}`);
    const { items, seq } = await answer.json();
    for (const { message } of items) if (message) messages.set(String(message.id), shown(message));
    if (!items.length) return seq;
    after = items.at(-1).seq;
  }
}

const pages = tokens.map((token) => new Page(token));

/** Until USE holds for all pages, for at most MS: how long each took, in ms; null for one that did not get there. */
function until(use, ms) {
  const began = performance.now();
  return Promise.all(pages.map(async (page) => {
    while (!use(page)) {
      if (performance.now() - began > ms) return null;
      await rest(20);
    }
    return Math.round(performance.now() - began);
  }));
}

const orders = {
  cut: async ({ cut, for: ms }) => { pages[cut].line.cut(ms); return "ok"; },
  see: ({ see, within }) => until((page) => [...page.messages.values()].slice(-50).some((words) => words?.includes(see)), within),
  back: ({ back }) => until((page) => page.live, back),
  gone: ({ gone }) => until((page) => !page.live, gone),
  settle: async ({ settle }) => {
    const messages = new Map();
    const seq = await truth(pages[0], messages);
    await until((page) => page.seq >= seq, settle);
    return { messages: messages.size, pages: pages.map((page) => different(page, messages)) };
  },
  count: async () => pages.map(({ drawn, fetched, seq }) => ({ drawn, fetched, seq })),
};

function different(page, messages) {
  const wrong = [...messages].filter(([id, words]) => !page.messages.has(id) || page.messages.get(id) !== words).map(([id]) => id);
  return { missing_or_stale: wrong.slice(0, 20), ghosts: [...page.messages.keys()].filter((id) => !messages.has(id)).slice(0, 20) };
}

await Promise.all(pages.map((page) => page.open()));
console.log(JSON.stringify(await until((page) => page.live, 60_000)));
for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line);
  console.log(JSON.stringify(await orders[Object.keys(order)[0]](order)));
}
process.exit(0);
