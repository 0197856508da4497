// A promise in the letter, and the reminder that keeps it: taken with one key, the moment may be changed.
export class Promised {
  constructor({ composer, isOn }) {
    Object.assign(this, { isOn, say: composer.dataset });
    this.line = composer.querySelector("#promise");
    this.words = this.line.querySelector("[data-promise-words]");
    this.box = this.line.querySelector("[name=remind]");
    this.at = this.line.querySelector("[name=remind_at]");
    this.said = composer.querySelector("#promise-said");
    this.box.addEventListener("change", () => this.tell());
    this.at.addEventListener("input", () => { this.isChosen = true; });
  }

  hear(promise) {
    this.promise = promise;
    this.draw();
  }

  draw() {
    const { promise } = this;
    this.line.hidden = !promise || !this.isOn();
    for (const each of [this.box, this.at]) each.disabled = this.line.hidden; // what is not offered is not sent
    if (this.line.hidden) return;
    const isNew = promise.words !== this.drawn;
    this.drawn = promise.words;
    this.words.textContent = `«${promise.words}»`;
    if (isNew) this.isChosen = false;
    if (!this.isChosen) this.at.value = promise.remind;
    this.at.title = promise.said;
  }

  turn() {
    if (this.line.hidden) return;
    this.box.checked = !this.box.checked;
    this.tell();
  }

  tell() { this.said.textContent = this.box.checked ? `${this.say.sayReminds} ${this.promise.said}` : this.say.sayReminds0; }
}
