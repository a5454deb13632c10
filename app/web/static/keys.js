// Ctrl+S saves, Alt+Up and Alt+Down move the question or the answer one is in, ? shows the list, Ctrl+Z undoes.

const typing = (spot) => spot.closest("textarea, select, input:not([type=checkbox], [type=radio])") !== null;

document.addEventListener("keydown", (event) => {
  const form = document.querySelector("form[data-swap]");
  const control = event.ctrlKey || event.metaKey;
  if (control && !event.altKey && event.key.toLowerCase() === "s") {
    event.preventDefault();
    if (form?.dataset.autosave !== undefined) form.dispatchEvent(new CustomEvent("save-now"));
  } else if (control && !event.altKey && ["z", "y"].includes(event.key.toLowerCase()) && !typing(event.target)) {
    event.preventDefault();
    const way = event.shiftKey ? "y" : event.key.toLowerCase();
    document.querySelector(`.undoing [data-key=${way}]:not(:disabled)`)?.click();
  } else if (event.altKey && !control && ["ArrowUp", "ArrowDown"].includes(event.key)) {
    const by = event.key === "ArrowUp" ? "-1" : "1";
    const part = event.target.closest("[data-item], [data-question], [data-page]");
    const button = part?.querySelector(`[data-move="${by}"]:not(:disabled)`);
    if (!button) return;
    event.preventDefault();
    const focus = event.target.name ? `[name="${CSS.escape(event.target.name)}"]` : `#${CSS.escape(event.target.id)}`;
    document.dispatchEvent(new CustomEvent("editor-press", { detail: { form, name: button.value, focus } }));
  } else if (event.key === "?" && !typing(event.target)) {
    const list = document.getElementById("keys");
    list.open = true;
    list.querySelector("summary").focus();
  }
});
