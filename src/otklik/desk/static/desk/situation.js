// What the letter is about: the guess that one press confirms, and the quiet list of what such a letter needs.
export class Situation {
  constructor({ composer, post, changing, changed }) {
    Object.assign(this, { post, changing, changed, say: composer.dataset });
    this.select = composer.querySelector("[data-situation]");
    this.guess = composer.querySelector("#guess");
    this.list = composer.querySelector("#checklist");
    this.isOn = true;
    this.select.addEventListener("change", () => this.keep());
    this.guess.addEventListener("click", (event) => {
      const chosen = event.target.closest("button");
      if (!chosen) return;
      this.select.value = chosen.value;
      this.select.focus();
      this.keep();
    });
    try { this.list.open = localStorage.getItem("checklist") !== "0"; } catch { /* private windows */ }
    this.list.addEventListener("toggle", () => { try { localStorage.setItem("checklist", this.list.open ? "1" : "0"); } catch { /* likewise */ } });
  }

  async keep() {
    this.changing();
    this.guess.hidden = !!this.select.value;
    const body = new URLSearchParams({ what: "situation", value: this.select.value });
    const answer = await this.post(this.select.dataset.situation, body, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer?.ok) { this.select.value = this.said ?? ""; this.guess.hidden = !!this.said || !this.guess.children.length; } // not kept: not shown as if
    this.changed();
  }

  show(on) {
    this.isOn = on;
    if (!on) this.list.hidden = true;
  }

  hear({ situation, checklist }) {
    this.said = situation.said;
    if (document.activeElement !== this.select) this.select.value = this.said; // a colleague may have said it meanwhile
    this.drawGuess(situation);
    this.drawList(checklist);
  }

  drawGuess({ guesses, is_sure, why }) {
    const key = JSON.stringify([guesses, is_sure]);
    this.guess.hidden = !guesses.length;
    if (key === this.drawn) return;
    this.drawn = key;
    const words = element("span", is_sure ? this.say.sayLikely : this.say.sayMaybe);
    const from = why.length ? ` ${this.say.sayFrom} ${why.map((each) => `«${each}»`).join(", ")}.` : "";
    this.guess.replaceChildren(...guesses.length ? [words] : [], ...guesses.map(({ id, label }) => {
      const button = element("button", label[0].toLowerCase() + label.slice(1));
      button.type = "button";
      button.value = id;
      button.title = this.say.sayGuess + from;
      return button;
    }));
  }

  drawList({ lang, items }) {
    this.list.hidden = !this.isOn || !items.length;
    this.list.querySelector("summary b").textContent = `${items.filter((each) => each.done).length} ${this.say.sayOf} ${items.length}`;
    const list = this.list.querySelector("ul");
    list.lang = lang;
    const key = JSON.stringify(items);
    if (key === this.listed) return;
    this.listed = key;
    list.replaceChildren(...items.map(({ question, done }) => {
      const item = element("li", question);
      item.classList.toggle("done", done);
      const state = element("span", `: ${done ? this.say.sayDone : this.say.sayUndone}`);
      state.className = "sr";
      state.lang = document.documentElement.lang;
      item.append(state);
      return item;
    }));
  }
}

function element(name, text = "") {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
