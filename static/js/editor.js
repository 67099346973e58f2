// The candidate's field: prose or code, three sizes, and newer words of one's own other tab.

const SIZE = "rehearse-text-size";

function setSize(editor, size) {
  for (const known of [-1, 1, 2]) editor.classList.toggle(`editor-size-${known}`, known === size);
  localStorage.setItem(SIZE, size);
}

function indent(event, editor, code) {
  if (event.key === "Escape") {
    editor.leaving = true;
  } else if (event.key === "Tab" && code.checked && !event.shiftKey && !editor.leaving && !editor.readOnly) {
    event.preventDefault();
    // The one way to insert text that the browser's own undo still understands.
    document.execCommand("insertText", false, "    ");
  } else {
    editor.leaving = false;
  }
}

async function takeNewer() {
  const newest = document.getElementById("newest");
  const form = document.querySelector("form[data-newer]");
  if (!newest?.dataset.version || !form?.saver || form.saver.dirty || form.saver.pending) return;
  if (Number(newest.dataset.version) <= form.saver.base) return;
  const response = await fetch(form.saver.url, { headers: { Accept: "application/json" } });
  if (!response.ok) return;
  const answer = await response.json();
  if (!form.saver.dirty && !form.saver.pending && answer.version > form.saver.base) form.saver.take(answer);
}

export function setUpEditor(part) {
  if (part.id === "newest") takeNewer();
  const editor = part.querySelector?.("textarea.editor");
  if (!editor || editor.ready) return;
  editor.ready = true;
  const code = document.getElementById("is-code");
  setSize(editor, Number(localStorage.getItem(SIZE) ?? 0));
  code?.addEventListener("input", () => editor.classList.toggle("is-code", code.checked));
  if (code) editor.addEventListener("keydown", (event) => indent(event, editor, code));
  for (const button of part.querySelectorAll("[data-text-size]")) {
    button.addEventListener("click", () => {
      const size = Number(localStorage.getItem(SIZE) ?? 0) + Number(button.dataset.textSize);
      setSize(editor, Math.max(-1, Math.min(2, size)));
    });
  }
}
