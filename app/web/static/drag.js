// Questions of the outline drawn to another place with a finger or a mouse. The buttons beside them do the same.

const placeAt = (x, y) => {
  const spot = document.elementFromPoint(x, y);
  return spot?.closest("[data-question]") ?? spot?.closest("[data-page]")?.querySelector(".question-list") ?? null;
};

const dragging = (form) => {
  let held = null;
  let over = null;
  const mark = (spot) => {
    over?.classList.remove("drop");
    over = spot === held ? null : spot;
    over?.classList.add("drop");
  };
  const let_go = (drop) => {
    if (!held) return;
    const [moved, target] = [held.dataset.question, over];
    held.classList.remove("dragged");
    mark(null);
    held = null;
    if (!drop || !target) return;
    const page = target.closest("[data-page]").dataset.page;
    const name = `question-before:${moved}:${page}:${target.dataset.question ?? ""}`;
    document.dispatchEvent(new CustomEvent("editor-press", { detail: { form, name, focus: `#t-${CSS.escape(moved)}` } }));
  };
  form.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest(".grip");
    if (!grip) return;
    event.preventDefault();
    held = grip.closest("[data-question]");
    held.classList.add("dragged");
    grip.setPointerCapture(event.pointerId);
  });
  form.addEventListener("pointermove", (event) => {
    if (!held) return;
    mark(placeAt(event.clientX, event.clientY));
    const edge = 60;
    if (event.clientY < edge) scrollBy(0, -12);
    if (event.clientY > innerHeight - edge) scrollBy(0, 12);
  });
  form.addEventListener("pointerup", () => let_go(true));
  form.addEventListener("pointercancel", () => let_go(false));
  form.addEventListener("keydown", (event) => event.key === "Escape" && let_go(false));
};

document.addEventListener("editor-form", ({ detail }) => dragging(detail));
