// Forms, and rows of forms, that save themselves. "Saved" is said only after the server has committed; until then the words stay in this browser,
// through a dead network and a reload, and are sent again.

import { serverSays } from "./clocks.js";
import { showConflict, showLeftover } from "./unsaved.js";

const PREFIX = "rehearse:";
const TYPING_PAUSE = 400;
const LONGEST_WAIT = 2_000;
const GIVE_UP_ON_REQUEST = 8_000;
const SLOWEST_RETRY = 5_000;
const KEEPALIVE_LIMIT = 60_000;

const writer = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;
const savers = new Set();

class Saver {
  // `part` is a form, or one row of a form, which saves what is chosen in it and nothing of the others.
  constructor(part) {
    this.part = part;
    const form = (this.form = part.closest("form"));
    this.url = form.getAttribute("action");
    this.place = `${PREFIX}${this.url}${part === form ? "" : `#${part.id}`}:`;
    this.key = this.place + writer;
    this.text = part.querySelector("textarea[name=text]");
    this.base = Number(form.elements.base?.value ?? 0);
    this.edit = 0;
    this.savedEdit = 0;
    this.failures = 0;
    this.pending = null;
    part.addEventListener("input", () => this.changed());
    form.addEventListener("submit", (event) => {
      if ("submits" in form.dataset) return this.submitOnceSaved(event);
      event.preventDefault();
      if (part === form) this.changed();
    });
  }

  // A form that leads on, does so once its words are safe; without a network it stays, and says so.
  async submitOnceSaved(event) {
    if (this.leaving) return;
    event.preventDefault();
    // While this event lasts a form cannot be submitted again, so it is left first, also with nothing to send.
    await new Promise((resolve) => setTimeout(resolve));
    await sendAll(this);
    if (this.dirty) return;
    this.form.elements.base.value = this.base;
    this.leaving = true;
    this.form.requestSubmit(event.submitter);
    this.leaving = false;
  }

  get dirty() {
    return this.edit > this.savedEdit;
  }

  changed() {
    this.edit += 1;
    this.fields = this.read();
    if (this.text) this.fields.text = this.text.value;
    this.remember();
    this.show("saving", "saving");
    this.firstChange ??= Date.now();
    const wait = this.text ? Math.min(TYPING_PAUSE, this.firstChange + LONGEST_WAIT - Date.now()) : 0;
    this.plan(wait);
  }

  read() {
    const own = [...this.form.elements].filter((element) => element.type === "hidden" || this.part.contains(element));
    const names = new Set(own.map((element) => element.name));
    return Object.fromEntries([...new FormData(this.form)].filter(([name]) => names.has(name)));
  }

  plan(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), Math.max(wait, 0));
  }

  remember() {
    try {
      localStorage.setItem(this.key, JSON.stringify({ fields: this.fields, base: this.base, writer, edit: this.edit }));
    } catch {
      // A full or forbidden storage costs only the safety net; the save itself goes on.
    }
  }

  forget() {
    localStorage.removeItem(this.key);
  }

  async send() {
    clearTimeout(this.timer);
    if (this.pending || !this.dirty) return this.pending;
    const edit = this.edit;
    this.firstChange = null;
    this.pending = this.attempt({ fields: this.fields, base: this.base, writer, edit }, edit);
    await this.pending;
    this.pending = null;
    if (this.dirty && !this.stopped && !this.failures) this.plan(0);
  }

  async attempt(entry, edit) {
    let response;
    try {
      response = await post(this.url, entry);
    } catch {
      return this.failed();
    }
    if (response.status >= 500 || response.status === 429) return this.failed();
    this.failures = 0;
    this.stopped = false;
    const answer = await response.json().catch(() => ({}));
    if (response.ok && !response.redirected) return this.saved(edit, answer);
    this.stopped = true;
    if (response.status === 409) return this.conflict(answer);
    if (response.status === 410) return this.tooLate(answer);
    const why = answer.message ?? "You are not logged in here any more. Log in in another tab; your words are kept.";
    return this.show("unsaved", `not saved: ${why}`);
  }

  saved(edit, answer) {
    this.savedEdit = edit;
    this.base = answer.version ?? this.base;
    if (this.dirty) {
      this.remember();
    } else {
      this.forget();
      this.show("saved", "saved");
    }
    this.part.dispatchEvent(new CustomEvent("rehearse:saved", { bubbles: true }));
  }

  failed() {
    this.failures += 1;
    this.show("unsaved", "not saved yet: no connection. Your words are kept here and sent again.");
    this.plan(Math.min(500 * 2 ** this.failures, SLOWEST_RETRY));
  }

  conflict(answer) {
    this.show("unsaved", "not saved: changed elsewhere");
    showConflict(this.form, answer.text, (keepMine) => {
      this.base = answer.version;
      this.stopped = false;
      if (keepMine) return this.changed();
      this.take(answer);
    });
  }

  tooLate(answer) {
    this.savedEdit = this.edit;
    this.forget();
    this.show("unsaved", "not saved: too late");
    if (this.text) showLeftover(this.fields.text, answer.message);
    else this.say(answer.message);
    document.dispatchEvent(new CustomEvent("rehearse:refresh"));
  }

  // The server holds newer words than this page, and nothing here would be lost by showing them.
  take(answer) {
    this.savedEdit = this.edit;
    this.base = answer.version;
    this.forget();
    if (this.text && this.text.value !== answer.text) {
      const { selectionStart, selectionEnd } = this.text;
      this.text.value = answer.text;
      this.text.setSelectionRange(selectionStart, selectionEnd);
    }
    this.show("saved", "saved");
  }

  say(message) {
    this.show("unsaved", message);
  }

  show(state, words) {
    const output = this.part.querySelector("[data-save-state]");
    if (!output || (output.dataset.state === state && output.textContent === words)) return;
    output.dataset.state = state;
    output.textContent = words;
  }

  // Words that an earlier page of this browser could not bring home.
  async recover() {
    for (const key of Object.keys(localStorage).filter((name) => name.startsWith(this.place))) {
      const entry = JSON.parse(localStorage.getItem(key));
      if (!entry || entry.writer === writer) continue;
      if (this.text && entry.fields.text === this.text.value) {
        localStorage.removeItem(key);
        continue;
      }
      await this.bringHome(key, entry);
    }
  }

  async bringHome(key, entry) {
    let response;
    try {
      response = await post(this.url, { ...entry, fields: { ...entry.fields, csrfmiddlewaretoken: csrf(this.form) } });
    } catch {
      return setTimeout(() => this.recover(), SLOWEST_RETRY);
    }
    if (response.status >= 500 || response.status === 429) return setTimeout(() => this.recover(), SLOWEST_RETRY);
    const answer = await response.json().catch(() => ({}));
    if (response.ok && !response.redirected) {
      localStorage.removeItem(key);
      this.putBack(entry, answer);
    } else if (response.status === 409) {
      localStorage.removeItem(key);
      showConflict(this.form, entry.fields.text, (keepShown) => {
        if (!keepShown) {
          this.text.value = entry.fields.text;
          this.changed();
        }
      }, true);
    } else if (response.status === 410) {
      localStorage.removeItem(key);
      if (this.text) showLeftover(entry.fields.text, answer.message);
    }
  }

  putBack(entry, answer) {
    if (this.dirty) return;
    if (this.text) return this.take({ text: entry.fields.text, version: answer.version });
    for (const [name, value] of Object.entries(entry.fields)) {
      const choice = this.part.querySelector(`input[type=radio][name="${name}"][value="${CSS.escape(value)}"]`);
      if (choice) choice.checked = true;
    }
    this.show("saved", "saved");
  }
}

function csrf(form) {
  return form.elements.csrfmiddlewaretoken.value;
}

async function post(url, entry) {
  const body = new URLSearchParams({ ...entry.fields, base: entry.base, writer: entry.writer, edit: entry.edit }).toString();
  const response = await fetch(url, {
    method: "POST",
    body,
    headers: { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" },
    keepalive: body.length < KEEPALIVE_LIMIT,
    signal: AbortSignal.timeout(GIVE_UP_ON_REQUEST),
  });
  serverSays(response.headers.get("X-Server-Now"));
  return response;
}

export function setUpSavers(loaded) {
  const parts = loaded.matches?.("[data-autosave]") ? [loaded] : loaded.querySelectorAll("[data-autosave]");
  for (const part of parts) {
    if (part.saver || part.matches(":disabled") || part.querySelector("textarea[readonly], fieldset:disabled")) continue;
    part.saver = new Saver(part);
    savers.add(part.saver);
    part.saver.recover();
  }
}

export function isDirty() {
  for (const saver of savers) {
    if (!saver.dirty && !saver.part.isConnected) savers.delete(saver);
  }
  return [...savers].some((saver) => saver.dirty && !saver.stopped);
}

// Send what is unsent now, and wait for it, but not for ever: a page must not hang on a dead network.
export async function flush(longest = 1_200) {
  if (!isDirty()) return;
  const sending = [...savers].filter((saver) => saver.dirty && !saver.stopped).map(sendAll);
  await Promise.race([Promise.all(sending), new Promise((resolve) => setTimeout(resolve, longest))]);
}

async function sendAll(saver) {
  await saver.pending;
  await saver.send();
}

addEventListener("pagehide", () => flush());
addEventListener("online", () => savers.forEach((saver) => saver.dirty && saver.plan(0)));
document.addEventListener("visibilitychange", () => document.hidden && flush());
