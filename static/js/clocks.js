// Draws every clock from the server's time. The browser's own date is never asked: only how long ago the server told its time.

const FIVE_MINUTES = 300_000;
const ONE_MINUTE = 60_000;
const SLEPT = 3_000;

let offset = null;
let lastTick = performance.now();
let lastDate = Date.now();
const announced = new Set();

export function serverSays(milliseconds) {
  if (milliseconds) offset = Number(milliseconds) - performance.now();
}

function timeLeft(clock) {
  const { deadline, remaining } = clock.dataset;
  return deadline ? Math.max(Number(deadline) - (performance.now() + offset), 0) : Number(remaining);
}

function inWords(left) {
  if (left > FIVE_MINUTES) return `${Math.ceil(left / ONE_MINUTE)} min`;
  const seconds = Math.ceil(left / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function announce(clock, left) {
  const which = clock.dataset.clock === "question" ? "for this question" : "in all";
  for (const [limit, words] of [
    [FIVE_MINUTES, `5 minutes left ${which}`],
    [ONE_MINUTE, `1 minute left ${which}`],
    [0, `Time is up ${which}`],
  ]) {
    const once = `${clock.dataset.clock}:${clock.dataset.deadline}:${limit}`;
    if (left > limit || left < limit - 5_000 || announced.has(once)) continue;
    announced.add(once);
    const announcer = document.getElementById("announcer");
    if (announcer) announcer.textContent = words;
    if (limit === 0) setTimeout(() => document.dispatchEvent(new CustomEvent("rehearse:refresh")), 150);
  }
}

function draw(clock) {
  const left = timeLeft(clock);
  const words = inWords(left);
  const time = clock.querySelector(".clock-time");
  if (time.textContent !== words) time.textContent = words;
  clock.classList.toggle("clock-low", left <= ONE_MINUTE && left > 0);
  clock.classList.toggle("clock-over", left === 0);
  if (clock.dataset.deadline) announce(clock, left);
}

function tick() {
  // While a computer sleeps the count may stand still, so after a gap, in either clock, the server is asked anew. Of the browser's
  // own date only the gap matters, never what it says.
  const now = performance.now();
  const date = Date.now();
  if (now - lastTick > SLEPT || Math.abs(date - lastDate - (now - lastTick)) > SLEPT) {
    document.dispatchEvent(new CustomEvent("rehearse:refresh"));
  }
  lastTick = now;
  lastDate = date;
  document.querySelectorAll("[data-clock]").forEach(draw);
}

export function drawClocks() {
  const room = document.querySelector("[data-server-now]");
  if (!room) return;
  // The page was made some time before this runs; the navigation's own timing says how long ago its first byte came.
  const [navigation] = performance.getEntriesByType("navigation");
  offset = Number(room.dataset.serverNow) - (navigation?.responseStart ?? performance.now());
  document.addEventListener("htmx:afterRequest", (event) => serverSays(event.detail.xhr?.getResponseHeader("X-Server-Now")));
  document.addEventListener("htmx:afterSwap", tick);
  tick();
  setInterval(tick, 250);
}
