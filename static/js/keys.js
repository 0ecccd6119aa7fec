/** Keys that work on every page, and the dialog that lists them.
 *
 * A page adds its own: `import { addKey } from "./keys.js"; addKey("j", "next candidate", () => …)`.
 * Two strokes are written with a blank: "g d". Keys rest while somebody types, and with Ctrl, Alt or Meta.
 */

const PAUSE = 1200;
const keys = new Map();
let first = "";
let forget;

/** Have `act` done on `stroke`; `does` is what the dialog says about it. */
export function addKey(stroke, does, act) {
  keys.set(stroke, { does, act });
}

/** Show all keys of this page. */
export function showKeys() {
  const dialog = document.getElementById("keys");
  if (dialog.open) return;
  const list = dialog.querySelector("dl");
  list.replaceChildren(...[...keys].flatMap(([stroke, { does }]) => [termOf(stroke), textIn("dd", does)]));
  dialog.showModal();
}

function termOf(stroke) {
  const term = document.createElement("dt");
  for (const key of stroke.split(" ")) term.append(textIn("kbd", key), " ");
  return term;
}

function textIn(name, text) {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
}

/** A dialog that has just been closed keeps the focus for a moment. */
function typing(target) {
  return target.closest?.("input, select, textarea, [contenteditable], dialog[open]") !== null;
}

function pressed(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || typing(event.target)) return;
  const stroke = first ? `${first} ${event.key}` : event.key;
  const begins = !first && [...keys.keys()].some((key) => key.startsWith(`${event.key} `));
  clearTimeout(forget);
  first = begins ? event.key : "";
  if (begins) forget = setTimeout(() => (first = ""), PAUSE);
  const key = keys.get(stroke) ?? keys.get(event.key);
  if (key && !begins) {
    event.preventDefault();
    key.act(event);
  }
}

addKey("?", "show these keys", showKeys);
for (const link of document.querySelectorAll("a[data-go]")) {
  addKey(`g ${link.dataset.go}`, `go to ${link.textContent.trim()}`, () => link.click());
}
document.addEventListener("keydown", pressed);
const button = document.getElementById("show-keys");
button.hidden = false;
button.addEventListener("click", showKeys);
