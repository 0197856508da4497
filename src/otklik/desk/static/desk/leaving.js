// Before the letter leaves: one line of what is missing. Enter sends it anyway, Escape goes back to the text; only what is left
// of a template stops it.
import { range, pointsToUnits, walk } from "./paper.js";

const PATIENCE = 1500; // ms: a coach that does not answer holds nobody up

export class Leaving {
  constructor({ paper, composer, coach, form }) {
    Object.assign(this, { paper, coach, form, say: composer.dataset });
    this.bar = composer.querySelector("#leaving");
    this.words = this.bar.querySelector("[data-leaving-words]");
    this.go = this.bar.querySelector("[data-leaving-go]");
    this.back = this.bar.querySelector("[data-leaving-back]");
    this.fill = this.bar.querySelector("[data-leaving-fill]");
    this.go.addEventListener("click", () => { if (this.hole) this.form.querySelector("[name=anyway]").value = "1"; this.close(); this.then(); });
    this.back.addEventListener("click", () => this.stay());
    this.fill.addEventListener("click", () => this.stay());
    this.bar.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); this.stay(); } });
  }

  get isOpen() { return !this.bar.hidden; }

  // Calls `then` at once when there is nothing to say.
  async ask(then) {
    this.then = then;
    const text = walk(this.paper).text;
    if (this.isOpen && !this.hole) { this.close(); then(); return true; } // pressed once more with the line before one's eyes
    const answer = await Promise.race([this.coach.question(text), new Promise((late) => setTimeout(late, PATIENCE))]);
    if (text !== walk(this.paper).text) return false; // typed on: nobody sends a letter that is being written
    this.hole = answer?.findings.find((each) => each.asks && each.start !== null);
    const holes = answer?.findings.filter((each) => each.asks && each.start !== null).map((each) => [...text].slice(each.start, each.end).join("")) ?? [];
    if (!this.hole && !answer?.line) { then(); return true; }
    const { sayHole, sayAnyway, sayLike } = this.say;
    this.words.textContent = this.hole ? `${sayHole} ${holes.join(", ")}.` : answer.line;
    this.go.firstElementChild.textContent = this.hole ? sayLike : sayAnyway;
    this.go.lastElementChild.hidden = !!this.hole;
    this.go.classList.toggle("strong", !this.hole);
    this.fill.hidden = !this.hole;
    this.back.hidden = !!this.hole;
    this.bar.classList.toggle("stops", !!this.hole);
    this.bar.hidden = false;
    this.bar.scrollIntoView({ block: "nearest" });
    (this.hole ? this.fill : this.go).focus();
    return false;
  }

  close() { this.bar.hidden = true; }

  stay() {
    this.close();
    this.paper.focus();
    if (!this.hole) return;
    const { text, places } = walk(this.paper);
    const units = pointsToUnits(text), selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range(units[this.hole.start], units[this.hole.end], places));
    this.hole = undefined;
  }
}
