/** The reader: ties each highlight to its card, marks the sentence that a link leads to, takes up selected passages. */

import { addKey } from "./keys.js";
import { watchPassages } from "./selection.js";

const root = document.getElementById("text");
const rail = document.querySelector(".rail");

function claimsOf(element) {
  const tied = element.closest?.("[data-claims], [data-claim], .reference");
  if (!tied) return [];
  return (tied.dataset.claims ?? tied.dataset.claim ?? tied.hash.replace("#card-", "")).split(" ");
}

function partsOf(claim) {
  return [...root.querySelectorAll(`[data-claims~="${claim}"]`), ...rail.querySelectorAll(`[data-claim="${claim}"]`)];
}

function light(claims) {
  for (const lit of document.querySelectorAll(".lit")) lit.classList.remove("lit");
  for (const claim of claims) {
    for (const part of partsOf(claim)) part.classList.add("lit");
  }
}

/** Bring a card into sight inside the rail, without moving the page. */
function showCard(claim) {
  const card = rail.querySelector(`[data-claim="${claim}"]`);
  if (card && rail.scrollHeight > rail.clientHeight) rail.scrollTo({ top: card.offsetTop - rail.offsetTop - 16 });
}

for (const [name, place] of [["mouseover", root], ["mouseover", rail], ["focusin", root], ["focusin", rail]]) {
  place.addEventListener(name, (event) => {
    const claims = claimsOf(event.target);
    light(claims);
    if (claims.length && place === root) showCard(claims.at(-1));
  });
}
for (const place of [root, rail]) {
  place.addEventListener("mouseleave", () => light([]));
  place.addEventListener("focusout", () => light([]));
}

function aim() {
  for (const aimed of document.querySelectorAll(".aimed")) aimed.classList.remove("aimed");
  const [, claim] = /^#claim-(\d+)$/.exec(location.hash) ?? [];
  if (!claim) return;
  const parts = [...root.querySelectorAll(`[data-claims~="${claim}"]`)];
  for (const part of parts) part.classList.add("aimed");
  parts[0]?.scrollIntoView({ block: "center" });
  showCard(claim);
}

addEventListener("hashchange", aim);
aim();

const selected = document.getElementById("selected");
if (selected) {
  const link = selected.querySelector("[data-make-claim]");
  const address = link.href;
  const { selectSentence } = watchPassages(root);
  root.addEventListener("passage-selected", ({ detail }) => {
    selected.querySelector("blockquote").textContent = detail.quote;
    link.href = `${address}?start=${detail.start}&end=${detail.end}`;
    selected.hidden = false;
  });
  root.addEventListener("passage-unselected", () => (selected.hidden = true));
  addKey("]", "select the next sentence", () => selectSentence(1));
  addKey("[", "select the sentence before", () => selectSentence(-1));
  addKey("m", "make a claim of the selection", () => !selected.hidden && link.click());
}
