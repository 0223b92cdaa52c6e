// One file, sent in pieces: after a cut it goes on where the server says that it stands.
//   POST /uploads {name, size} -> {id, offset}; PATCH /uploads/ID?offset=… with the bytes; GET /uploads/ID -> {offset, file}
import { t } from "./words.js";

const PIECE = 1024 * 1024;
const FINAL = [400, 401, 403, 404, 413, 415, 422]; // another try says the same
const FIRST = 1000, LONGEST = 30_000; // ms between tries while the line is bad

/** Send FILE; TELL.far hears the share that has come, TELL.waits whether we wait for a line. What became of it, or
 *  raises {status, words}. SIGNAL stops it. */
export async function inPieces(file, tell, signal) {
  let upload, tries = 0;
  while (!upload?.file) {
    try {
      upload = upload ? await next(file, upload, tell, signal) : await ask("/uploads", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ name: file.name, size: file.size }), signal });
      [tries, upload.lost] = [0, false];
      tell.waits(false);
    } catch (why) {
      if (signal.aborted) drop(upload);
      if (signal.aborted || FINAL.includes(why.status)) throw why;
      if (upload) upload.lost = true;
      tell.waits(true);
      await line(Math.min(FIRST * 2 ** tries, LONGEST), signal);
      tries += 1;
    }
  }
  return upload.file;
}

/** The next piece; after a cut the server is asked first how far it has come. */
async function next(file, upload, tell, signal) {
  const { id, offset } = upload.lost ? await ask(`/uploads/${upload.id}`, { signal }) : upload;
  const sent = await send(`/api/v1/uploads/${id}?offset=${offset}`, file.slice(offset, offset + PIECE), (bytes) => tell.far((offset + bytes) / file.size), signal);
  tell.far(sent.offset / file.size);
  return sent;
}

async function ask(address, options) {
  const response = await fetch(`/api/v1${address}`, options);
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw refusal(response.status, answer);
  return answer;
}

/** PATCH by XMLHttpRequest: fetch cannot tell how far it has come. */
function send(address, bytes, far, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.upload.addEventListener("progress", (event) => far(event.loaded));
    request.addEventListener("loadend", () => (request.status === 200 ? resolve(request.response) : reject(refusal(request.status, request.response))));
    request.open("PATCH", address);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.responseType = "json";
    request.send(bytes);
  });
}

const refusal = (status, answer) => ({ status, words: answer?.errors?.[0]?.message ?? answer?.title ?? t("failed") });
const drop = (upload) => { if (upload) fetch(`/api/v1/uploads/${upload.id}`, { method: "DELETE" }).catch(() => {}); };

/** After MS, or as soon as the browser has a line again. */
function line(ms, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    const now = () => { clearTimeout(timer); resolve(); };
    addEventListener("online", now, { once: true });
    signal.addEventListener("abort", now, { once: true });
  });
}
