// «Было / стало»: the letter as it was before it was rewritten beside the letter as it is, what differs marked in both.
import { difference } from "./difference.js";
import { walk } from "./paper.js";

export class Compare {
  constructor({ paper, composer, isOn, replace }) {
    Object.assign(this, { paper, isOn, replace });
    this.sheet = document.getElementById("compare");
    this.opener = composer.querySelector("[data-compare]");
    this.before = null; // until something rewrites the letter
    this.take = this.sheet.querySelector("[data-take-proposal]");
    this.take.addEventListener("click", () => { this.sheet.close(); this.keep(); this.replace(this.proposal); });
    this.opener.addEventListener("click", () => this.open());
    this.sheet.querySelector("[data-back-to]").addEventListener("click", () => { this.sheet.close(); this.restore(); });
    this.sheet.addEventListener("close", () => this.paper.focus({ preventScroll: true }));
  }

  // The letter is about to be rewritten: this is what it was. Several fixes in a row are one rewriting, until one types again.
  keep() {
    this.isOurs = true;
    queueMicrotask(() => { this.isOurs = false; });
    if (this.isRow) return;
    this.isRow = true;
    this.before = walk(this.paper).text;
  }

  typed() { if (!this.isOurs) this.isRow = false; }

  offer() { this.opener.hidden = !this.isOn() || this.before === null || walk(this.paper).text === this.before; }

  open() {
    const now = walk(this.paper).text;
    if (!this.isOn() || this.before === null || now === this.before) return;
    this.draw(this.before, now, { isProposal: false });
  }

  // What somebody else would write: taken with a press, or not at all.
  propose(text) {
    this.proposal = text;
    this.draw(walk(this.paper).text, text, { isProposal: true });
  }

  draw(before, after, { isProposal }) {
    this.take.hidden = !isProposal;
    this.sheet.querySelector("[data-back-to]").hidden = isProposal;
    this.sheet.querySelector("[data-keep-it]").classList.toggle("strong", !isProposal);
    show(this.sheet.querySelector("[data-was]"), before, after, "gone");
    show(this.sheet.querySelector("[data-is]"), before, after, "come");
    this.sheet.showModal();
    this.sheet.querySelector("[data-is]").focus();
  }

  restore() {
    const now = walk(this.paper).text;
    this.replace(this.before);
    this.before = now; // and back again, by the same key
    this.offer();
  }
}

export function show(place, before, after, kind) {
  place.replaceChildren(...difference(before, after).filter((each) => each.kind === "same" || each.kind === kind).map((each) => {
    if (each.kind === "same") return document.createTextNode(each.words);
    const marked = document.createElement(kind === "gone" ? "del" : "ins");
    marked.textContent = each.words;
    return marked;
  }));
}
