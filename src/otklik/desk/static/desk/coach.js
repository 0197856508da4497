// The coach beside the letter: asks the server at a pause in typing, marks the words, keeps the list of remarks.
import { kindOf, paint, point, pointsToUnits, range, rewrite, walk } from "./paper.js";

const PAUSE = 90; // ms without a key: a word is over
const AT_ONCE = 3;
const LONG = 160; // characters: from here on it is a letter, and what it lacks may be said

export class Coach {
  constructor({ paper, composer, post, isOn, isBlank, hear, rewriting }) {
    Object.assign(this, { paper, post, isOn, isBlank, hear, rewriting, say: composer.dataset });
    this.list = composer.querySelector("#remarks");
    this.said = composer.querySelector("#remarks-said");
    this.jump = composer.querySelector("[data-next-remark]");
    this.jump.addEventListener("click", () => this.focus(0));
    this.all = [];
    this.mender = composer.querySelector("[data-mend-safe]");
    this.mender.addEventListener("click", () => this.mendSafe());
    this.praise = composer.querySelector("#praise");
    this.findings = [];
    this.asked = 0;
    this.shown = new Set();
    this.list.addEventListener("keydown", (event) => this.key(event));
    paper.addEventListener("click", () => this.pointFromText());
  }

  get text() { return walk(this.paper).text; }

  soon() {
    if (!this.praise.hidden) { this.praise.hidden = true; this.praised = true; }
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.ask(), PAUSE);
  }

  // What is on its way was asked before something changed: it is not to be heard any more.
  forget() { this.asked++; }

  async ask() {
    clearTimeout(this.waiting);
    const began = performance.now();
    const text = this.text;
    const number = ++this.asked;
    const isBlank = !text.trim() || this.isBlank(text);
    if (!this.isOn() || isBlank) this.draw([], text);
    if (!this.isOn()) return;
    const answer = await this.question(text);
    if (!answer || number !== this.asked || text !== this.text || !this.isOn()) return;
    const { findings, ...more } = answer;
    this.hear(more);
    if (isBlank) return; // a letter that is not begun has no faults yet
    this.draw(findings, text);
    document.documentElement.dataset.coach = "done";
    performance.clearMeasures("coach");
    performance.measure("coach", { start: began, end: performance.now() });
  }

  // All that the server says of a text; null when it says nothing.
  async question(text) {
    const answer = await this.post(this.say.coach, JSON.stringify({ text }), { headers: { "Content-Type": "application/json" } }).catch(() => null);
    return answer?.ok ? answer.json().catch(() => null) : null;
  }

  draw(found, text) {
    this.all = found;
    const isLong = text.trim().length > LONG;
    const marks = found.filter((each) => each.start !== null);
    const missing = isLong ? found.filter((each) => each.start === null) : [];
    this.findings = [...marks.filter((each) => each.asks), ...marks.filter((each) => !each.asks), ...missing].slice(0, AT_ONCE);
    paint(this.paper, text, this.findings);
    point(null);
    const focused = this.list.contains(document.activeElement);
    this.list.replaceChildren(...this.findings.map((each, at) => this.remark(each, at, text)));
    if (focused) this.focus(0);
    const isClean = isLong && !found.length && this.isOn() && !this.isBlank(text);
    if (this.findings.length) this.praised = false; // said once, until there has been something to mend again
    this.praise.hidden = !isClean || this.praised;
    this.praise.textContent = isClean ? `✓ ${this.say.sayClean}` : "";
    const line = this.findings.length ? `${this.say.sayRemarks} ${this.findings.length}` : isClean ? this.say.sayClean : "";
    if (this.said.textContent !== line) this.said.textContent = line;
    this.jump.hidden = !this.findings.length;
    this.jump.textContent = `${this.findings.length}`;
    this.jump.ariaLabel = line;
    this.mender.hidden = found.filter((each) => each.safe).length < 1;
    for (const each of this.findings) if (!this.shown.has(each.key)) { this.shown.add(each.key); this.count("shown", each); }
  }

  remark(each, at, text) {
    const item = element("li", "", each.severity === "hint" ? `${kindOf(each)} hint` : kindOf(each));
    item.tabIndex = at ? -1 : 0;
    item.ariaLabel = `${each.title}. ${each.message}`;
    const words = element("div");
    const line = element("p", each.message);
    const marked = each.start === null ? "" : [...text].slice(each.start, each.end).join("");
    words.append(line);
    if (each.suggestion) {
      const swap = element("p", "", "swap");
      if (marked && marked.length < 60) swap.append(element("s", marked), " → ");
      swap.append(element("b", each.suggestion));
      words.append(swap);
    }
    const why = element("p", each.why, "why");
    why.title = each.title;
    words.append(why);
    const acts = element("div", "", "acts");
    if (each.suggestion) acts.append(press(each.start === null ? this.say.sayAdd : this.say.sayApply, "", () => this.mend(each, at)));
    if (!each.asks) acts.append(press(this.say.sayDismiss, "plain", () => this.dismiss(each, at)));
    item.append(words, acts);
    for (const kind of ["focusin", "mouseenter"]) item.addEventListener(kind, () => point(each));
    for (const kind of ["focusout", "mouseleave"]) item.addEventListener(kind, () => point(null));
    return item;
  }

  key(event) {
    const item = event.target.closest("li");
    if (!item) return;
    const at = [...this.list.children].indexOf(item);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); (event.key === "ArrowDown" ? item.nextElementSibling : item.previousElementSibling)?.focus(); }
    else if (event.key === "Escape") { event.stopPropagation(); this.paper.focus(); }
    else if (event.target === item && event.key === "Enter" && this.findings[at].suggestion) { event.preventDefault(); this.mend(this.findings[at], at); }
    else if (event.target === item && (event.key === "Delete" || event.key === "Backspace") && !this.findings[at].asks) { event.preventDefault(); this.dismiss(this.findings[at], at); }
  }

  next(step = 1) {
    const items = [...this.list.children];
    const at = items.indexOf(document.activeElement?.closest("#remarks li"));
    (items.at(at < 0 && step < 0 ? -1 : (at + step) % items.length) ?? this.paper).focus();
  }

  focus(at) {
    const items = [...this.list.children];
    (items[Math.min(at, items.length - 1)] ?? this.paper).focus();
  }

  // A press on marked words shows the remark about them.
  pointFromText() {
    const selection = getSelection();
    if (!selection.rangeCount) return;
    const { startContainer, startOffset } = selection.getRangeAt(0);
    this.findings.forEach((each, at) => {
      const isHere = !!each.range && each.range.isPointInRange(startContainer, startOffset);
      this.list.children[at]?.classList.toggle("here", isHere);
      if (isHere) this.list.children[at].scrollIntoView({ block: "nearest" });
    });
  }

  async dismiss(each, at) {
    const counted = this.count("dismissed", each);
    this.draw(this.all.filter((other) => other !== each), this.text);
    this.focus(at);
    await counted; // the server keeps it with the draft; what the limit held back may come up now
    this.ask();
  }

  async mend(each, at) {
    const hadFocus = this.list.contains(document.activeElement);
    this.rewriting();
    this.paper.focus({ preventScroll: true });
    const { text, places } = walk(this.paper);
    const selection = getSelection();
    selection.removeAllRanges();
    if (each.start !== null) {
      const units = pointsToUnits(text);
      selection.addRange(range(units[each.start], units[each.end], places));
      document.execCommand("insertText", false, each.suggestion); // keeps the browser's own undo
    } else {
      const [place, words] = added(each, text);
      if (places.length) selection.addRange(range(place, place, places));
      document.execCommand("insertText", false, words);
    }
    this.count("applied", each);
    await this.ask();
    if (hadFocus) this.focus(at);
  }

  // Everything that may be mended unread, as one step for the browser's own undo.
  async mendSafe() {
    const safe = this.all.filter((each) => each.safe);
    if (!safe.length || !this.isOn()) return;
    this.rewriting();
    const { text } = walk(this.paper);
    const units = pointsToUnits(text);
    let made = text, before = Infinity;
    for (const each of safe.filter((each) => each.start !== null).sort((a, b) => b.start - a.start)) {
      if (units[each.end] > before) continue; // it overlaps one that is done
      before = units[each.start];
      made = made.slice(0, before) + each.suggestion + made.slice(units[each.end]);
    }
    for (const each of safe.filter((each) => each.start === null)) {
      const [place, words] = added(each, made);
      made = made.slice(0, place) + words + made.slice(place);
    }
    rewrite(this.paper, made);
    for (const each of safe) this.count("applied", each);
    this.said.textContent = `${this.say.sayMended} ${safe.length}`;
    await this.ask();
  }

  count(what, each) {
    return this.post(this.say.finding, new URLSearchParams({ what, rule: each.rule, key: each.key })).catch(() => {});
  }
}

// Where what is missing goes, and with which blank lines: a wish above the signature, a name at the end, all else on top.
function added(each, text) {
  const isLast = each.rule === "closing" || each.rule === "signature-person";
  const end = text.trimEnd();
  const cut = isLast ? end.lastIndexOf("\n\n") : 0;
  const place = each.rule === "closing" && cut > 0 ? cut : isLast ? end.length : 0;
  return [place, isLast ? `\n\n${each.suggestion}` : `${each.suggestion}\n\n`];
}

function press(words, style, act) {
  const button = element("button", words, style);
  button.type = "button";
  button.addEventListener("click", act);
  return button;
}

function element(name, text = "", style = "") {
  const made = document.createElement(name);
  made.textContent = text;
  if (style) made.className = style;
  return made;
}
