// What is known of the ticket: an answer shows its words in the letter; what is missing is asked for in the composer.
import { pointsToUnits, range } from "./paper.js";

const toLetter = () => { if (document.body.classList.contains("at-facts")) document.querySelector(".facts-back").click(); };

// The letter's text as the server has it: links are words like others, a <br> is a line's end.
function read(node, found = { text: "", places: [] }) {
  for (const each of node.childNodes) {
    if (each.nodeType === Node.TEXT_NODE) { found.places.push([found.text.length, each]); found.text += each.data; }
    else if (each.nodeName === "BR") found.text += "\n";
    else read(each, found);
  }
  return found;
}

function show(button) {
  const letter = document.getElementById(button.dataset.wordsOf);
  const text = letter?.querySelector(":scope > .text, :scope > details > .text");
  if (!text) return;
  if (letter.matches("details")) letter.open = true;
  text.closest("details")?.setAttribute("open", "");
  for (const each of document.querySelectorAll("[data-words-of][aria-pressed]")) each.removeAttribute("aria-pressed");
  button.ariaPressed = "true";
  toLetter();
  const { text: said, places } = read(text);
  const units = pointsToUnits(said);
  let [start, end] = [units[button.dataset.start], units[button.dataset.end]];
  const words = button.dataset.words;
  if (said.slice(start, end).replace(/\s+/g, " ").trim() !== words) { // the page shows the letter otherwise than it came
    start = said.indexOf(words);
    end = start + words.length;
  }
  letter.scrollIntoView({ block: "nearest" });
  if (start < 0 || start === undefined) return;
  const found = range(start, end, places);
  if (globalThis.CSS?.highlights) CSS.highlights.set("told-here", new Highlight(found));
  const box = found.getBoundingClientRect();
  if (box.top < 140 || box.bottom > innerHeight - 40) scrollBy({ top: box.top - innerHeight / 3, behavior: "instant" });
}

async function ask(button) {
  button.disabled = true;
  const answer = await fetch(button.dataset.ask, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
  button.disabled = false;
  if (!answer?.ok) return;
  const { letter, part } = await answer.json();
  if (!letter) return;
  toLetter();
  document.dispatchEvent(new CustomEvent("otklik:letter", { detail: { letter, part } }));
}

document.addEventListener("click", (event) => {
  const words = event.target.closest("[data-words-of]");
  if (words) show(words);
  const asks = event.target.closest("[data-ask]");
  if (asks) ask(asks);
});

// A panel that was opened or folded by hand stays so when its facts are put in anew.
let chosen;
document.addEventListener("click", (event) => {
  const fold = event.target.closest(".understood > details > summary")?.parentElement;
  if (fold) chosen = !fold.open;
});
new MutationObserver(() => {
  const fold = document.querySelector(".understood > details");
  if (fold && chosen !== undefined && fold.open !== chosen) fold.open = chosen;
}).observe(document.querySelector(".ticket"), { childList: true });
