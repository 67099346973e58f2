// Small things that HTML alone cannot do: copy, print, the sheet of keys, the tabs of a room on a small screen.

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

export function setUpPage() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button");
    if (!button) return;
    if (button.dataset.tab) showTab(button);
    if (button.dataset.copy) copy(button);
    if ("print" in button.dataset) print();
    if ("openSheet" in button.dataset) document.getElementById("keys").showModal();
  });
}
