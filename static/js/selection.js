/** Passages of a document's text, told in the text's own terms: offsets in Unicode code points, as claims have them.
 *
 * `watchPassages(root)` has `root` dispatch "passage-selected" whenever somebody has selected something in it, by mouse,
 * touch or keyboard, and "passage-unselected" when nothing is selected any more. The event's detail is
 * { document, start, end, quote }. `root` holds the pieces of the text: elements with `data-start`, each with one text.
 */

const SETTLED = 150;

/** Have `root` tell of selected passages; gives functions to select by sentence. */
export function watchPassages(root) {
  const text = new Text(root);
  let waiting;
  let last = "";
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(tell, SETTLED);
  });

  function tell() {
    const passage = text.selected();
    const now = passage ? `${passage.start} ${passage.end}` : "";
    if (now === last) return;
    last = now;
    root.dispatchEvent(
      new CustomEvent(passage ? "passage-selected" : "passage-unselected", { bubbles: true, detail: passage }),
    );
  }

  return { selectSentence: (step) => text.selectSentence(step) };
}

class Text {
  constructor(root) {
    this.root = root;
    this.pieces = [...root.querySelectorAll("[data-start]")].sort((a, b) => a.dataset.start - b.dataset.start);
  }

  /** All characters of the text; a character outside the Basic Multilingual Plane is one. */
  get characters() {
    this.kept ??= [...this.pieces.map((piece) => piece.textContent).join("")];
    return this.kept;
  }

  selected() {
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!range.intersectsNode(this.root)) return null;
    let start = this.offsetAt(range.startContainer, range.startOffset);
    let end = this.offsetAt(range.endContainer, range.endOffset);
    while (start < end && isBlank(this.characters[start])) start += 1;
    while (end > start && isBlank(this.characters[end - 1])) end -= 1;
    if (start >= end) return null;
    const quote = this.characters.slice(start, end).join("");
    return { document: Number(this.root.dataset.document), start, end, quote };
  }

  /** Offset in code points of a place in the page; where it is outside every piece, that of the next one. */
  offsetAt(node, offset) {
    const piece = node.nodeType === Node.TEXT_NODE ? node.parentElement.closest("[data-start]") : null;
    if (piece && this.root.contains(piece)) {
      return Number(piece.dataset.start) + [...node.data.slice(0, offset)].length;
    }
    const place = document.createRange();
    place.setStart(node, offset);
    const next = this.pieces.find((one) => place.comparePoint(one, 0) >= 0);
    return next ? Number(next.dataset.start) : this.characters.length;
  }

  /** Where in the page a character is: its text node, and the offset in it as the page counts, in UTF-16. */
  placeOf(offset) {
    const piece = this.pieces.findLast((one) => Number(one.dataset.start) <= offset) ?? this.pieces[0];
    const inside = [...piece.textContent].slice(0, offset - Number(piece.dataset.start)).join("").length;
    return [piece.firstChild, inside];
  }

  get sentences() {
    this.cut ??= sentencesOf(this.characters.join(""));
    return this.cut;
  }

  /** Select the next sentence (`step` 1) or the one before (-1); without a selection the first one in sight. */
  selectSentence(step) {
    const now = this.selected();
    const at = now ? this.sentences.findIndex((one) => one.end > now.start) + step : this.firstInSight();
    const sentence = this.sentences[Math.max(0, Math.min(at, this.sentences.length - 1))];
    if (!sentence) return;
    const from = this.placeOf(sentence.start);
    const to = this.placeOf(sentence.end);
    document.getSelection().setBaseAndExtent(...from, ...to);
    from[0].parentElement.scrollIntoView({ block: "nearest" });
  }

  firstInSight() {
    const piece = this.pieces.find((one) => one.getBoundingClientRect().bottom > 0);
    const start = piece ? Number(piece.dataset.start) : 0;
    return this.sentences.findIndex((one) => one.end > start);
  }
}

function sentencesOf(text) {
  const sentences = [];
  let place = 0;
  for (const { segment } of new Intl.Segmenter("en", { granularity: "sentence" }).segment(text)) {
    const length = [...segment].length;
    const before = length - [...segment.trimStart()].length;
    const said = [...segment.trim()].length;
    if (said) sentences.push({ start: place + before, end: place + before + said });
    place += length;
  }
  return sentences;
}

function isBlank(character) {
  return character.trim() === "";
}
