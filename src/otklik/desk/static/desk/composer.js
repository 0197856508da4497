// The composer: reply or note, drafts as one types, files by drop and paste, sending. Without this file the textarea
// in the form does the main job.
import { Coach } from "./coach.js";
import { Compare } from "./compare.js";
import { Leaving } from "./leaving.js";
import { caretAt, makePaper, rewrite, walk } from "./paper.js";
import { Promised } from "./promise.js";
import { Saved } from "./saved.js";
import { Situation } from "./situation.js";

const composer = document.getElementById("composer");
const say = composer.dataset;
const form = composer.querySelector("form");
const area = document.getElementById("text");
const noteArea = document.getElementById("note-text");
const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
const seen = form.querySelector("[name=seen]");
const saved = composer.querySelector(".saved");
const blank = say.blank;
const signature = blank.slice(blank.lastIndexOf("\n\n") + 2).trim();

const paper = makePaper(area);
const texts = { reply: area.value, note: noteArea.value };
const labels = { reply: area.getAttribute("aria-label"), note: noteArea.getAttribute("aria-label") };
let mode = "reply";

const words = form.querySelector("[data-send-words]");
words.dataset.reply = words.textContent;
const textOf = () => walk(paper).text;
const isBlank = (text) => !!blank && text.trim() === blank.trim();
const post = (url, body, more = {}) => fetch(url, { method: "POST", body, headers: { "X-CSRFToken": token, ...more.headers }, keepalive: more.keepalive, signal: more.signal });
const situation = new Situation({ composer, post, changing: () => coach.forget(), changed: () => { savedReplies.close(); coach.ask(); } });
const isOn = () => mode === "reply";
const promised = new Promised({ composer, isOn });
const compare = new Compare({ paper, composer, isOn, replace: (text) => { rewrite(paper, text); coach.ask(); } });
const rewriting = () => compare.keep();
const coach = new Coach({ paper, composer, post, isOn, isBlank, rewriting, hear: (answer) => { situation.hear(answer); promised.hear(answer.promise); compare.offer(); } });
const leaving = new Leaving({ paper, composer, coach, form });
const savedReplies = new Saved({ paper, composer, isBlank, place, rewriting, toReply: () => { if (mode !== "reply") turn("reply", { focus: false }); } });

// A letter that another part of the page has written; into one that is begun goes only what it asks.
document.addEventListener("otklik:letter", ({ detail }) => {
  if (mode !== "reply") turn("reply", { focus: false });
  composer.scrollIntoView({ block: "nearest" });
  savedReplies.put(isBlank(textOf()) || !textOf().trim() ? detail.letter : detail.part);
});

// ---------------------------------------------------------------- drafts
// Every key goes into this browser's own store at once and to the server at a pause: a crash loses nothing.
const shelf = (kind) => `draft-${say.ticket}-${kind}`;
const keep = (text) => { try { localStorage.setItem(shelf(mode), JSON.stringify({ text, at: Date.now() / 1000 })); } catch { /* full, or a private window */ } };
const forget = (kind) => { try { localStorage.removeItem(shelf(kind)); } catch { /* likewise */ } };
const hasDraft = { reply: Number(say.draftAt) > 0, note: Number(say.noteAt) > 0 };
let timer, saving, isSending = false;

function take(kind, at) {
  try {
    const kept = JSON.parse(localStorage.getItem(shelf(kind)) ?? "null");
    if (kept && kept.at > Number(at) + 1 && kept.text.trim()) { texts[kind] = kept.text; return true; }
  } catch { /* unreadable: the server's word holds */ }
  return false;
}

async function save({ keepalive = false } = {}) {
  clearTimeout(timer);
  timer = undefined;
  const kind = mode, typed = textOf();
  const text = kind === "reply" && isBlank(typed) ? "" : typed; // an untouched letter is no draft
  if (!text && !hasDraft[kind]) { forget(kind); return; }
  const body = new URLSearchParams({ text, is_note: kind === "note" ? "1" : "", seen: seen.value });
  const own = saving = post(say.draft, body, { keepalive }).catch(() => null);
  const answer = await own;
  if (own === saving) saving = undefined;
  if (answer?.ok) { hasDraft[kind] = !!text; if (!timer) forget(kind); saved.textContent = timer ? "" : `✓ ${say.saySaved}`; }
  else { saved.textContent = say.sayKept; timer ??= setTimeout(save, 3000); }
}

let typedAt = 0;
paper.addEventListener("input", () => {
  texts[mode] = textOf();
  keep(texts[mode]);
  saved.textContent = "";
  if (leaving.isOpen) leaving.close();
  compare.typed();
  coach.soon();
  clearTimeout(timer);
  timer = setTimeout(save, 500);
  typedAt = Date.now();
  present("typing");
});
paper.addEventListener("blur", () => { if (timer) save(); });
addEventListener("online", () => { if (timer) save(); });
addEventListener("pagehide", () => {
  if (isSending) return;
  if (timer) save({ keepalive: true });
  navigator.sendBeacon(say.presence, new URLSearchParams({ doing: "gone", csrfmiddlewaretoken: token }));
});

// ---------------------------------------------------------------- who is here
let told = ["", 0];
function present(doing) {
  if (told[0] === doing && Date.now() - told[1] < 20_000) return;
  told = [doing, Date.now()];
  post(say.presence, new URLSearchParams({ doing })).catch(() => {});
}
present("reading");
setInterval(() => { if (!document.hidden) present(Date.now() - typedAt < 15_000 ? "typing" : "reading"); }, 5_000);
addEventListener("pageshow", (event) => { if (event.persisted) { told = ["", 0]; present("reading"); } });

// ---------------------------------------------------------------- reply or note
function turn(to, { focus = true } = {}) {
  if (timer) save();
  mode = to;
  paper.textContent = texts[mode];
  const isNote = mode === "note";
  composer.classList.toggle("is-note", isNote);
  for (const tab of composer.querySelectorAll(".modes [data-mode]")) {
    tab.ariaSelected = String(tab.dataset.mode === mode);
    tab.tabIndex = tab.dataset.mode === mode ? 0 : -1;
  }
  form.setAttribute("aria-labelledby", `tab-${mode}`);
  composer.querySelector(".to").hidden = isNote;
  composer.querySelector(".to-note").hidden = !isNote;
  composer.querySelector("#files").hidden = isNote;
  composer.querySelector("#note-files").hidden = !isNote;
  for (const button of form.querySelectorAll("[name=status]")) button.hidden = isNote && !("send" in button.dataset);
  form.querySelector("[name=is_note]").value = isNote ? "1" : "";
  words.textContent = isNote ? say.sayNote : words.dataset.reply;
  paper.ariaLabel = labels[mode];
  situation.show(!isNote);
  savedReplies.close();
  leaving.close();
  promised.draw();
  compare.offer();
  coach.ask();
  if (!focus) return;
  composer.scrollIntoView({ block: "nearest" });
  paper.focus();
  caretAt(paper, isNote ? texts.note.length : place(texts.reply));
}

// Where one begins to write: under the greeting of an untouched letter, behind the last word before the signature of a draft.
function place(text) {
  if (isBlank(text)) return text.indexOf("\n\n") + 2;
  const end = text.trimEnd();
  return (end.endsWith(signature) ? end.slice(0, -signature.length).trimEnd() : end).length;
}

for (const button of document.querySelectorAll("[data-mode]")) button.addEventListener("click", () => turn(button.dataset.mode));
composer.querySelector(".modes").addEventListener("keydown", (event) => {
  if (event.key === "ArrowLeft" || event.key === "ArrowRight") { event.preventDefault(); turn(mode === "reply" ? "note" : "reply", { focus: false }); composer.querySelector(`.modes [data-mode=${mode}]`).focus(); }
});

// ---------------------------------------------------------------- sending
let isCleared = false, isAsking = false;
form.addEventListener("submit", async (event) => {
  if (isSending) { event.preventDefault(); return; }
  if (mode === "reply" && !isCleared && textOf().trim() && !isBlank(textOf())) {
    event.preventDefault();
    if (isAsking) return;
    isAsking = true;
    await leaving.ask(() => { isCleared = true; form.requestSubmit(event.submitter); isCleared = false; });
    isAsking = false;
    return;
  }
  isSending = true;
  clearTimeout(timer);
  timer = undefined;
  area.value = textOf();
  if (saving) { // a draft on its way must not arrive behind the letter and come to life again
    event.preventDefault();
    await saving;
    isSending = false;
    isCleared = true; // it has been read through
    form.requestSubmit(event.submitter);
    isCleared = false;
    return;
  }
  setTimeout(() => { for (const button of form.querySelectorAll("button")) button.disabled = true; });
  forget(mode);
});
addEventListener("pageshow", (event) => { if (event.persisted) { isSending = false; for (const button of form.querySelectorAll("button")) button.disabled = false; } });

composer.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
    event.preventDefault();
    const which = mode === "note" ? "send" : event.shiftKey ? "send-solve" : event.altKey ? "send-wait" : "send";
    form.requestSubmit(form.querySelector(`[data-${which}]`));
  }
  if (event.key === "F8") { event.preventDefault(); coach.next(event.shiftKey ? -1 : 1); }
  if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || mode !== "reply") return;
  const act = { KeyM: () => coach.mendSafe(), KeyC: () => compare.open(), KeyR: () => promised.turn(), KeyL: propose }[event.code];
  if (act) { event.preventDefault(); act(); }
});

// A new letter that was shown has been seen: the answer may go without a stop.
document.addEventListener("otklik:shown", (event) => { seen.value = event.detail; });

// ---------------------------------------------------------------- a proposal, where there is a model
const proposer = composer.querySelector("[data-propose]");
async function propose() {
  const text = textOf();
  if (!proposer || proposer.disabled || !isOn() || !text.trim() || isBlank(text)) return;
  proposer.disabled = true;
  saved.textContent = say.sayThinks;
  const answer = await post(say.rewrite, JSON.stringify({ text }), { headers: { "Content-Type": "application/json" } }).catch(() => null);
  const { text: proposal, refused } = answer?.ok ? await answer.json() : { refused: say.sayNoModel };
  proposer.disabled = false;
  saved.textContent = refused ?? "";
  if (proposal && isOn() && text === textOf()) compare.propose(proposal);
}
proposer?.addEventListener("click", propose);

// ---------------------------------------------------------------- files
async function attach(files) {
  if (!files.length) return;
  const kind = mode;
  const body = new FormData();
  for (const file of files) body.append("files", file, file.name || "screenshot.png");
  body.append("seen", seen.value);
  if (kind === "note") body.append("is_note", "1");
  composer.classList.add("is-loading");
  const answer = await post(say.attach, body).catch(() => null);
  composer.classList.remove("is-loading");
  if (!answer?.ok) { saved.textContent = say.sayKept; return; }
  const id = kind === "note" ? "note-files" : "files";
  document.getElementById(id).outerHTML = await answer.text();
  document.getElementById(id).hidden = kind !== mode;
  htmx.process(document.getElementById(id));
}
composer.querySelector("[data-files]").addEventListener("change", (event) => { attach([...event.target.files]); event.target.value = ""; });
paper.addEventListener("paste", (event) => { const files = [...event.clipboardData.files]; if (files.length) { event.preventDefault(); attach(files); } });
for (const kind of ["dragover", "dragleave", "drop"]) composer.addEventListener(kind, (event) => {
  if (![...event.dataTransfer.types].includes("Files")) return;
  event.preventDefault();
  composer.classList.toggle("drop", kind === "dragover");
  if (kind === "drop") attach([...event.dataTransfer.files]);
});

// ---------------------------------------------------------------- the beginning
if (!take("reply", say.draftAt) && Number(say.draftAt)) forget("reply");
if (!take("note", say.noteAt) && Number(say.noteAt)) forget("note");
// The first question after a start makes the server read its dictionaries: let it, while one reads the conversation.
turn(say.starts === "note" ? "note" : "reply", { focus: !!say.starts });
const newer = composer.querySelector(".stopped a");
if (newer) { // what has come meanwhile is what one has to read now
  const letter = document.querySelector(newer.hash);
  letter?.classList.add("here");
  letter?.scrollIntoView({ block: "center" });
}
document.documentElement.dataset.composer = "ready";
const jump = document.querySelector(".to-composer");
if (jump) new IntersectionObserver(([entry]) => { jump.hidden = entry.isIntersecting; }, { rootMargin: "0px 0px -60px" }).observe(composer);
