// Titles that begin as was typed, and operators to narrow by, in a list beneath each search field. Without this the field is a plain form.
import * as Turbo from "@hotwired/turbo";
import { announce } from "./announce.js";
import { whenAppears } from "./appears.js";

const PAUSE = 150;
const SHORTEST = 2;

class Suggestions {
  constructor(input) {
    this.input = input;
    this.list = document.createElement("ul");
    Object.assign(this.list, { id: `${input.id}-suggestions`, className: "suggestions search-suggestions", hidden: true });
    this.list.role = "listbox";
    this.list.ariaLabel = input.labels[0]?.textContent ?? "";
    input.form.append(this.list);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": this.list.id, "aria-expanded": "false" })) {
      input.setAttribute(name, value);
    }
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    this.list.addEventListener("click", (event) => this.visit(event.target.closest("[role=option]")));
  }

  get options() { return [...this.list.querySelectorAll("[role=option]")]; }
  get chosen() { return this.list.querySelector("[aria-selected=true]"); }

  later() {
    clearTimeout(this.timer);
    this.asking?.abort();
    if (this.input.value.trim().length < SHORTEST) return this.close();
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    this.asking = new AbortController();
    try {
      const answer = await fetch(`/search/suggest?q=${encodeURIComponent(this.input.value)}`, { signal: this.asking.signal });
      if (answer.ok && document.activeElement === this.input) this.show(await answer.text());
    } catch { /* offline, or something newer was typed: the form works without */ }
  }

  show(html) {
    this.list.innerHTML = html;
    this.options.forEach((option, place) => { option.id = `${this.list.id}-${place}`; });
    if (!this.options.length) return this.close();
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    announce(this.list.querySelector("template").content.textContent);
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.list.hidden = true;
    this.choose(null);
    this.input.setAttribute("aria-expanded", "false");
  }

  choose(option) {
    this.chosen?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option ? this.input.setAttribute("aria-activedescendant", option.id) : this.input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    if (this.list.hidden || event.isComposing) return;
    const { options, chosen } = this;
    if (event.key === "ArrowDown") this.choose(options[options.indexOf(chosen) + 1] ?? null);
    else if (event.key === "ArrowUp") this.choose(chosen ? options[options.indexOf(chosen) - 1] ?? null : options.at(-1));
    else if (event.key === "Escape") { this.close(); event.stopPropagation(); }
    else if (event.key === "Enter" && chosen) this.visit(chosen);
    else return;
    event.preventDefault();
  }

  visit(option) {
    if (!option) return;
    this.close();
    if (option.dataset.text === undefined) return Turbo.visit(option.dataset.href);
    this.input.value = option.dataset.text;
    this.later();
  }
}

whenAppears("form input[type=search][name=q]", (input) => new Suggestions(input));

// Turbo keeps a picture of the page for the way back: without lists, which are made anew.
document.addEventListener("turbo:before-cache", () => document.querySelectorAll(".search-suggestions").forEach((list) => list.remove()));
