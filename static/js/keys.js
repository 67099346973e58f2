// Single-key shortcuts. They can be switched off in the sheet that `?` opens.

import { showSentence } from "./hints.js";

const SWITCH = "rehearse-keys";
const MARKS = { c: "covered", h: "partly", m: "missed", u: "not_observed" };

const on = () => localStorage.getItem(SWITCH) !== "off";

function isTyping(target) {
  return target.closest?.("textarea, select, input:not([type=radio], [type=checkbox])") || target.isContentEditable;
}

function visible(selector) {
  return [...document.querySelectorAll(selector)].find((element) => element.checkVisibility());
}

function points() {
  return [...document.querySelectorAll("#points .point")];
}

function currentPoint() {
  return document.activeElement?.closest?.(".point");
}

function focusPoint(step) {
  const all = points();
  const index = all.indexOf(currentPoint());
  const next = all[Math.max(0, Math.min(all.length - 1, index < 0 ? 0 : index + step))];
  const radio = next?.querySelector("input:checked") ?? next?.querySelector("input[type=radio]");
  radio?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function showTab(name) {
  document.querySelector(`.tab[data-tab="${name}"]`)?.click();
}

function act(key) {
  const pressed = press(key);
  if (pressed) return pressed;
  if (key === "j" || key === "k") return focusPoint(key === "j" ? 1 : -1);
  if (key in MARKS) return (currentPoint() ?? points()[0])?.querySelector(`input[value="${MARKS[key]}"]`)?.click();
  if (key === "w") return showSentence(currentPoint());
  if (/^[0-5]$/.test(key)) return document.getElementById(`rating-${key}`)?.click();
  if (key === "o") {
    showTab("score");
    return document.getElementById("note")?.focus();
  }
  if (key === "f") return document.querySelector("#model > summary")?.click();
}

function press(key) {
  const target = visible(`[data-key="${CSS.escape(key)}"]`);
  if (target?.matches("input")) target.focus();
  else target?.click();
  return target;
}

export function listenToKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.matches?.("#note, #summary, #next-time, form[data-submits] textarea")) event.target.blur();
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key !== "?" && !on()) return;
    if (event.key === " " && event.target.closest?.("button, a, summary, input, audio")) return;
    if (act(event.key)) event.preventDefault();
    else if ("jko/".includes(event.key)) event.preventDefault();
  });
  const box = document.getElementById("keys-on");
  if (!box) return;
  box.checked = on();
  box.addEventListener("change", () => localStorage.setItem(SWITCH, box.checked ? "on" : "off"));
}
