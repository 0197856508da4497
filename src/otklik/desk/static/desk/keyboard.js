// Keys for all of the desk; they never fire while one types, and never with Ctrl, Alt or Meta but for one.
import { toggleFacts, toggleRail } from "./live.js";

const stops = () => [...document.querySelectorAll("[data-row], #timeline > .letter, #timeline > .note")];
let waitsForG = 0;

function move(step) {
  const all = stops();
  if (!all.length) return press(step > 0 ? "[data-next]" : "[data-previous]"); // a lesson of the course
  const at = all.findIndex((each) => each.classList.contains("here") || each.contains(document.activeElement));
  const from = at < 0 && !("row" in all[0].dataset) ? all.length : at; // a letter is read from the newest one up
  const next = all[Math.min(Math.max(from + step, 0), all.length - 1)];
  all.forEach((each) => each.classList.toggle("here", each === next));
  (next.querySelector(":scope > a, :scope > summary") ?? next).focus();
  if (!("row" in next.dataset)) next.scrollIntoView({ block: "nearest" });
}

const press = (selector) => document.querySelector(selector)?.click();
const shown = () => !document.body.classList.contains("no-facts") || toggleFacts();
const field = (id) => { if (!document.getElementById(id)) return; shown(); document.getElementById(id).focus(); };

function set(what, value) {
  const select = document.getElementById(`f-${what}`);
  if (!select || select.value === value || ![...select.options].some((each) => each.value === value)) return;
  select.value = value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
}
const takeIt = () => set("assignee", document.querySelector("#f-assignee [data-me]")?.value);

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  u: () => press("[data-back]"),
  r: () => press('[data-mode="reply"]'),
  n: () => press('[data-mode="note"]'),
  w: () => press("[data-open-saved]"),
  a: takeIt,
  s: () => field("f-status"),
  p: () => field("f-priority"),
  t: () => field("f-tag"),
  l: () => { const fold = document.getElementById("rename"); if (fold) { fold.open = true; field("f-subject"); } },
  f: () => press("[data-wish-open]"),
  q: () => press("[data-ask]"),
  1: () => press('[data-chip="1"]'),
  2: () => press('[data-chip="2"]'),
  3: () => press('[data-chip="3"]'),
  e: () => set("status", "solved"),
  z: () => press("[data-take-back]"),
  i: toggleFacts,
  v: toggleRail,
  g: () => { waitsForG = Date.now(); },
  "/": () => { const box = document.getElementById("search"); box?.focus(); box?.select(); },
  "?": () => document.getElementById("sheet")?.showModal(),
};
const AFTER_G = { m: "/tickets/mine/", u: "/tickets/unassigned/", a: "/tickets/unsolved/", w: "/features/" };

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.code === "KeyK") { event.preventDefault(); KEYS["/"](); return; }
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && event.target.matches("[data-judged]")) { event.preventDefault(); event.target.form.requestSubmit(); return; }
  if (event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (event.target.closest("#remarks, #saved-replies")) return;
  // By the key's place on the board: «о» in the Russian layout is j.
  const key = event.key === "?" || event.key === "/" ? event.key : event.code.startsWith("Key") ? event.code[3].toLowerCase() : /^Digit[1-3]$/.test(event.code) && !event.shiftKey ? event.code[5] : event.code === "Slash" ? (event.shiftKey ? "?" : "/") : "";
  if (waitsForG && Date.now() - waitsForG < 1200 && AFTER_G[key]) { location.href = AFTER_G[key]; return; }
  waitsForG = 0;
  if (KEYS[key]) { event.preventDefault(); KEYS[key](); }
});
document.addEventListener("click", (event) => { if (event.target.closest("[data-take]")) takeIt(); });

// Keys beside their buttons, for those who learn them.
const box = document.querySelector("[data-show-keys]");
const show = (on) => document.body.classList.toggle("keys", on);
if (box) try { box.checked = localStorage.getItem("keys") === "1"; } catch { /* private windows */ }
if (box) {
  show(box.checked);
  box.addEventListener("change", () => { show(box.checked); try { localStorage.setItem("keys", box.checked ? "1" : "0"); } catch { /* private windows */ } });
}
