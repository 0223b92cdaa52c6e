// The page's words, in the page's language: templates/_words.html writes them, t() reads them.
let page, words = {};

function read() {
  const script = document.getElementById("words");
  if (script && script !== page) {
    page = script;
    words = JSON.parse(script.textContent);
  }
  return words;
}

/** The words for KEY, with each {name} filled from VALUES; the key itself if the page lacks it. */
export function t(key, values = {}) {
  return (read()[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** The language of the page: nb, nn, sv or en. */
export const language = () => document.documentElement.lang || "nb";
