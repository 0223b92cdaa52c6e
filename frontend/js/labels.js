// Broadcast HTML holds no translated words, only their keys: <button data-word="edit">, data-word-label="react".
import { whenAppears } from "./appears.js";
import { t } from "./words.js";

whenAppears("[data-word]", (element) => { element.textContent = t(element.dataset.word); });
whenAppears("[data-word-label]", (element) => { element.setAttribute("aria-label", t(element.dataset.wordLabel)); });
