// Shows words that could not be saved, so that nobody loses them.

function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  Object.assign(node, attributes);
  node.append(...children);
  return node;
}

function copyButton(text) {
  const button = element("button", { type: "button", className: "button", textContent: "Copy these words" });
  button.addEventListener("click", async () => {
    await navigator.clipboard?.writeText(text);
    button.textContent = "Copied";
  });
  return button;
}

// Both texts stay in view until the person has chosen. `otherIsMine`: the field holds the server's text, the other is unsent.
export function showConflict(form, otherText, chosen, otherIsMine = false) {
  form.parentElement.querySelector(".conflict")?.remove();
  const other = element("pre", { className: "candidate-words", textContent: otherText, tabIndex: 0 });
  const box = element(
    "section",
    { className: "conflict" },
    element("h3", { textContent: otherIsMine ? "Unsent words from before" : "Changed in another tab meanwhile" }),
    element("p", {
      textContent: otherIsMine
        ? "This browser kept words that never reached the server, and others were saved since. They are below."
        : "The words in the field were not saved. What was saved by the other tab is below.",
    }),
    other,
  );
  const finish = (keep) => {
    box.remove();
    chosen(keep);
  };
  const keep = element("button", { type: "button", className: "button", textContent: "Keep what is in the field" });
  const take = element("button", { type: "button", className: "button", textContent: "Take what is below" });
  keep.addEventListener("click", () => finish(true));
  take.addEventListener("click", () => finish(false));
  box.append(element("div", { className: "cluster" }, keep, take));
  form.after(box);
}

export function showLeftover(text, message) {
  const box = element(
    "section",
    { className: "conflict leftover" },
    element("p", { textContent: message ?? "These words came too late to be saved." }),
    element("pre", { className: "candidate-words", textContent: text, tabIndex: 0 }),
  );
  const dismiss = element("button", { type: "button", className: "button button-quiet", textContent: "Dismiss" });
  dismiss.addEventListener("click", () => box.remove());
  box.append(element("div", { className: "cluster" }, copyButton(text), dismiss));
  document.getElementById("notices").append(box);
}
