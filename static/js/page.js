// Small things that HTML alone cannot do: copy, print, full screen, the sheet of keys, the tabs of a room on a small screen.

function showTab(button) {
  document.getElementById("room").dataset.tab = button.dataset.tab;
  for (const tab of document.querySelectorAll(".tab")) tab.setAttribute("aria-pressed", String(tab === button));
}

async function copy(button) {
  const field = document.getElementById(button.dataset.copy);
  field.select();
  await navigator.clipboard?.writeText(field.value);
  button.textContent = "Copied";
}

function toggleFullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.();
}

// Days of practice begin in somebody's own time zone, which only their browser knows.
function suggestTimeZone() {
  const field = document.getElementById("id_time_zone");
  if (field && !field.value) field.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
}

export function setUpPage() {
  suggestTimeZone();
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button");
    if (!button) return;
    if (button.dataset.tab) showTab(button);
    if (button.dataset.copy) copy(button);
    if ("print" in button.dataset) print();
    if ("fullScreen" in button.dataset) toggleFullScreen();
    if ("openSheet" in button.dataset) document.getElementById("keys").showModal();
  });
}
