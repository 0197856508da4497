// Wishes: the picker of a ticket, the board by keys and by drag, the letters one by one. Without this file every page
// still does its work by forms; only the picker needs it.
const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;
const post = (url, given) => fetch(url, { method: "POST", body: new URLSearchParams(given), headers: { "X-CSRFToken": token(), "HX-Request": "true" } }).catch(() => null);
const isTyping = (target) => !!target.closest("input, textarea, select, [contenteditable]");

// ---------------------------------------------------------------- linking a ticket: f, Enter
const picker = document.getElementById("picker");
if (picker) {
  const box = document.getElementById("picker-words");
  const list = document.getElementById("picker-options");
  const said = document.getElementById("picker-said");
  let asked = 0, waiting, loading = Promise.resolve();

  const load = () => { loading = fetchOptions(++asked); return loading; };
  async function fetchOptions(number) {
    const answer = await fetch(`${picker.dataset.src}?q=${encodeURIComponent(box.value)}`).catch(() => null);
    if (number !== asked) return;
    if (!answer?.ok) { said.textContent = picker.dataset.sayLost; return; }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (number !== asked) return;
    list.replaceChildren(...page.body.children);
    if (!page.querySelector("[aria-selected=true]")) box.removeAttribute("aria-activedescendant"); // a guess that fits badly is not for a blind Enter
    else choose(0);
  }

  function choose(at) {
    const items = [...list.children];
    const place = Math.min(Math.max(at, 0), items.length - 1);
    items.forEach((each, index) => { each.ariaSelected = String(index === place); });
    box.setAttribute("aria-activedescendant", items[place]?.id ?? "");
    items[place]?.scrollIntoView({ block: "nearest" });
    said.textContent = items[place]?.innerText.replace(/\s+/g, " ") ?? "";
  }
  const chosen = () => [...list.children].findIndex((each) => each.ariaSelected === "true");

  async function take(item) {
    if (!item || picker.dataset.busy) return;
    picker.dataset.busy = "1";
    const answer = await post(picker.dataset.src, item.dataset.feature ? { feature: item.dataset.feature } : { title: item.dataset.title });
    delete picker.dataset.busy;
    if (!answer?.ok) { said.textContent = picker.dataset.sayLost; said.className = "error"; return; }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    picker.close();
    const fresh = page.getElementById("facts");
    document.getElementById("facts").replaceWith(fresh);
    htmx.process(fresh);
  }

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-wish-open]")) return;
    box.value = "";
    list.replaceChildren();
    said.textContent = "";
    said.className = "sr";
    picker.showModal();
    box.focus();
    load();
  });
  box.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(() => { waiting = undefined; load(); }, 120); });
  box.addEventListener("keydown", async (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); choose(chosen() + (event.key === "ArrowDown" ? 1 : -1)); }
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    if (waiting) { clearTimeout(waiting); waiting = undefined; load(); } // what is taken is what the words say, not what stood there before
    await loading;
    take(list.children[chosen()]);
  });
  list.addEventListener("click", (event) => take(event.target.closest("[role=option]")));

  // The composer's own word for the situation follows what the wish has made of it, and the coach hears of it.
  new MutationObserver(() => {
    const select = document.getElementById("situation"), now = document.querySelector("[data-situation-now]")?.dataset.situationNow;
    if (!select || now === undefined || select.value === now || document.activeElement === select) return;
    select.value = now;
    select.dispatchEvent(new Event("change"));
  }).observe(document.querySelector(".ticket"), { childList: true });

  // The honest sentence into the letter, where one writes.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-say-sentence]");
    const paper = document.querySelector(".paper");
    if (!button || !paper) return;
    if (document.body.classList.contains("at-facts")) document.querySelector(".facts-back").click();
    document.querySelector("#composer [data-mode=reply]").click(); // puts the caret where one goes on writing
    const words = button.dataset.saySentence.trim();
    document.execCommand("insertText", false, /[.!?…]$/.test(words) ? words : `${words}.`);
  });
}

// ---------------------------------------------------------------- the board
const ORDER = ["unplanned", "planned", "in-work", "shipped"];
const boardOf = () => document.getElementById("board");
const cards = (column) => [...column.querySelectorAll(".wish")];

async function move(card, status) {
  const column = boardOf().querySelector(`[data-status="${status}"]`);
  if (!column || column.contains(card)) return;
  const before = card.parentElement, next = card.nextElementSibling;
  column.querySelector("ol").prepend(card);
  card.querySelector("a").focus();
  const answer = await post(card.dataset.move, { status });
  if (!answer?.ok) { before.insertBefore(card, next); card.querySelector("a").focus(); return; }
  const said = document.getElementById("board-said");
  said.textContent = `${card.querySelector(".name").textContent}: ${column.querySelector("h2").firstChild.nextSibling.textContent}`;
}

function walk(card, key) {
  const columns = [...boardOf().querySelectorAll(".column")];
  const at = columns.findIndex((each) => each.contains(card));
  if (!card) return cards(boardOf())[0]?.querySelector("a").focus();
  const place = cards(columns[at]).indexOf(card);
  if (key === "ArrowDown" || key === "ArrowUp") {
    cards(columns[at])[place + (key === "ArrowDown" ? 1 : -1)]?.querySelector("a").focus();
    return;
  }
  const step = key === "ArrowRight" ? 1 : -1;
  for (let next = at + step; columns[next]; next += step) {
    const found = cards(columns[next]);
    if (found.length) { found[Math.min(place, found.length - 1)].querySelector("a").focus(); return; }
  }
}

const LETTERS = { KeyJ: "ArrowDown", KeyK: "ArrowUp", KeyH: "ArrowLeft", KeyL: "ArrowRight" };
if (boardOf()) {
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    const key = event.key.startsWith("Arrow") ? event.key : LETTERS[event.code];
    const card = event.target.closest(".wish");
    if (event.code === "KeyC" && !event.shiftKey) {
      const fold = document.querySelector(".add-wish");
      if (fold) { event.preventDefault(); fold.open = true; document.getElementById("new-wish").focus(); }
    }
    if (!key) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.shiftKey && card && (key === "ArrowLeft" || key === "ArrowRight")) {
      if (!("canMove" in boardOf().dataset)) return;
      const at = ORDER.indexOf(card.closest(".column").dataset.status);
      const status = ORDER[at + (key === "ArrowRight" ? 1 : -1)];
      if (status) move(card, status);
    } else walk(card, key);
  }, { capture: true });
  let held;
  document.addEventListener("dragstart", (event) => { held = event.target.closest?.(".wish"); held?.classList.add("lifted"); if (held) event.dataTransfer.effectAllowed = "move"; });
  document.addEventListener("dragend", () => { held?.classList.remove("lifted"); held = undefined; for (const each of document.querySelectorAll(".column.over")) each.classList.remove("over"); });
  document.addEventListener("dragover", (event) => {
    const column = event.target.closest(".column");
    for (const each of document.querySelectorAll(".column")) each.classList.toggle("over", !!held && each === column);
    if (held && column) event.preventDefault();
  });
  document.addEventListener("drop", (event) => { const column = event.target.closest(".column"); if (held && column) { event.preventDefault(); move(held, column.dataset.status); } });
}

// ---------------------------------------------------------------- letters one by one
if (document.querySelector("[data-letter], #letters")) addEventListener("keydown", (event) => {
  if (event.altKey || document.querySelector("dialog[open]")) return;
  const press = (what) => { const found = document.querySelector(what); if (found) { event.preventDefault(); event.stopPropagation(); found.click(); } };
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return press("[data-approve]");
  if (event.ctrlKey || event.metaKey || isTyping(event.target)) return;
  if (event.key === "Enter" && !event.target.closest("a, button, summary")) press("[data-approve], [data-first-letter]");
  if (event.code === "KeyJ") press("[data-after]");
  if (event.code === "KeyK") press("[data-before]");
  if (event.code === "KeyX") press("[data-skip]");
}, { capture: true });
document.documentElement.dataset.features = "ready";
