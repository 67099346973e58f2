// Shows which sentence of the answer a key point's marker speaks of. The markers come in a part of their own and are put beside the
// points here, so that nothing is swapped away under the hands of somebody who marks.

const SWITCH = "rehearse-hints";

let looked = null;
let kept = null;

const on = () => localStorage.getItem(SWITCH) !== "off";
const pointOf = (element) => element?.closest?.("#points .point")?.dataset.point ?? null;
const placesOf = (point) => [...document.querySelectorAll(`#answer [data-points~="${point}"]`)];

function draw() {
  const shown = on() ? (looked ?? kept) : null;
  for (const piece of document.querySelectorAll("#answer .said")) {
    piece.classList.toggle("said-shown", shown !== null && piece.dataset.points.split(" ").includes(shown));
  }
}

function look(point) {
  if (point === looked) return;
  looked = point;
  draw();
}

function focusOn(point) {
  if (point !== null && point !== kept) kept = null;
  look(point);
}

function place() {
  document.documentElement.classList.toggle("hints-off", !on());
  for (const slot of document.querySelectorAll("#points .hint")) {
    const marker = on() ? document.querySelector(`#hints [data-for="${slot.id}"]`) : null;
    if (slot.innerHTML === (marker?.innerHTML ?? "")) continue;
    const focused = slot.contains(document.activeElement);
    slot.replaceChildren(...(marker?.cloneNode(true).childNodes ?? []));
    if (focused) slot.querySelector("a")?.focus();
  }
}

function say(words) {
  const announcer = document.getElementById("announcer");
  if (announcer) announcer.textContent = words;
}

function goBack() {
  const point = document.querySelector(`#points .point[data-point="${kept}"]`);
  kept = null;
  if (!point?.checkVisibility()) document.querySelector('.tab[data-tab="score"]')?.click();
  point?.querySelector("input:checked, input[type=radio]")?.focus();
  draw();
}

// The sentence of a point, into view and kept there until another point is turned to; asked again, back to the point.
export function showSentence(element) {
  if (!on() || !document.querySelector("#hints > *")) return;
  const point = pointOf(element) ?? looked ?? kept ?? "0";
  if (point === kept) return goBack();
  const places = placesOf(point);
  if (!places.length) return say(document.getElementById(`hint-${point}`)?.textContent ?? "");
  kept = point;
  if (!places[0].checkVisibility()) document.querySelector('.tab[data-tab="middle"]')?.click();
  draw();
  places[0].scrollIntoView({ block: "nearest" });
  say(places.map((piece) => piece.textContent).join(""));
}

export function setUpHints(part) {
  if (part.id === "points") [looked, kept] = [pointOf(document.activeElement), null];
  if (["points", "hints"].includes(part.id)) place();
  if (["points", "answer"].includes(part.id)) draw();
}

export function listenToHints() {
  if (!document.getElementById("points")) return;
  place();
  const box = document.getElementById("hints-on");
  if (box) box.checked = on();
  box?.addEventListener("change", () => {
    localStorage.setItem(SWITCH, box.checked ? "on" : "off");
    place();
    draw();
  });
  document.addEventListener("focusin", (event) => focusOn(pointOf(event.target)));
  document.addEventListener("pointerover", (event) => look(pointOf(event.target) ?? pointOf(document.activeElement)));
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("#points [data-shows]");
    if (!link) return;
    event.preventDefault();
    showSentence(link);
  });
}
