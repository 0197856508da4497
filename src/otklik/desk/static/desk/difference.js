// What differs between two texts, word by word: the longest row of words that both have stays, the rest came or went.
const cut = (text) => text.match(/\s+|[\p{L}\p{N}_@./:-]+|[^\s]/gu) ?? [];
const MOST = 6_000_000; // cells of the table: beyond it the middle is one change

export function difference(before, after) {
  const one = cut(before), two = cut(after);
  let head = 0, tail = 0;
  while (head < one.length && head < two.length && one[head] === two[head]) head++;
  while (tail < one.length - head && tail < two.length - head && one.at(-1 - tail) === two.at(-1 - tail)) tail++;
  const a = one.slice(head, one.length - tail), b = two.slice(head, two.length - tail);
  const parts = [];
  const put = (kind, words) => {
    if (!words) return;
    if (parts.at(-1)?.kind === kind) parts.at(-1).words += words;
    else parts.push({ kind, words });
  };
  put("same", one.slice(0, head).join(""));
  if (a.length * b.length > MOST) { put("gone", a.join("")); put("come", b.join("")); }
  else walk(a, b, put);
  put("same", one.slice(one.length - tail).join(""));
  return joined(parts);
}

// Words that came and went in a row, with nothing but spaces between them, are one change.
function joined(parts) {
  const made = [];
  for (let at = 0; at < parts.length;) {
    if (parts[at].kind === "same") { made.push(parts[at++]); continue; }
    let end = at + 1;
    while (end < parts.length && (parts[end].kind !== "same" || (end + 1 < parts.length && /^ +$/.test(parts[end].words)))) end++;
    const row = parts.slice(at, end);
    const of = (kind) => row.filter((each) => each.kind !== kind).map((each) => each.words).join("");
    if (["gone", "come"].every((kind) => row.some((each) => each.kind === kind))) made.push({ kind: "gone", words: of("come") }, { kind: "come", words: of("gone") });
    else made.push(...row);
    at = end;
  }
  return made;
}

function walk(a, b, put) {
  const width = b.length + 1, best = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) for (let j = b.length - 1; j >= 0; j--) {
    best[i * width + j] = a[i] === b[j] ? best[(i + 1) * width + j + 1] + 1 : Math.max(best[(i + 1) * width + j], best[i * width + j + 1]);
  }
  let i = 0, j = 0;
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) { put("same", a[i]); i++; j++; }
    else if (best[(i + 1) * width + j] >= best[i * width + j + 1]) put("gone", a[i++]);
    else put("come", b[j++]);
  }
  put("gone", a.slice(i).join(""));
  put("come", b.slice(j).join(""));
}
