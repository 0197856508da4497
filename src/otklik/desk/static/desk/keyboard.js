// Keys for all of the desk; they never fire while one types, and never with Ctrl, Alt or Meta but for two.
import { toggleFacts } from "./live.js";

const rows = () => [...document.querySelectorAll("[data-row]")];
let waitsForG = 0;

function move(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.findIndex((row) => row.classList.contains("here") || row.contains(document.activeElement));
  const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  all.forEach((row) => row.classList.toggle("here", row === next));
  next.querySelector("a").focus();
}

const press = (selector) => document.querySelector(selector)?.click();

function set(what, value) {
  const field = document.getElementById(`f-${what}`);
  if (!field) return;
  field.value = value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  u: () => press("[data-back]"),
  r: () => press('[data-mode="reply"]'),
  n: () => press('[data-mode="note"]'),
  a: () => { const me = [...(document.getElementById("f-assignee")?.options ?? [])].find((each) => /\((?:я|me)\)$/.test(each.textContent.trim())); if (me) set("assignee", me.value); },
  s: () => document.getElementById("f-status")?.focus(),
  e: () => set("status", "solved"),
  i: toggleFacts,
  g: () => { waitsForG = Date.now(); },
  "/": () => document.getElementById("search")?.select(),
  "?": () => document.getElementById("sheet")?.showModal(),
};
const AFTER_G = { m: "/tickets/mine/", u: "/tickets/unassigned/", a: "/tickets/unsolved/" };

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.code === "KeyK") { event.preventDefault(); KEYS["/"](); return; }
  if (event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  // By the key's place on the board: «о» in the Russian layout is j.
  const key = event.key === "?" || event.key === "/" ? event.key : event.code.startsWith("Key") ? event.code[3].toLowerCase() : event.code === "Slash" ? (event.shiftKey ? "?" : "/") : "";
  if (waitsForG && Date.now() - waitsForG < 1200 && AFTER_G[key]) { location.href = AFTER_G[key]; return; }
  waitsForG = 0;
  if (KEYS[key]) { event.preventDefault(); KEYS[key](); }
});
