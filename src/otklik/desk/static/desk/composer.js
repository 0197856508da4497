// The composer: plain text in a contenteditable, the coach's marks as highlights over it (they are no part of the text),
// drafts as one types, files by drop and paste. Without this file the textarea below does the main job.
const composer = document.getElementById("composer");
const say = composer.dataset;
const form = composer.querySelector("form");
const area = document.getElementById("text");
const noteArea = document.getElementById("note-text");
const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
const seen = form.querySelector("[name=seen]").value;
const list = document.getElementById("remarks");
const praise = document.getElementById("praise");
const saved = composer.querySelector(".saved");
const AT_ONCE = 3;

const paper = document.createElement("div");
paper.className = "paper";
paper.contentEditable = "plaintext-only";
paper.role = "textbox";
paper.ariaMultiLine = "true";
paper.ariaLabel = area.getAttribute("aria-label");
paper.spellcheck = true;
paper.textContent = area.value;
area.after(paper);
area.hidden = true;

let mode = "reply";
let notes = noteArea.value;
let reply = area.value;
let findings = [];
let asked = 0;
let shown = new Set();
let waiting, saving;

const textOf = () => walk().text;
const post = (url, body, more = {}) => fetch(url, { method: "POST", body, headers: { "X-CSRFToken": token, ...more.headers }, keepalive: more.keepalive });

// ---------------------------------------------------------------- places in the text
// The server counts code points of the text, the page has UTF-16 units in text nodes with <br> between.
function pointsToUnits(text) {
  const units = [];
  for (let at = 0; at < text.length; at += text.codePointAt(at) > 0xffff ? 2 : 1) units.push(at);
  units.push(text.length);
  return units;
}

// One walk gives both the text and the places of its nodes, so that they never disagree. Browsers put pasted lines
// into <div>s, and a <br> into an empty one: that <br> is the line itself, not one more.
function walk() {
  const places = [];
  let text = "";
  const visit = (parent) => {
    for (const node of parent.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) { places.push([text.length, node]); text += node.data.replace(/\u00a0/g, " "); }
      else if (node.nodeName === "BR") { if (parent === paper ? node !== parent.lastChild : node !== parent.lastChild || parent.childNodes.length > 1) text += "\n"; }
      else { if (text || node !== parent.firstChild) text += "\n"; visit(node); }
    }
  };
  visit(paper);
  return { text, places };
}

function range(start, end, places) {
  const made = document.createRange();
  const put = (unit, set) => {
    for (let at = places.length - 1; at >= 0; at--) if (places[at][0] <= unit) return set(places[at][1], Math.min(unit - places[at][0], places[at][1].length));
  };
  put(start, (node, offset) => made.setStart(node, offset));
  put(end, (node, offset) => made.setEnd(node, offset));
  return made;
}

// ---------------------------------------------------------------- the coach
async function ask() {
  const text = textOf();
  const number = ++asked;
  if (mode !== "reply" || !text.trim()) return draw([], text);
  const answer = await post(say.coach, JSON.stringify({ text }), { headers: { "Content-Type": "application/json" } }).catch(() => null);
  if (!answer?.ok || number !== asked) return;
  const { findings: found } = await answer.json();
  if (number === asked && text === textOf()) draw(found, text);
}

function draw(found, text) {
  const own = text.split(/\n\s*\n/).filter((part) => part.trim()).length > 1 || text.length > 60;
  const marks = found.filter((each) => each.start !== null);
  const missing = found.filter((each) => each.start === null);
  const isLong = text.trim().length > 160;
  findings = [...marks.filter((each) => each.asks), ...marks.filter((each) => !each.asks), ...(isLong ? missing : [])].slice(0, AT_ONCE);
  paint(text);
  list.replaceChildren(...findings.map((each, at) => remark(each, at, text)));
  const clean = own && isLong && !found.length && mode === "reply";
  praise.hidden = !clean;
  praise.textContent = clean ? `✓ ${say.sayClean}` : "";
  for (const each of findings) if (!shown.has(each.key)) { shown.add(each.key); count("shown", each); }
}

function paint(text) {
  if (!CSS.highlights) return;
  const units = pointsToUnits(text);
  const { places } = walk();
  const kinds = { "coach-word": [], "coach-sentence": [], "coach-hole": [] };
  for (const each of findings) {
    if (each.start === null) continue;
    const kind = each.asks ? "coach-hole" : each.end - each.start > 60 ? "coach-sentence" : "coach-word";
    each.range = range(units[each.start], units[each.end], places);
    kinds[kind].push(each.range);
  }
  for (const [kind, ranges] of Object.entries(kinds)) CSS.highlights.set(kind, new Highlight(...ranges));
}

function element(name, words, className) {
  const made = document.createElement(name);
  if (words) made.textContent = words;
  if (className) made.className = className;
  return made;
}

function remark(each, at, text) {
  const item = element("li");
  item.tabIndex = at ? -1 : 0;
  item.append(element("p", each.message));
  const marked = each.start === null ? "" : [...text].slice(each.start, each.end).join("");
  if (each.suggestion) {
    const swap = element("p", "", "swap");
    if (marked && marked.length < 60) swap.append(element("s", marked), " → ");
    swap.append(element("b", each.suggestion));
    item.append(swap);
  }
  item.append(element("p", each.why, "why"));
  const acts = element("div", "", "acts");
  if (each.suggestion) {
    const apply = element("button", each.start === null ? say.sayAdd : say.sayApply);
    apply.type = "button";
    apply.addEventListener("click", () => mend(each, at));
    acts.append(apply);
  }
  if (!each.asks) {
    const dismiss = element("button", say.sayDismiss, "plain");
    dismiss.type = "button";
    dismiss.addEventListener("click", () => { count("dismissed", each); draw(findings.filter((other) => other !== each), textOf()); focusRemark(at); });
    acts.append(dismiss);
  }
  item.append(acts);
  const here = (on) => { if (CSS.highlights) on && each.range ? CSS.highlights.set("coach-here", new Highlight(each.range)) : CSS.highlights.delete("coach-here"); };
  item.addEventListener("focusin", () => here(true));
  item.addEventListener("focusout", () => here(false));
  item.addEventListener("mouseenter", () => here(true));
  item.addEventListener("mouseleave", () => here(false));
  return item;
}

function focusRemark(at) {
  const items = [...list.children];
  (items[Math.min(at, items.length - 1)] ?? paper).focus();
}

function mend(each, at) {
  paper.focus();
  const selection = getSelection();
  if (each.start !== null) {
    const units = pointsToUnits(textOf());
    selection.removeAllRanges();
    selection.addRange(range(units[each.start], units[each.end], walk().places));
    document.execCommand("insertText", false, each.suggestion); // keeps the browser's own undo
  } else {
    const atEnd = each.rule === "closing" || each.rule === "signature-person";
    const text = textOf();
    const cut = atEnd ? text.trimEnd().lastIndexOf("\n\n") : 0;
    const place = each.rule === "closing" && cut > 0 ? cut : atEnd ? text.trimEnd().length : 0;
    selection.removeAllRanges();
    const where = range(place, place, walk().places);
    selection.addRange(where);
    document.execCommand("insertText", false, atEnd ? `\n\n${each.suggestion}` : `${each.suggestion}\n\n`);
  }
  count("applied", each);
  clearTimeout(waiting);
  ask().then(() => { if (at >= 0) focusRemark(at); });
}

function count(what, each) {
  const body = new URLSearchParams({ what, rule: each.rule, key: each.key, seen });
  post(say.finding, body).catch(() => {});
}

// ---------------------------------------------------------------- drafts
async function save(keepalive = false) {
  clearTimeout(saving);
  saving = undefined;
  const body = new URLSearchParams({ text: textOf(), is_note: mode === "note" ? "1" : "", seen });
  const answer = await post(say.draft, body, { keepalive }).catch(() => null);
  saved.textContent = answer?.ok ? `✓ ${say.saySaved}` : "…";
}

let typedAt = 0;
paper.addEventListener("input", () => {
  if (mode === "note") notes = textOf(); else reply = textOf();
  praise.hidden = true;
  saved.textContent = "";
  clearTimeout(waiting);
  waiting = setTimeout(ask, 90);
  clearTimeout(saving);
  saving = setTimeout(save, 700);
  typedAt = Date.now();
  present("typing");
});
paper.addEventListener("blur", () => { if (saving) save(); });
addEventListener("pagehide", () => { if (saving && !isSending) save(true); if (!isSending) navigator.sendBeacon(say.presence, new URLSearchParams({ doing: "gone", csrfmiddlewaretoken: token })); });

// ---------------------------------------------------------------- who is here
let told = ["", 0];
function present(doing) {
  if (told[0] === doing && Date.now() - told[1] < 20_000) return;
  told = [doing, Date.now()];
  post(say.presence, new URLSearchParams({ doing })).catch(() => {});
}
present("reading");
setInterval(() => { if (!document.hidden) present(Date.now() - typedAt < 15_000 ? "typing" : "reading"); }, 20_000);

// ---------------------------------------------------------------- reply or note
function turn(to) {
  if (to !== mode) {
    mode = to;
    paper.textContent = mode === "note" ? notes : reply;
    draw([], textOf());
  }
  composer.classList.toggle("is-note", mode === "note");
  for (const tab of composer.querySelectorAll("[data-mode]")) tab.setAttribute("aria-selected", String(tab.dataset.mode === mode));
  composer.querySelector(".to").hidden = mode === "note";
  composer.querySelector(".to-note").hidden = mode !== "note";
  for (const button of form.querySelectorAll("[name=status]")) button.hidden = mode === "note" && !("send" in button.dataset);
  composer.querySelector(".file-button").hidden = mode === "note";
  form.querySelector("[name=is_note]").value = mode === "note" ? "1" : "";
  paper.ariaLabel = (mode === "note" ? noteArea : area).getAttribute("aria-label");
  composer.scrollIntoView({ block: "nearest" });
  paper.focus();
  if (mode === "reply") { getSelection().collapse(paper, 0); ask(); }
}
for (const tab of composer.querySelectorAll("[data-mode]")) tab.addEventListener("click", () => turn(tab.dataset.mode));

// ---------------------------------------------------------------- sending
let isSending = false;
form.addEventListener("submit", () => {
  isSending = true;
  clearTimeout(saving);
  area.value = textOf();
  setTimeout(() => { for (const button of form.querySelectorAll("button")) button.disabled = true; });
});
composer.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") { event.preventDefault(); form.requestSubmit(form.querySelector("[data-send]")); }
  if (event.key === "F8") { event.preventDefault(); const items = [...list.children]; const at = items.indexOf(document.activeElement?.closest("li")); (items[(at + 1) % items.length] ?? paper).focus(); }
  const item = event.target.closest?.("#remarks li");
  if (item && (event.key === "ArrowDown" || event.key === "ArrowUp")) { event.preventDefault(); (event.key === "ArrowDown" ? item.nextElementSibling : item.previousElementSibling)?.focus(); }
  if (item && event.key === "Escape") paper.focus();
});

composer.querySelector("[data-situation]").addEventListener("change", async (event) => {
  await post(event.target.dataset.situation, new URLSearchParams({ what: "situation", value: event.target.value }), { headers: { "HX-Request": "true" } });
  ask();
});

// ---------------------------------------------------------------- files
async function attach(files) {
  if (!files.length) return;
  const body = new FormData();
  for (const file of files) body.append("files", file, file.name || "screenshot.png");
  body.append("seen", seen);
  const answer = await post(say.attach, body).catch(() => null);
  if (answer?.ok) { document.getElementById("files").outerHTML = await answer.text(); htmx.process(document.getElementById("files")); }
}
composer.querySelector("[data-files]").addEventListener("change", (event) => { attach([...event.target.files]); event.target.value = ""; });
paper.addEventListener("paste", (event) => { const files = [...event.clipboardData.files]; if (files.length) { event.preventDefault(); attach(files); } });
for (const kind of ["dragover", "dragleave", "drop"]) composer.addEventListener(kind, (event) => {
  if (![...event.dataTransfer.types].includes("Files")) return;
  event.preventDefault();
  composer.classList.toggle("drop", kind === "dragover");
  if (kind === "drop") attach([...event.dataTransfer.files]);
});

if (area.value.trim()) ask();
