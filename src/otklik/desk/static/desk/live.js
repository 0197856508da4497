// Names of what has changed come down the stream; the page fetches those pieces again with its reader's own rights.
const names = document.body.dataset.names;

function refetch(name) {
  for (const element of document.querySelectorAll(`[data-live~="${CSS.escape(name)}"]`)) {
    if (element.id === "timeline" && isBusy()) refreshQuietly(element);
    else if (element.id === "facts" && element.contains(document.activeElement)) element.dataset.stale = "1";
    else refresh(element);
  }
}

function refresh(element) {
  const focused = document.activeElement?.closest("[data-row] a")?.getAttribute("href");
  htmx.trigger(element, "live");
  if (focused) document.body.addEventListener("htmx:afterSettle", () => document.querySelector(`[data-row] a[href="${focused}"]`)?.focus(), { once: true });
}

function isBusy() {
  const near = document.documentElement.scrollHeight - innerHeight - scrollY < 240;
  return !!document.activeElement?.closest(".composer") || !near;
}

// While one reads or writes, what has changed in place (a letter has left) is shown in place; what is new is announced.
async function refreshQuietly(timeline) {
  const answer = await fetch(timeline.getAttribute("hx-get")).catch(() => null);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("timeline");
  if (!fresh) return;
  if (fresh.dataset.newest !== timeline.dataset.newest) { announce(timeline); return; }
  const now = document.getElementById("timeline");
  now.replaceWith(fresh);
  htmx.process(fresh);
}

// Nothing jumps: a new letter is a line that one can press.
function announce(timeline) {
  if (document.querySelector(".newcome")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "newcome strong";
  button.textContent = document.querySelector("#composer")?.dataset.sayNew ?? "↓";
  button.addEventListener("click", () => {
    button.remove();
    document.body.addEventListener("htmx:afterSettle", () => document.querySelector("#timeline > :last-child")?.scrollIntoView({ block: "center" }), { once: true });
    refresh(document.querySelector("#timeline"));
  });
  timeline.append(button);
}

let source;
let position = document.body.dataset.position;
let openedAt = 0;

function open() {
  source?.close();
  source = new EventSource(`/live/?names=${encodeURIComponent(names)}&after=${position}`);
  openedAt = Date.now();
  source.onmessage = (event) => { position = event.lastEventId; refetch(event.data); };
  source.addEventListener("reset", (event) => { position = event.lastEventId; for (const name of names.split(",")) refetch(name); });
  source.onerror = () => { if (source.readyState === EventSource.CLOSED) setTimeout(open, 3000); };
}

if (names) {
  open();
  // A laptop that slept: the stream may be dead without knowing it. What was missed is in the signals since `position`.
  document.addEventListener("visibilitychange", () => { if (!document.hidden && Date.now() - openedAt > 30_000) open(); });
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", (event) => { if (event.persisted) open(); });
}

document.addEventListener("click", (event) => {
  const fold = event.target.closest("[data-unfold]");
  if (fold) {
    const part = document.getElementById(fold.dataset.unfold);
    part.hidden = !part.hidden;
    fold.setAttribute("aria-expanded", String(!part.hidden));
  }
  const frame = event.target.closest("[data-frame]");
  if (frame) showLetter(frame);
  if (event.target.closest("[data-facts]")) toggleFacts();
  if (event.target.closest("[data-sheet]")) document.getElementById("sheet").showModal();
});

function showLetter(button) {
  const letter = button.closest(".letter");
  const old = letter.querySelector("iframe");
  button.setAttribute("aria-expanded", String(!old));
  if (old) { old.remove(); letter.querySelector(".with-images")?.remove(); return; }
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-popups allow-popups-to-escape-sandbox");
  frame.title = button.textContent;
  frame.src = button.dataset.frame;
  button.closest("p").after(frame);
}

export function toggleFacts() {
  const hidden = document.body.classList.toggle("no-facts");
  document.querySelector("[data-facts]")?.setAttribute("aria-expanded", String(!hidden));
  try { localStorage.setItem("facts", hidden ? "0" : "1"); } catch { /* private windows */ }
}
try { if (localStorage.getItem("facts") === "0") toggleFacts(); } catch { /* private windows */ }

for (const toast of document.querySelectorAll(".toast")) setTimeout(() => toast.remove(), "undo" in toast.dataset ? 9500 : 5000);
