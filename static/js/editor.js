/** The page of the editor: its form, its state, its clashes, and the evidence beside it. Saving is in draft.js. */

import { Draft } from "./draft.js";
import { namesOf, read, same, write } from "./fields.js";
import { openDocument, takeUpForms } from "./passages.js";

const root = document.querySelector(".editor");
const form = document.getElementById("answer");
const state = document.getElementById("state");
const clashes = document.getElementById("clashes");
const cited = document.getElementById("cited");
const evidence = document.getElementById("evidence");
const [ownCountry] = root.dataset.cell.split("-");

const WORDS = {
  typing: () => "Not saved yet …",
  saving: () => "Saving …",
  saved: () => `Saved, ${new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })}`,
  offline: () => "No connection. What you type is kept in this browser and saved as soon as there is one.",
  clash: () => "Saved, but for what clashes: choose below.",
  refused: (detail) => detail,
};

const page = {
  names: namesOf(form),
  read: (name) => read(form, name),
  write(name, value) {
    if (name === "claims") addCited(value);
    write(form, name, value);
    if (name === "claims") markCited();
  },
  token: () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? form.elements.csrfmiddlewaretoken.value,
  showVersion: (version) => (form.elements.version.value = version),
  tell,
  showClash,
  showErrors,
};

const draft = new Draft(page, {
  address: location.pathname,
  version: form.elements.version.value,
  owner: `${root.dataset.person}:${root.dataset.cell}`,
});

function tell(name, detail) {
  state.dataset.state = name;
  if (name !== "signed-out") {
    const said = WORDS[name](detail);
    if (state.textContent !== said) state.textContent = said;
    return;
  }
  const link = document.createElement("a");
  link.href = `${root.dataset.signIn}?next=${encodeURIComponent(location.pathname)}`;
  link.target = "_blank";
  link.textContent = "Sign in in another tab";
  state.replaceChildren("You are signed out. What you type is kept in this browser. ", link, " and it is saved.");
}

function showErrors(errors, changed) {
  for (const name of new Set([...changed, ...Object.keys(errors)])) {
    const field = form.querySelector(`[data-field="${CSS.escape(name)}"]`);
    const place = field?.querySelector(".field__error");
    if (!place) continue;
    const said = errors[name] ?? "";
    place.textContent = said && said[0].toUpperCase() + said.slice(1);
    field.classList.toggle("field--wrong", said !== "");
    const control = field.matches("fieldset") ? field : field.querySelector("input, select, textarea");
    control.setAttribute("aria-invalid", said !== "");
    if (said && !(control.getAttribute("aria-describedby") ?? "").includes(place.id)) {
      control.setAttribute("aria-describedby", `${control.getAttribute("aria-describedby") ?? ""} ${place.id}`.trim());
    }
  }
}

/* Clashes: three columns; the side that is not chosen stays on the page until it is closed. */

function showClash(name, { before, theirs, who }) {
  let box = [...clashes.children].find((one) => one.dataset.name === name);
  if (!box || box.dataset.settled) {
    box?.remove();
    box = document.getElementById("clash").content.firstElementChild.cloneNode(true);
    box.dataset.name = name;
    clashes.append(box);
    box.querySelector("legend").textContent = labelOf(name);
    box.addEventListener("click", (event) => choose(box, event.target.closest("button")));
  }
  const sides = { yours: page.read(name), theirs, before };
  box.querySelector(".clash__who").textContent =
    `${who} changed this while you did. Nothing is lost: choose, or go on writing in the field and keep yours.`;
  for (const side of box.querySelectorAll("[data-side]")) {
    side.value = sides[side.dataset.side];
    side.querySelector("pre").textContent = inWords(side.value);
  }
}

function choose(box, button) {
  const side = button?.closest("[data-side]");
  if (button?.dataset.close !== undefined) return box.remove();
  if (!side) return;
  const { name } = box.dataset;
  const yours = box.querySelector('[data-side="yours"]');
  if (!box.dataset.settled) yours.value = page.read(name);
  box.dataset.settled = side.dataset.side;
  for (const one of box.querySelectorAll("[data-side]")) one.toggleAttribute("data-chosen", one === side);
  box.querySelector(".clash__who").textContent = `Chosen: ${side.querySelector("h3").textContent.toLowerCase()}. The others stay here until you close this.`;
  if (!box.querySelector("[data-close]")) {
    const close = document.createElement("button");
    Object.assign(close, { type: "button", className: "button button--small", textContent: "Close" });
    close.dataset.close = "";
    box.append(close);
  }
  draft.choose(name, side.value);
}

function inWords(value) {
  return (Array.isArray(value) ? value.join(", ") : value) || "(empty)";
}

function labelOf(name) {
  const field = form.querySelector(`[data-field="${CSS.escape(name)}"]`);
  const group = field.closest(".group")?.querySelector("h2")?.textContent.trim();
  return `${group}: ${field.querySelector(".field__label, h2").textContent.trim()}`;
}

/* Claims cited */

function addCited(claims) {
  for (const claim of claims) {
    if (cited.querySelector(`input[value="${CSS.escape(claim)}"]`)) continue;
    const line = document.createElement("li");
    line.className = "cited";
    const box = Object.assign(document.createElement("input"), { type: "checkbox", name: "claims", value: claim });
    line.append(box);
    cited.append(line);
    box.setAttribute("aria-label", `Claim ${claim}`);
    showCited(line, claim);
  }
}

async function showCited(line, claim) {
  const reply = await fetch(`${root.dataset.evidence}${claim}/cited/`).catch(() => null);
  if (!reply?.ok) return;
  const { checked } = line.querySelector("input");
  const holder = document.createElement("template");
  holder.innerHTML = await reply.text();
  const whole = holder.content.querySelector("li");
  whole.querySelector("input").checked = checked;
  line.replaceWith(whole);
}

function cite(claim) {
  const claims = page.read("claims");
  if (!claims.includes(claim)) page.write("claims", [...claims, claim]);
  draft.changed("claims");
}

function markCited() {
  const claims = page.read("claims");
  for (const button of evidence.querySelectorAll('button[name="cite"]')) {
    const pressed = claims.includes(button.value);
    button.setAttribute("aria-pressed", pressed);
    button.textContent = pressed ? "Cited" : "Cite";
  }
}

/** The document beside the form is the government's own reply. */
function attachReply(document) {
  page.write("official_reply", document);
  page.write("basis", "official_reply");
  draft.changed("official_reply");
}

/* What happens on the page */

evidence.addEventListener("click", (event) => {
  const { reply } = event.target.closest("[data-reply]")?.dataset ?? {};
  if (reply) attachReply(reply);
});

document.addEventListener("input", (event) => {
  if (event.target.form === form && event.target.name) draft.changed(event.target.name);
});
form.addEventListener("change", () => markCited());
form.addEventListener("submit", async (event) => {
  const { name, value } = event.submitter ?? {};
  event.preventDefault();
  if (name === "cite") return cite(value);
  await draft.send();
  if (value !== "hand_in") return;
  if (draft.waiting.length || draft.clashes.size) return state.scrollIntoView({ block: "center" });
  form.elements.version.value = draft.version;
  const act = Object.assign(document.createElement("input"), { type: "hidden", name: "act", value });
  form.append(act);
  form.submit();
});
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "s") {
    event.preventDefault();
    draft.send();
  }
});
document.addEventListener("visibilitychange", () => draft.send({ leaving: document.hidden }));
addEventListener("pagehide", () => draft.send({ leaving: true }));
addEventListener("online", () => draft.send());
addEventListener("focus", () => draft.send());

document.addEventListener("htmx:afterSwap", () => {
  markCited();
  openDocument();
  takeUpForms();
  // A passage that names no country is most likely read for this one.
  const country = document.querySelector('#making [name="country"]');
  if (country?.value === "") country.value = ownCountry;
});
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  // A form that comes back with its errors is to be seen.
  if ([400, 422].includes(detail.xhr.status)) Object.assign(detail, { shouldSwap: true, isError: false });
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (!detail.successful) return;
  const then = detail.requestConfig?.elt?.dataset?.then;
  const card = /data-claim="(\d+)"[^>]*data-state="accepted"/.exec(detail.xhr.responseText);
  if (then === "cite" && card) cite(card[1]);
  const made = JSON.parse(detail.xhr.getResponseHeader("HX-Trigger") ?? "{}")["claim-made"];
  if (made) claimMade(String(made.claim), detail.requestConfig.parameters);
});

function claimMade(claim, { then, country }) {
  const accepted = then === "accept";
  const own = country === ownCountry;
  const done = accepted ? `accepted${own ? " and cited" : ", of another country and so not cited"}` : "recorded as a candidate";
  const note = Object.assign(document.createElement("p"), {
    className: "note note--good",
    textContent: `The claim is ${done}.`,
  });
  note.setAttribute("role", "status");
  document.getElementById("making").replaceChildren(note);
  if (accepted && own) cite(claim);
}

for (const failure of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(failure, ({ detail }) => {
    const note = Object.assign(document.createElement("p"), {
      className: "note note--error",
      textContent: `That did not work: ${detail.xhr?.status ? `the server answered ${detail.xhr.status}` : "no connection"}. Try again.`,
    });
    note.setAttribute("role", "alert");
    evidence.querySelector(".evidence__body").prepend(note);
  });
}

if (draft.bringBack()) state.textContent = "Brought back what this browser had kept; saving it now.";
root.dataset.ready = same(draft.waiting, []) ? "saved" : "saving";
openDocument();
