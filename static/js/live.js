// Hears that the interview has changed and fetches the parts of this page that differ. The stream says no more than a number.

import { flush, isDirty } from "./autosave.js";
import { serverSays } from "./clocks.js";

const POLL = 5_000;
// The server says its version every 15 seconds. A line that died without a word never reports an error.
const SILENCE = 40_000;
const CONNECTS_WITHIN = 10_000;
const GIVE_UP_ON_REQUEST = 8_000;
const RETRIES = [500, 1_000, 2_000, 5_000];

let source = null;
let failures = 0;
let polling = null;
let silence = null;
let refreshing = null;
let again = false;
let held = 0;
const pressed = new Set();
const onTheirWay = new Map();
let seen = -1;
let arrived = false;

const room = () => document.querySelector("[data-room]");

function digests() {
  return [...document.querySelectorAll("[data-part]")].map((part) => `${part.id}:${part.dataset.part}`).join(",");
}

async function fetchParts(signal) {
  // Whatever is swapped, the last typed words go first.
  await flush();
  const { parts, phase, question } = room().dataset;
  const query = new URLSearchParams({ have: digests(), phase, ...(question ? { question } : {}) });
  const response = await fetch(`${parts}?${query}`, { headers: { "HX-Request": "true" }, signal });
  serverSays(response.headers.get("X-Server-Now"));
  const elsewhere = response.headers.get("HX-Redirect");
  if (elsewhere) return location.assign(elsewhere);
  if (response.redirected || [403, 404].includes(response.status)) return location.reload();
  const html = response.ok ? await response.text() : "";
  if (html && !signal.aborted) htmx.swap(room(), html, { swapStyle: "none" });
}

export async function refresh() {
  if (!room()?.dataset.parts) return;
  again = Boolean(refreshing || held);
  if (again) return;
  refreshing = new AbortController();
  const tooLong = setTimeout((request) => request.abort(), GIVE_UP_ON_REQUEST, refreshing);
  await fetchParts(refreshing.signal).catch(() => {});
  clearTimeout(tooLong);
  refreshing = null;
  if (again) refresh();
}

// A control that was pressed must not be swapped away before its request is answered, so meanwhile nothing is fetched.
function hold() {
  held += 1;
  if (refreshing) again = true;
  refreshing?.abort();
}

function release() {
  held -= 1;
  if (!held && again && !refreshing) refresh();
}

const settled = () => new Promise((resolve) => document.addEventListener("htmx:afterRequest", resolve, { once: true }));

// One control at a time: the second of two quick ones waits and is then pressed as it stands by then; a double click counts once.
async function sendControl({ detail }) {
  const control = detail.elt;
  if (pressed.has(control)) return;
  pressed.add(control);
  hold();
  await flush();
  while (onTheirWay.size) await settled();
  if (control.isConnected) detail.issueRequest();
  else document.getElementById(control.id)?.click();
  if (![...onTheirWay.values()].includes(control)) pressed.delete(control);
  release();
}

function sent({ target, detail }) {
  if (!target.closest?.("#room")) return;
  onTheirWay.set(detail.xhr, detail.elt);
  hold();
}

function answered({ detail }) {
  pressed.delete(onTheirWay.get(detail.xhr));
  if (onTheirWay.delete(detail.xhr)) release();
}

// The first word of every connection but the first means that something may have been missed, the time included.
function heard(version, reconnected) {
  if (version <= seen && !reconnected) return;
  seen = Math.max(version, seen);
  refresh();
}

function say(words) {
  const notices = document.getElementById("notices");
  let notice = document.getElementById("connection");
  if (!words) return notice?.remove();
  if (!notice) {
    notice = Object.assign(document.createElement("p"), { id: "connection", className: "notice notice-warn" });
    notices.append(notice);
  }
  notice.textContent = words;
}

function connect() {
  const address = room()?.dataset.stream;
  if (!address || document.hidden) return;
  source?.close();
  source = new EventSource(address);
  expectWord(CONNECTS_WITHIN);
  let reconnected = arrived;
  source.addEventListener("version", (event) => {
    expectWord(SILENCE);
    failures = 0;
    arrived = true;
    clearInterval(polling);
    polling = null;
    say("");
    heard(Number(event.data), reconnected);
    reconnected = false;
  });
  source.addEventListener("closed", () => {
    disconnect();
    location.reload();
  });
  source.addEventListener("error", lost);
}

function expectWord(within) {
  clearTimeout(silence);
  silence = setTimeout(() => {
    failures = Math.max(failures, 1);
    lost();
  }, within);
}

function lost() {
  clearTimeout(silence);
  source.close();
  const wait = RETRIES[Math.min(failures, RETRIES.length - 1)];
  failures += 1;
  if (failures > 1) say("The connection is interrupted. What you write is kept here; this page asks every 5 seconds and catches up by itself.");
  polling ??= setInterval(refresh, POLL);
  setTimeout(connect, wait);
}

function disconnect() {
  clearTimeout(silence);
  source?.removeEventListener("error", lost);
  source?.close();
  source = null;
}

function seenAgain() {
  // Marks made in another tab meanwhile: these parts hold no text, so they may be drawn anew.
  if (!isDirty()) for (const id of ["points", "rating"]) document.getElementById(id)?.setAttribute("data-part", "");
  connect();
  refresh();
}

export function startLive() {
  if (!room()) return;
  connect();
  document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : seenAgain()));
  document.addEventListener("resume", seenAgain);
  document.addEventListener("rehearse:refresh", refresh);
  document.addEventListener("rehearse:saved", (event) => event.target.closest("[data-now]") && refresh());
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.target.closest?.("#room")) event.detail.parameters.have = digests();
  });
  document.addEventListener("htmx:confirm", (event) => {
    if (!event.target.closest?.("#room")) return;
    event.preventDefault();
    sendControl(event);
  });
  document.addEventListener("htmx:beforeRequest", sent);
  document.addEventListener("htmx:afterRequest", answered);
  document.addEventListener("htmx:responseError", (event) => {
    if ([403, 404].includes(event.detail.xhr.status)) location.reload();
  });
}
