/** The review queue at the keyboard: moving between candidates, deciding, selecting, undoing; and news of others. */

import { addKey } from "./keys.js";

const NEWS_SECONDS = 5;
const OPEN = ".candidate[data-state='candidate']:not([data-sent])";
let current = document.querySelector(OPEN);
let focusOn = "";
let undoing = false;

const openCards = () => [...document.querySelectorAll(OPEN)];
const cardOf = (element) => element?.closest?.(".candidate") ?? null;

function say(words) {
  const region = document.getElementById("review-said");
  if (region) region.textContent = words;
}

/** Make this card the one that keys act on; `focus` also moves the focus there. */
function choose(card, { focus = true } = {}) {
  document.querySelector(".candidate--current")?.classList.remove("candidate--current");
  current = card;
  if (!card) return;
  card.classList.add("candidate--current");
  if (focus) {
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  }
}

/** The open card after (or before) this one in the page; null at the end. */
function neighbour(card, step) {
  const cards = openCards();
  if (!card?.isConnected) return cards[0] ?? null;
  const side = step > 0 ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING;
  const there = cards.filter((other) => other !== card && card.compareDocumentPosition(other) & side);
  return (step > 0 ? there[0] : there.at(-1)) ?? null;
}

function move(step) {
  const next = neighbour(current, step);
  if (next) choose(next);
  else if (step > 0) atTheEnd();
}

/** After the last candidate of the page: the ones left out before it, or the next page. */
function atTheEnd() {
  const more = document.getElementById("more");
  if (more && (document.activeElement === more || openCards().length === 0)) more.click();
  else if (more) more.focus();
  else say(openCards().length ? "This is the last candidate." : "All candidates are decided.");
}

/** The current card as it is in the page now: a swap puts another element in its place. */
function standing() {
  if (current && !current.isConnected) current = document.getElementById(current.id);
  return current;
}

function decide(decision) {
  const card = standing();
  if (!card?.isConnected || card.dataset.state !== "candidate" || card.dataset.sent) return;
  const next = neighbour(card, 1) ?? neighbour(card, -1);
  // A click, not a submission: htmx sends the value of the button that was clicked.
  card.querySelector(`button[value='${decision}']`).click();
  card.dataset.sent = decision;
  choose(next);
  if (!next) document.getElementById("more")?.focus();
}

function undo() {
  document.getElementById("undo")?.requestSubmit();
}

/** Show how many are selected. */
function count() {
  const selected = document.querySelectorAll(".candidate__select:checked").length;
  const words = document.getElementById("bulk-count");
  if (words) words.textContent = selected ? `${selected} selected` : "None selected";
}

function decideSelected(decision) {
  if (!document.querySelector(".candidate__select:checked")) return say("Nothing is selected.");
  document.querySelector(`#bulk button[value='${decision}']`).click();
}

function toggle() {
  current?.querySelector(".candidate__select")?.click();
}

function openNote() {
  const why = current?.querySelector(".candidate__why");
  if (!why) return;
  why.open = true;
  why.querySelector("input[name='note']").focus();
}

function listen() {
  document.addEventListener("focusin", ({ target }) => {
    const card = cardOf(target);
    if (card && card !== current) choose(card, { focus: false });
  });
  document.addEventListener("change", ({ target }) => {
    if (target.matches(".candidate__select")) count();
    if (target.matches(".coding [name='topic']")) showFieldsOf(target);
  });
  document.addEventListener("pointerup", ({ target }) => {
    // Keys rest while a control has the focus: after a click the card takes it back.
    if (target.matches?.(".candidate__select")) setTimeout(() => cardOf(target)?.focus({ preventScroll: true }));
  });
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.(".group__select");
    if (button) selectGroup(button.closest(".group"));
  });
  document.addEventListener("keydown", (event) => {
    const card = cardOf(event.target);
    if (event.key === "Enter" && event.target.matches?.(".candidate__why input")) {
      // The first button of the form would accept; in the note, Enter only ends the note.
      event.preventDefault();
      (card ?? document.getElementById("bulk")).focus();
    }
    if (event.key === "Escape" && card?.dataset.state === "edited") {
      focusOn = card.id;
      card.querySelector(".coding__cancel").click();
    } else if (event.key === "Escape" && card && event.target !== card) card.focus();
  });
}

function selectGroup(group) {
  const boxes = [...group.querySelectorAll(".candidate__select")];
  const all = boxes.every((box) => box.checked);
  for (const box of boxes) box.checked = !all;
  count();
}

/** Another topic has other fields: the form is made anew. */
function showFieldsOf(select) {
  const card = cardOf(select);
  const url = new URL(select.form.action);
  url.searchParams.set("topic", select.value);
  focusOn = select.id;
  htmx.ajax("GET", url.pathname + url.search, { target: card, swap: "outerHTML", source: card });
}

function followSwaps() {
  document.body.addEventListener("htmx:configRequest", ({ detail }) => {
    if (detail.verb !== "post" || !detail.path.includes("/undo/")) return;
    undoing = true;
    detail.parameters.shown = [...document.querySelectorAll(".candidate")].map((card) => card.dataset.claim).join(",");
  });
  document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.target.matches(".candidate")) focusOn ||= detail.target.id;
  });
  document.body.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
    const old = cardOf(detail.target);
    if (old && (old.contains(document.activeElement) || old === current || undoing)) focusOn = old.id;
  });
  document.body.addEventListener("htmx:afterSettle", settle);
  for (const failure of ["htmx:sendError", "htmx:responseError"]) {
    document.body.addEventListener(failure, () => {
      for (const card of document.querySelectorAll("[data-sent]")) delete card.dataset.sent;
      say("Not done: the server did not answer as it should. Try again, or reload the page.");
    });
  }
}

/** Put the focus where the work goes on after cards were swapped. */
function settle() {
  count();
  if (!focusOn) return;
  const found = document.getElementById(focusOn);
  focusOn = "";
  const card = cardOf(found);
  if (!card) return;
  if (card.dataset.state === "edited") {
    const wrong = card.querySelector(".errors, [aria-invalid='true']");
    const field = found === card ? card.querySelector(".coding__fields :is(select, input, textarea)") : found;
    (wrong ?? field).focus();
  } else if (card.dataset.state === "candidate") {
    if (!busyElsewhere(card)) choose(card);
    undoing = false;
  } else if (!busyElsewhere(card)) {
    const next = neighbour(card, 1) ?? neighbour(card, -1);
    if (next) choose(next);
    else (document.getElementById("more") ?? card).focus();
  }
}

/** Whether the person is at another control by now, from which the focus must not be taken. */
function busyElsewhere(card) {
  const at = document.activeElement;
  return !undoing && at && at !== document.body && !card.contains(at);
}

/** What others have decided of what this page shows. */
function askForNews() {
  const shown = openCards().map((card) => card.dataset.claim);
  if (document.hidden || !shown.length) return;
  htmx.ajax("GET", `${document.body.querySelector("[data-news]").dataset.news}?claim=${shown.join(",")}`, { swap: "none" });
}

for (const button of document.querySelectorAll(".group__select, #bulk-count")) button.hidden = false;
listen();
followSwaps();
count();
choose(current, { focus: false });
addKey("j", "next candidate", () => move(1));
addKey("k", "candidate before", () => move(-1));
addKey("a", "accept", () => decide("accept"));
addKey("x", "reject", () => decide("reject"));
addKey("e", "edit", () => current?.querySelector(".candidate__edit")?.click());
addKey("u", "undo the last decision", undo);
addKey("o", "open the document", () => current?.querySelector(".candidate__document")?.click());
addKey("n", "write a note", openNote);
addKey("s", "select", toggle);
addKey("A", "accept what is selected", () => decideSelected("accept"));
addKey("X", "reject what is selected", () => decideSelected("reject"));
if (document.querySelector("[data-news]")) setInterval(askForNews, NEWS_SECONDS * 1000);
