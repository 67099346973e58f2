// Shows Markdown as it will look, below the admin's fields.

const PAUSE = 300;

function previewOf(field) {
  const box = document.createElement("div");
  box.className = "markdown-preview";
  field.after(box);
  let timer;
  const draw = async () => {
    const body = new URLSearchParams({
      text: field.value,
      csrfmiddlewaretoken: document.querySelector("[name=csrfmiddlewaretoken]").value,
    });
    const response = await fetch(new URL("/admin/questions/question/preview/", location.origin), { method: "POST", body });
    // The server sanitises what it sends.
    box.innerHTML = response.ok ? await response.text() : "The preview could not be drawn.";
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(draw, PAUSE);
  });
  draw();
}

document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("textarea[data-preview]").forEach(previewOf));
