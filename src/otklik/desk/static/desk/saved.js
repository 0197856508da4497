// Saved replies: a small list under the composer's head; arrows walk it, Enter puts one into the letter, Esc closes it.
import { caretAt, range, walk } from "./paper.js";

export class Saved {
  constructor({ paper, composer, isBlank, place, toReply, rewriting }) {
    Object.assign(this, { paper, composer, isBlank, place, toReply, rewriting });
    this.opener = composer.querySelector("[data-open-saved]");
    this.list = composer.querySelector("#saved-replies");
    this.opener.hidden = false;
    this.opener.addEventListener("click", () => this.list.hidden ? this.open() : this.close({ back: true }));
    this.list.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("click", (event) => { const chosen = event.target.closest("[data-text]"); if (chosen) this.put(chosen.dataset.text); });
    // Where the caret was when the letter lost it.
    paper.addEventListener("blur", () => { const now = getSelection(); this.caret = now.rangeCount && paper.contains(now.getRangeAt(0).startContainer) ? now.getRangeAt(0).cloneRange() : this.caret; });
  }

  async open() {
    this.toReply();
    const number = this.number = (this.number ?? 0) + 1;
    const answer = await fetch(this.composer.dataset.saved, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
    if (!answer?.ok || number !== this.number) return;
    this.list.innerHTML = await answer.text();
    this.list.hidden = false;
    this.opener.ariaExpanded = "true";
    this.composer.scrollIntoView({ block: "nearest" });
    this.list.scrollIntoView({ block: "nearest" });
    this.choices[0]?.focus();
  }

  get choices() { return [...this.list.querySelectorAll("[data-text]")]; }

  close({ back = false } = {}) {
    this.number = (this.number ?? 0) + 1;
    this.list.hidden = true;
    this.opener.ariaExpanded = "false";
    if (back) this.opener.focus();
  }

  key(event) {
    const all = this.choices, at = all.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); this.close({ back: true }); }
    else if (to !== undefined) { event.preventDefault(); all[Math.min(Math.max(to, 0), all.length - 1)]?.focus(); }
  }

  // An untouched letter becomes the saved one; into a begun one goes what it does not have yet, at the caret.
  put(reply) {
    this.close();
    this.rewriting();
    const { paper } = this;
    const { text, places } = walk(paper);
    const isNew = !text.trim() || this.isBlank(text);
    const has = new Set(text.split("\n\n").map((each) => each.trim()));
    const words = isNew ? reply : reply.split("\n\n").filter((each) => !has.has(each.trim())).join("\n\n");
    paper.focus({ preventScroll: true });
    const selection = getSelection();
    if (isNew) selection.selectAllChildren(paper);
    else if (this.caret && paper.contains(this.caret.startContainer)) { selection.removeAllRanges(); selection.addRange(this.caret); }
    else caretAt(paper, this.place(text));
    if (words) document.execCommand("insertText", false, words); // keeps the browser's own undo
    this.toHole(words);
  }

  // The first thing left to fill in is chosen, so that one types over it.
  toHole(words) {
    const { text, places } = walk(this.paper);
    const from = words.includes("[[") ? text.indexOf("[[") : -1;
    const to = from < 0 ? -1 : text.indexOf("]]", from);
    if (to > 0) { const selection = getSelection(); selection.removeAllRanges(); selection.addRange(range(from, to + 2, places)); }
    else if (words) caretAt(this.paper, this.place(text));
    getSelection().focusNode?.parentElement?.scrollIntoView?.({ block: "nearest" });
  }
}
