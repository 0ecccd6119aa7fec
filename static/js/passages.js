/** The document beside the form: select a passage, and the form that makes a claim of it opens under the text. */

import { addKey } from "./keys.js";
import { watchPassages } from "./selection.js";

let watch;

/** Take up a document that was just put on the page, if there is one. */
export function openDocument() {
  const root = document.querySelector(".reading__text");
  if (!root || root.dataset.open) return;
  root.dataset.open = "yes";
  document.querySelector("[data-reply]").hidden = false;
  scrollToPlace(root, Number(root.closest(".reading").dataset.at));
  const selected = document.getElementById("selected");
  if (!selected) return;
  watch = watchPassages(root);
  const button = selected.querySelector("[data-use]");
  root.addEventListener("passage-selected", ({ detail }) => {
    selected.querySelector("blockquote").textContent = detail.quote;
    button.value = `${button.dataset.use}?start=${detail.start}&end=${detail.end}`;
    selected.hidden = false;
  });
  root.addEventListener("passage-unselected", () => (selected.hidden = true));
  button.addEventListener("click", () => use(button.value));
}

async function use(address) {
  await window.htmx.ajax("GET", address, { target: "#making", swap: "innerHTML" });
  const making = document.getElementById("making");
  making.scrollIntoView({ block: "start" });
  making.querySelector("input:not([type=hidden]), select, textarea, button")?.focus({ preventScroll: true });
}

/** Keep the forms that make a claim inside the page: elsewhere they are pages of their own. */
export function takeUpForms() {
  const making = document.getElementById("making");
  for (const form of making?.querySelectorAll("form:not([hx-target])") ?? []) {
    form.setAttribute(form.method === "post" ? "hx-post" : "hx-get", form.getAttribute("action"));
    form.setAttribute("hx-target", "#making");
    window.htmx.process(form);
  }
}

/** Scroll the text, not the page, to the character at `offset`. */
function scrollToPlace(root, offset) {
  if (!offset) return;
  const piece = [...root.querySelectorAll("[data-start]")].findLast((one) => Number(one.dataset.start) <= offset);
  const range = document.createRange();
  const inside = [...piece.textContent].slice(0, offset - Number(piece.dataset.start)).join("").length;
  range.setStart(piece.firstChild, inside);
  const place = range.getBoundingClientRect().top - root.getBoundingClientRect().top;
  root.scrollTop += place - root.clientHeight / 3;
}

addKey("]", "select the next sentence", () => watch?.selectSentence(1));
addKey("[", "select the sentence before", () => watch?.selectSentence(-1));
addKey("m", "use the selected passage", () => {
  const selected = document.getElementById("selected");
  if (selected && !selected.hidden) selected.querySelector("[data-use]").click();
});
