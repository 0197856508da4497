// Names of what has changed come down the stream; the page fetches those pieces again with its reader's own rights
// and puts in only what differs: what one reads, types or has focused stays as it is.
const names = document.body.dataset.names;
const said = new WeakMap(); // a node → what the server said it is

const bare = (node) => { const copy = node.cloneNode(true); for (const time of copy.querySelectorAll("time")) time.textContent = ""; return copy.outerHTML; };
const learn = (root) => { for (const node of root.querySelectorAll("[data-key]")) if (!said.has(node)) said.set(node, bare(node)); };
learn(document);

// ---------------------------------------------------------------- fetching a piece again
const busy = new Map(); // id of a piece → "once" while it is fetched, "again" when it changed meanwhile

async function refresh(id, { shows = false } = {}) {
  if (busy.has(id)) { busy.set(id, "again"); return; }
  busy.set(id, "once");
  const element = document.getElementById(id);
  const answer = await fetch(element.dataset.src, { headers: { "X-Live": "1" } }).catch(() => null);
  if (answer?.redirected && new URL(answer.url).pathname === "/login/") { location.reload(); return; }
  if (answer?.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(id);
    const now = document.getElementById(id);
    if (fresh && now) holdStill(() => put(now, fresh, page, shows));
  }
  const again = busy.get(id) === "again";
  busy.delete(id);
  if (again) refresh(id);
}

function put(now, fresh, page, shows) {
  if (now.id === "timeline") return putTimeline(now, fresh, shows);
  if (now.id === "facts") return putFacts(now, fresh, page);
  const [rows, freshRows] = [now.querySelector("ul.rows"), fresh.querySelector("ul.rows")];
  if (rows && freshRows) {
    settle(rows, freshRows, true);
    const [head, freshHead] = [now.querySelector(".head"), fresh.querySelector(".head")];
    if (head.innerHTML !== freshHead.innerHTML) head.replaceChildren(...freshHead.childNodes);
    return;
  }
  const focus = document.activeElement?.getAttribute("href");
  if (now.innerHTML !== fresh.innerHTML) { now.replaceChildren(...fresh.childNodes); learn(now); htmx.process(now); }
  if (focus && document.activeElement === document.body) now.querySelector(`a[href="${CSS.escape(focus)}"]`)?.focus();
}

function putTimeline(now, fresh, shows) {
  const isNew = Number(fresh.dataset.newest) > Number(now.dataset.newest);
  if (isNew && !shows && isBusy()) {
    for (const node of [...fresh.children]) if (!now.querySelector(`:scope > [data-key="${node.dataset.key}"]`) && node.matches(".letter")) node.remove();
    settle(now, fresh, false);
    announce(now);
    return;
  }
  settle(now, fresh, false);
  now.dataset.newest = fresh.dataset.newest;
  if (isNew) {
    document.querySelector(".newcome")?.remove();
    document.dispatchEvent(new CustomEvent("otklik:shown", { detail: fresh.dataset.newest }));
  }
}

function putFacts(now, fresh, page) {
  if (now.contains(document.activeElement) && document.activeElement !== document.body) { now.dataset.stale = "1"; return; }
  if (now.innerHTML === fresh.innerHTML) return;
  now.replaceWith(fresh);
  htmx.process(fresh);
  const head = page.getElementById("ticket-head");
  const old = document.getElementById("ticket-head");
  if (head && old) for (const part of [".titles"]) old.querySelector(part).replaceWith(head.querySelector(part));
}
document.addEventListener("focusout", (event) => {
  const facts = event.target.closest?.("#facts");
  if (facts?.dataset.stale && !facts.contains(event.relatedTarget)) { delete facts.dataset.stale; refresh("facts"); }
});

// Changes of the facts go one after another, each with what stood in its form at the press; what comes back does not
// take away what one has begun to type beside it.
let changes = Promise.resolve();
document.addEventListener("change", (event) => { if (event.target.matches("#facts select")) event.target.form.requestSubmit(); });
document.addEventListener("submit", (event) => {
  const form = event.target.closest("#facts form");
  if (!form) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form, event.submitter));
  const what = body.get("what");
  if (what === "tag") form.reset();
  else form.closest("details")?.removeAttribute("open");
  changes = changes.then(() => change(form.action, body));
});

async function change(address, body) {
  const answer = await fetch(address, { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok) { sayOffline(); return; }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [now, fresh] = [document.getElementById("facts"), page.getElementById("facts")];
  const field = now.contains(document.activeElement) && document.activeElement;
  const kept = field && { id: field.id, value: field.matches("input") && field.closest("form") ? field.value : null, isOpen: field.closest("details")?.open };
  delete now.dataset.stale;
  document.activeElement?.closest("#facts") && document.activeElement.blur();
  putFacts(now, fresh, page);
  const again = kept && kept.id && document.getElementById(kept.id);
  if (!again) return;
  if (kept.isOpen) again.closest("details").open = true;
  if (kept.value !== null) again.value = kept.value;
  again.focus({ preventScroll: true });
}

// Children with the same key and the same words are kept, node and all; of a long list only the first page is fresh.
function settle(old, fresh, hasPages) {
  const before = new Map([...old.children].map((node) => [node.dataset.key, node]));
  const wanted = [...fresh.children];
  const isPaged = hasPages && before.size > wanted.length + 1;
  const focused = document.activeElement?.closest("[data-key]")?.dataset.key;
  let last = null;
  for (const next of wanted) {
    if (isPaged && !next.dataset.key) continue; // "earlier" of the first page: the reader is past it
    const had = next.dataset.key && before.get(next.dataset.key);
    let node = next;
    if (had) {
      before.delete(next.dataset.key);
      if (said.get(had) === bare(next)) {
        node = had;
        const times = next.querySelectorAll("time");
        had.querySelectorAll("time").forEach((time, at) => { if (times[at] && time.textContent !== times[at].textContent) time.textContent = times[at].textContent; });
      } else {
        if (had.classList.contains("here")) next.classList.add("here");
        if (had.open) next.open = true;
        had.remove();
      }
    } else if (next.dataset.key) next.classList.add("fresh");
    if (node !== had) { said.set(node, bare(node)); htmx.process(node); }
    const place = last ? last.nextSibling : old.firstChild;
    if (node !== place) old.insertBefore(node, place);
    last = node;
  }
  if (!isPaged) for (const node of before.values()) if (!node.classList.contains("newcome-line")) node.remove();
  if (focused && !old.contains(document.activeElement)) {
    const node = old.querySelector(`[data-key="${CSS.escape(focused)}"]`);
    (node?.querySelector("a") ?? node)?.focus({ preventScroll: true });
  }
}

// What one writes stays under one's eyes, whatever comes in above it.
function holdStill(change) {
  const held = document.activeElement?.closest(".composer");
  const top = held?.getBoundingClientRect().top;
  change();
  if (!held) return;
  const moved = () => Math.round(held.getBoundingClientRect().top - top);
  scrollBy({ top: moved(), behavior: "instant" });
  if (moved() > 0) { // a page too short to scroll gets room at its end
    held.parentElement.style.paddingBottom = `${parseFloat(getComputedStyle(held.parentElement).paddingBottom) + moved() + innerHeight - document.documentElement.getBoundingClientRect().height}px`;
    scrollBy({ top: moved(), behavior: "instant" });
  }
}

function isBusy() {
  const near = document.documentElement.scrollHeight - innerHeight - scrollY < 240;
  return !!document.activeElement?.closest(".composer") || !near;
}

// Nothing jumps: a new letter is a line that one can press.
function announce(timeline) {
  if (document.querySelector(".newcome")) return;
  const line = document.createElement("div");
  line.className = "newcome";
  line.setAttribute("role", "status");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "strong";
  button.textContent = `↓ ${document.documentElement.dataset.sayNew}`;
  button.addEventListener("click", async () => {
    line.remove();
    await refresh("timeline", { shows: true });
    [...document.querySelectorAll("#timeline > .letter")].at(-1)?.scrollIntoView({ block: "center" });
  });
  line.append(button);
  timeline.after(line);
}

// ---------------------------------------------------------------- the stream
function hear(name) {
  for (const element of document.querySelectorAll(`[data-live~="${CSS.escape(name)}"]`)) refresh(element.id);
}

let source, lostAt;
let position = document.body.dataset.position || "";
let openedAt = 0;

function open() {
  source?.close();
  source = new EventSource(`/live/?names=${encodeURIComponent(names)}${position ? `&after=${position}` : ""}`);
  openedAt = Date.now();
  source.onopen = () => { clearTimeout(lostAt); lostAt = undefined; document.querySelector(".offline")?.remove(); document.documentElement.dataset.live = "on"; };
  source.onmessage = (event) => { position = event.lastEventId; hear(event.data); };
  source.addEventListener("hello", (event) => { position = event.lastEventId; });
  source.addEventListener("reset", (event) => { position = event.lastEventId; for (const name of names.split(",")) hear(name); });
  source.onerror = () => {
    document.documentElement.dataset.live = "off";
    lostAt ??= setTimeout(sayOffline, 4000);
    if (source.readyState === EventSource.CLOSED) setTimeout(open, 3000);
  };
}

function sayOffline() {
  if (document.querySelector(".offline")) return;
  const line = document.createElement("p");
  line.className = "offline";
  line.setAttribute("role", "status");
  line.textContent = document.documentElement.dataset.sayOffline;
  document.body.append(line);
}

if (names) {
  open();
  // A laptop that slept: the stream may be dead without knowing it. What was missed is in the signals since `position`.
  document.addEventListener("visibilitychange", () => { if (!document.hidden && Date.now() - openedAt > 30_000) open(); });
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", (event) => { if (event.persisted) open(); });
  // "5 minutes ago" grows old on a page that stays open.
  setInterval(() => { if (!document.hidden) for (const id of ["listing", "timeline"]) if (document.getElementById(id)?.dataset.live) refresh(id); }, 60_000);
}
for (const element of document.querySelectorAll("[data-now]")) refresh(element.id);

// ---------------------------------------------------------------- pressing
document.addEventListener("click", (event) => {
  const fold = event.target.closest("[data-unfold]");
  if (fold) {
    const part = document.getElementById(fold.dataset.unfold);
    part.hidden = !part.hidden;
    fold.ariaExpanded = String(!part.hidden);
  }
  const frame = event.target.closest("[data-frame]");
  if (frame) showLetter(frame);
  const images = event.target.closest("[data-images]");
  if (images) { images.hidden = true; images.closest(".letter").querySelector("iframe").src += "?images=1"; }
  if (event.target.closest("[data-facts]")) toggleFacts();
  if (event.target.closest("[data-sheet]")) document.getElementById("sheet").showModal();
});

// The letter's page runs nothing (no allow-scripts, and its own policy), so that it may share our origin: its height
// can be read, and its own pictures come with the reader's session.
function showLetter(button) {
  const letter = button.closest(".letter");
  const old = letter.querySelector("iframe");
  const images = letter.querySelector("[data-images]");
  button.ariaExpanded = String(!old);
  if (images) images.hidden = !!old;
  letter.querySelector(":scope > .text, :scope > details").hidden = !old;
  if (old) { old.remove(); return; }
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-same-origin allow-popups allow-popups-to-escape-sandbox");
  frame.title = button.textContent;
  frame.src = button.dataset.frame;
  frame.addEventListener("load", () => { frame.height = Math.min(frame.contentDocument.documentElement.scrollHeight + 2, 4000); });
  button.closest("p").before(frame);
}

// ---------------------------------------------------------------- three depths
const isPhone = matchMedia("(max-width: 860px)");
export function toggleFacts() {
  if (isPhone.matches) { // a screen of its own: the phone's own "back" leads from it, too
    if (document.body.classList.contains("at-facts")) history.back();
    else { history.pushState({ facts: true }, ""); showFacts(true); }
    return;
  }
  const hidden = document.body.classList.toggle("no-facts");
  document.querySelector(".facts-toggle")?.setAttribute("aria-expanded", String(!hidden));
  try { localStorage.setItem("facts", hidden ? "0" : "1"); } catch { /* private windows */ }
}
function showFacts(on) {
  document.body.classList.toggle("at-facts", on);
  document.querySelector(".facts-toggle")?.setAttribute("aria-expanded", String(on));
  if (on) document.querySelector(".facts-back")?.focus();
  else document.querySelector(".facts-toggle")?.focus({ preventScroll: true });
}
addEventListener("popstate", () => { if (document.body.classList.contains("at-facts")) showFacts(false); });
export function toggleRail() {
  const hidden = document.body.classList.toggle("no-rail");
  try { localStorage.setItem("rail", hidden ? "0" : "1"); } catch { /* private windows */ }
}
try {
  if (localStorage.getItem("facts") === "0" && !isPhone.matches) toggleFacts();
  if (localStorage.getItem("rail") === "0") toggleRail();
} catch { /* private windows */ }
if (isPhone.matches) document.querySelector(".facts-toggle")?.setAttribute("aria-expanded", "false");

// A long conversation opens at its newest letter.
const newest = [...document.querySelectorAll("#timeline > .letter")].at(-1);
if (newest && !location.hash && !document.querySelector(".stopped") && performance.getEntriesByType("navigation")[0]?.type === "navigate" && newest.getBoundingClientRect().top > innerHeight * 0.6) newest.scrollIntoView({ block: "start" });

for (const toast of document.querySelectorAll(".toast")) setTimeout(() => toast.remove(), "undo" in toast.dataset ? 9500 : 5000);
