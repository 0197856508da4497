// The paper: plain text in a contenteditable. Where its characters are, and which of them are marked.
export function makePaper(area) {
  const paper = document.createElement("div");
  paper.className = "paper";
  paper.contentEditable = "plaintext-only";
  paper.role = "textbox";
  paper.ariaMultiLine = "true";
  paper.ariaLabel = area.getAttribute("aria-label");
  paper.spellcheck = true;
  paper.textContent = area.value;
  area.after(paper);
  area.hidden = true;
  return paper;
}

// The server counts code points of the text, the page has UTF-16 units in text nodes with <br> between.
export function pointsToUnits(text) {
  const units = [];
  for (let at = 0; at < text.length; at += text.codePointAt(at) > 0xffff ? 2 : 1) units.push(at);
  units.push(text.length);
  return units;
}

// One walk gives both the text and the places of its nodes, so that they never disagree. Browsers put pasted lines
// into <div>s, and a <br> into an empty one: that <br> is the line itself, not one more.
export function walk(paper) {
  const places = [];
  let text = "";
  const visit = (parent) => {
    for (const node of parent.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) { places.push([text.length, node]); text += node.data.replace(/\u00a0/g, " "); }
      else if (node.nodeName === "BR") { if (parent === paper ? node !== parent.lastChild : node !== parent.lastChild || parent.childNodes.length > 1) text += "\n"; }
      else { if (text || node !== parent.firstChild) text += "\n"; visit(node); }
    }
  };
  visit(paper);
  return { text, places };
}

export function range(start, end, places) {
  const made = document.createRange();
  const put = (unit, set) => {
    for (let at = places.length - 1; at >= 0; at--) if (places[at][0] <= unit) return set(places[at][1], Math.min(unit - places[at][0], places[at][1].length));
  };
  put(start, (node, offset) => made.setStart(node, offset));
  put(end, (node, offset) => made.setEnd(node, offset));
  return made;
}

export function caretAt(paper, unit) {
  const { places } = walk(paper);
  const selection = getSelection();
  selection.removeAllRanges();
  if (places.length) selection.addRange(range(unit, unit, places));
  else selection.collapse(paper, 0);
}

// The whole text for another one: only what differs between its beginning and its end is put in, as one step of undo.
export function rewrite(paper, text) {
  const { text: old, places } = walk(paper);
  let head = 0, tail = 0;
  while (head < old.length && head < text.length && old[head] === text[head]) head++;
  while (tail < old.length - head && tail < text.length - head && old.at(-1 - tail) === text.at(-1 - tail)) tail++;
  paper.focus({ preventScroll: true });
  const selection = getSelection();
  selection.removeAllRanges();
  if (places.length) selection.addRange(range(head, old.length - tail, places));
  else selection.selectAllChildren(paper);
  const words = text.slice(head, text.length - tail);
  document.execCommand(words ? "insertText" : "delete", false, words);
}

// Marks are highlights over the text, no part of it: word, sentence and hole differ by the shape of their underline.
export function paint(paper, text, findings) {
  if (!globalThis.CSS?.highlights) return;
  const units = pointsToUnits(text);
  const { places } = walk(paper);
  const kinds = { "coach-word": [], "coach-sentence": [], "coach-hole": [] };
  for (const each of findings) {
    if (each.start === null) continue;
    each.range = range(units[each.start], units[each.end], places);
    kinds[kindOf(each)].push(each.range);
  }
  for (const [kind, ranges] of Object.entries(kinds)) CSS.highlights.set(kind, new Highlight(...ranges));
}

export const kindOf = (each) => each.asks ? "coach-hole" : each.start === null ? "coach-absence" : each.end - each.start > 60 ? "coach-sentence" : "coach-word";

export function point(each) {
  if (!globalThis.CSS?.highlights) return;
  if (each?.range) CSS.highlights.set("coach-here", new Highlight(each.range));
  else CSS.highlights.delete("coach-here");
}
