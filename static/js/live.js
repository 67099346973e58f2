// Hears that the interview has changed and fetches the parts of this page that differ. The stream says no more than a number.

import { flush, isDirty } from "./autosave.js";

const POLL = 5_000;
const RETRIES = [500, 1_000, 2_000, 5_000];

let source = null;
let failures = 0;
let polling = null;
let refreshing = null;
let again = false;
let seen = -1;

const room = () => document.querySelector("[data-room]");

function digests() {
  return [...document.querySelectorAll("[data-part]")].map((part) => `${part.id}:${part.dataset.part}`).join(",");
}

async function fetchParts() {
  // Whatever is swapped, the last typed words go first.
  await flush();
  const { parts, phase, question } = room().dataset;
  await htmx.ajax("GET", parts, { swap: "none", values: { have: digests(), phase, ...(question ? { question } : {}) } });
}

export async function refresh() {
  if (!room()?.dataset.parts) return;
  if (refreshing) {
    again = true;
    return;
  }
  refreshing = fetchParts().catch(() => {});
  await refreshing;
  refreshing = null;
  if (again) {
    again = false;
    refresh();
  }
}

function heard(version) {
  if (version <= seen) return;
  seen = version;
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
  source.addEventListener("version", (event) => {
    failures = 0;
    clearInterval(polling);
    polling = null;
    say("");
    heard(Number(event.data));
  });
  source.addEventListener("closed", () => {
    disconnect();
    location.reload();
  });
  source.addEventListener("error", lost);
}

function lost() {
  source.close();
  const wait = RETRIES[Math.min(failures, RETRIES.length - 1)];
  failures += 1;
  if (failures > 1) say("The connection is interrupted. What you write is kept here; this page asks every 5 seconds and catches up by itself.");
  polling ??= setInterval(refresh, POLL);
  setTimeout(connect, wait);
}

function disconnect() {
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
  document.addEventListener("rehearse:refresh", refresh);
  document.addEventListener("rehearse:saved", (event) => event.target.closest("[data-now]") && refresh());
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.target.closest?.("#room")) event.detail.parameters.have = digests();
  });
  document.addEventListener("htmx:confirm", (event) => {
    if (!event.target.closest?.("#room") || !isDirty()) return;
    event.preventDefault();
    flush().then(() => event.detail.issueRequest());
  });
  document.addEventListener("htmx:responseError", (event) => {
    if ([403, 404].includes(event.detail.xhr.status)) location.reload();
  });
}
