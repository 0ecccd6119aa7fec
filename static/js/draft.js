/** A draft that saves itself field by field, and loses nothing.
 *
 * `known` is what the server is known to hold, field by field; what the form says beyond it waits to be saved.
 * One request is on its way at a time, each with the version that it goes on from (`If-Match`). Until the server has
 * a field, this browser keeps it (localStorage), with what it was typed over. Where somebody else saved first, fields
 * that do not clash are merged; one that does waits for a choice, and everything else goes on.
 */

import { mergeLists, same } from "./fields.js";

const DEBOUNCE = 400;
const PATIENCE = 20_000;
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30_000;
const PREFIX = "pledgeboard:draft:";

export class Draft {
  /** `page` reads and writes the fields, tells the state and shows clashes (see editor.js). */
  constructor(page, { address, version, owner }) {
    this.page = page;
    this.address = address;
    this.version = version;
    this.prefix = `${PREFIX}${owner}:`;
    this.key = `${this.prefix}${crypto.randomUUID?.() ?? Math.random()}`;
    this.known = new Map(page.names.map((name) => [name, page.read(name)]));
    this.clashes = new Map();
    this.busy = null;
    this.doubtful = new Map();
    this.failures = 0;
  }

  /** Fields that the server does not have yet and that do not wait for a choice. */
  get waiting() {
    return this.page.names.filter((name) => !this.clashes.has(name) && !same(this.page.read(name), this.known.get(name)));
  }

  /** Somebody typed. */
  changed(name) {
    this.keep();
    if (this.clashes.has(name)) this.page.showClash(name, this.clashes.get(name));
    if (this.waiting.length === 0) return this.settle();
    // Without a connection the next attempt is under way already, at its own pace.
    if (["offline", "signed-out"].includes(this.state)) return;
    this.tell("typing");
    this.later(DEBOUNCE);
  }

  /** Keep in this browser what the server does not have. */
  keep() {
    const unsaved = this.page.names.filter((name) => !same(this.page.read(name), this.known.get(name)));
    if (unsaved.length === 0) return localStorage.removeItem(this.key);
    const base = (name) => this.clashes.get(name)?.before ?? this.known.get(name);
    const entries = unsaved.map((name) => [name, { before: base(name), typed: this.page.read(name) }]);
    localStorage.setItem(this.key, JSON.stringify(Object.fromEntries(entries)));
  }

  /** Bring back what this browser kept when a page went away before the server had it. */
  bringBack() {
    const left = Object.keys(localStorage).filter((key) => key.startsWith(this.prefix) && key !== this.key);
    let brought = 0;
    for (const key of left) {
      for (const [name, { before, typed }] of Object.entries(JSON.parse(localStorage.getItem(key)))) {
        if (!this.known.has(name) || same(typed, this.page.read(name))) continue;
        this.join(name, { before, yours: typed, theirs: this.known.get(name) }, "the server");
        brought += 1;
      }
    }
    this.keep();
    for (const key of left) localStorage.removeItem(key);
    if (brought) this.changed();
    return brought;
  }

  /** One field that changed here and there: merged, or a clash. `yours` is put into the form. */
  join(name, { before, yours, theirs }, who) {
    const lists = mergeLists(before, yours, theirs);
    if (same(theirs, before)) this.page.write(name, yours);
    else if (same(yours, before) || same(yours, theirs)) this.page.write(name, theirs);
    else if (lists) this.page.write(name, lists);
    else {
      this.page.write(name, yours);
      this.clashes.set(name, { before, theirs, who });
      this.page.showClash(name, this.clashes.get(name));
    }
  }

  /** Somebody else saved: take in what stands now. */
  overtaken({ draft, version, who }) {
    for (const name of this.page.names) {
      const before = this.known.get(name);
      const theirs = Array.isArray(before) ? draft[name] || [] : draft[name];
      // Our own words, whose reply was lost on the way.
      const ours = this.doubtful.has(name) && same(this.doubtful.get(name), theirs);
      if (!same(theirs, before) && !ours) {
        if (this.clashes.has(name)) {
          Object.assign(this.clashes.get(name), { theirs, who });
          this.page.showClash(name, this.clashes.get(name));
        } else this.join(name, { before, yours: this.page.read(name), theirs }, who);
      }
      this.known.set(name, theirs);
    }
    this.doubtful.clear();
    this.version = version;
    this.keep();
  }

  /** The choice between the sides of a clash; it is saved like anything typed. */
  choose(name, value) {
    this.clashes.delete(name);
    this.page.write(name, value);
    this.changed(name);
  }

  /** Save soon. */
  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), wait);
  }

  /** Save now what waits. Resolves when nothing waits any more, or it cannot be saved now. */
  async send({ leaving = false } = {}) {
    if (this.busy) return leaving ? undefined : this.busy.then(() => this.send());
    const names = this.waiting;
    if (names.length === 0) return this.settle();
    clearTimeout(this.timer);
    if (!["offline", "signed-out"].includes(this.state)) this.tell("saving");
    const fields = Object.fromEntries(names.map((name) => [name, this.page.read(name)]));
    this.busy = this.exchange(fields, leaving);
    return (await this.busy) ? this.send() : undefined;
  }

  /** One request and what its reply means; true where the rest may be sent at once. */
  async exchange(fields, leaving) {
    try {
      return await this.received(await this.request(fields, leaving), fields);
    } finally {
      this.busy = null;
    }
  }

  async request(fields, leaving) {
    try {
      return await fetch(this.address, {
        method: "PATCH",
        headers: {
          "Content-Type": "application/json",
          "If-Match": `"${this.version}"`,
          "X-CSRFToken": this.page.token(),
        },
        body: JSON.stringify({ fields }),
        keepalive: leaving,
        redirect: "manual",
        signal: leaving ? undefined : AbortSignal.timeout(PATIENCE),
      });
    } catch {
      return null;
    }
  }

  async received(reply, fields) {
    const said = reply && reply.type !== "opaqueredirect" ? await reply.json().catch(() => ({})) : {};
    if (reply?.ok) {
      this.version = said.version;
      for (const [name, value] of Object.entries(fields)) this.known.set(name, value);
      this.failures = 0;
      this.doubtful.clear();
      this.keep();
      this.page.showErrors(said.errors, Object.keys(fields));
      return true;
    }
    if (reply?.status === 412) {
      this.overtaken(said);
      if (said.open) return true;
      return this.tell("refused", "It was handed in meanwhile; what you typed is kept in this browser.");
    }
    if (reply?.status === 401 || reply?.type === "opaqueredirect") return this.again("signed-out");
    if (!reply || reply.status >= 500 || reply.status === 429) {
      for (const [name, value] of Object.entries(fields)) this.doubtful.set(name, value);
      return this.again("offline");
    }
    return this.tell("refused", said.detail ?? "The server refused it; what you typed is kept in this browser.");
  }

  again(state) {
    this.tell(state);
    this.failures += 1;
    this.later(Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (this.failures - 1)) * (0.75 + Math.random() / 2));
    return false;
  }

  /** Nothing waits: say so, or that a choice is wanted. */
  settle() {
    if (this.clashes.size) this.tell("clash");
    else if (this.state !== undefined) this.tell("saved");
    this.page.showVersion(this.version);
  }

  tell(state, detail = "") {
    this.state = state;
    this.page.tell(state, detail);
    return false;
  }
}
