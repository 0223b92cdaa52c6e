// What Word, Outlook, Google Docs and Teams put on the clipboard, as the plain HTML that they mean by it.
const UNSEEN = "style, script, meta, link, title, xml, img, svg, picture, video, iframe, object, input, button, [hidden]";
const GUARDED = /^https?:\/\/[\w.-]+\.safelinks\.protection\.outlook\.com\//i;

/** The body of HTML, cleaned. */
export function cleaned(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  comments(body).forEach((comment) => comment.remove());
  body.querySelectorAll(UNSEEN).forEach((element) => element.remove());
  for (const element of body.querySelectorAll("[style]")) if (/display:\s*none|mso-hide:\s*all/i.test(element.getAttribute("style"))) element.remove();
  wordLists(body);
  onlineLists(body);
  body.querySelectorAll(":is(ul, ol) > :is(ul, ol)").forEach((list) => list.previousElementSibling?.append(list)); // Google Docs
  body.querySelectorAll("*").forEach(styled);
  body.querySelectorAll("a").forEach(link);
  body.querySelectorAll("li, td, th").forEach(single);
  [...body.querySelectorAll("table")].reverse().filter(isLayout).forEach(laidOut);
  text(body);
  return body;
}

const walk = (root, what) => document.createTreeWalker(root, what);
function comments(root) {
  const [found, walker] = [[], walk(root, NodeFilter.SHOW_COMMENT)];
  while (walker.nextNode()) found.push(walker.currentNode);
  return found;
}

function text(root) {
  const walker = walk(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) walker.currentNode.data = walker.currentNode.data.replace(/[\u00a0\u202f]/g, " ").replace(/[\u00ad\u200b\ufeff]/g, "");
}

/** Word's lists are paragraphs: <p class=MsoListParagraph style="mso-list:l0 level2 lfo1"> with the mark as text. */
function wordLists(body) {
  const level = (element) => Number(element.getAttribute?.("style")?.match(/mso-list:[^;]*level(\d)/i)?.[1] ?? 0);
  runs([...body.querySelectorAll("[style*='mso-list']")].filter(level)).forEach((run) => nest(run, run.map((element) => {
    const mark = [...element.querySelectorAll("[style]")].find((one) => /mso-list:\s*ignore/i.test(one.getAttribute("style")));
    const isNumber = /^\s*(?:\d+|[a-z]{1,4})[.)]/i.test(mark?.textContent ?? "");
    mark?.remove();
    return { level: level(element), isNumber, nodes: [...element.childNodes] };
  })));
}

/** Those of Word in the browser are one list an item, which says how deep it stands. */
function onlineLists(body) {
  runs([...body.querySelectorAll(".ListContainerWrapper")]).forEach((run) => nest(run, run.flatMap((box) =>
    [...box.querySelectorAll("li")].map((item) => ({
      level: Number(item.dataset.ariaLevel ?? item.ariaLevel ?? 1), isNumber: item.parentNode.nodeName === "OL", nodes: [...item.childNodes],
    })))));
}

/** ELEMENTS in groups of neighbours. */
function runs(elements) {
  const found = [];
  for (const element of elements) {
    if (element.previousElementSibling && found.at(-1)?.at(-1) === element.previousElementSibling) found.at(-1).push(element);
    else found.push([element]);
  }
  return found;
}

/** Put real lists where the elements of RUN stand. */
function nest(run, items) {
  const open = []; // [{level, list}], the outermost first
  const roots = [];
  for (const { level, isNumber, nodes } of items) {
    while (open.length && open.at(-1).level > level) open.pop();
    const name = isNumber ? "ol" : "ul";
    if (open.at(-1)?.level === level && open.at(-1).list.localName !== name) open.pop();
    if (open.at(-1)?.level !== level) {
      const list = document.createElement(name);
      open.length ? open.at(-1).list.lastElementChild.append(list) : roots.push(list);
      open.push({ level, list });
    }
    const item = document.createElement("li");
    item.append(...nodes);
    open.at(-1).list.append(item);
  }
  run[0].before(...roots);
  run.forEach((element) => element.remove());
}

/** Bold and slanted by style are so by tag; and a tag that its style takes back is none. */
function styled(element) {
  const style = element.getAttribute("style") ?? "";
  const weight = style.match(/font-weight:\s*(\w+)/i)?.[1] ?? "";
  if (/^(?:b|strong)$/.test(element.localName) && /^(?:normal|[1-4]00)$/.test(weight)) return element.replaceWith(...element.childNodes);
  if (!/^(?:span|font|a)$/.test(element.localName) || !element.textContent.trim()) return;
  if (/^(?:bold|bolder|[6-9]00)$/.test(weight) && !element.closest("strong, b, th, h1, h2, h3, h4, h5, h6")) within(element, "strong");
  if (/font-style:\s*italic/i.test(style) && !element.closest("em, i")) within(element, "em");
  if (/text-decoration[^;]*line-through/i.test(style)) within(element, "del");
}

function within(element, name) {
  const box = document.createElement(name);
  box.append(...element.childNodes);
  element.append(box);
}

/** Only what leads somewhere, and there straight: Outlook's guard would tell others who was written to. */
function link(element) {
  let address = element.getAttribute("href") ?? "";
  if (GUARDED.test(address)) address = new URL(address).searchParams.get("url") ?? address;
  if (!/^(?:https?|mailto):/i.test(address) || !element.textContent.trim()) return element.replaceWith(...element.childNodes);
  element.setAttribute("href", address.replace(/[\s()<>"]/g, (one) => `%${one.charCodeAt(0).toString(16)}`));
  element.removeAttribute("title");
}

/** One paragraph in an item or a cell is no paragraph. */
function single(element) {
  const blocks = [...element.children].filter((one) => /^(?:p|div)$/.test(one.localName));
  if (blocks.length === 1) blocks[0].replaceWith(...blocks[0].childNodes);
}

/** A table that only puts things beside each other, as letters and signatures do. */
const isLayout = (table) => table.querySelector("table") || table.rows.length < 2 || Math.max(...[...table.rows].map((row) => row.cells.length)) < 2;

function laidOut(table) {
  const blocks = [...table.rows].flatMap((row) => [...row.cells]).map((cell) => {
    const block = document.createElement("div");
    block.append(...cell.childNodes);
    return block;
  });
  table.replaceWith(...blocks);
}
