// Pages, questions and answers drawn to another place with a finger or a mouse. The buttons beside them do the same.

const PARTS = ["item", "question", "page"];
const partOf = (spot) => PARTS.find((part) => spot.dataset[part] !== undefined);
const after = (held, target) => held.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING;

// Where it would land: on another of its kind, a question also at the end of a page.
const placeAt = (held, x, y) => {
  const spot = document.elementFromPoint(x, y);
  const part = partOf(held);
  const found = spot?.closest(`[data-${part}]`);
  if (part === "item") return found?.parentElement === held.parentElement ? found : null;
  return found ?? (part === "question" ? spot?.closest("[data-page]")?.querySelector(".question-list") : null) ?? null;
};

// The button of the server that would do it, and what has the keyboard then.
const deed = (held, target) => {
  const { item, question, page } = held.dataset;
  if (item !== undefined) return [`item-to:${item}:${target.dataset.item.split(":").pop()}`, `[data-item="${CSS.escape(item)}"] textarea`];
  if (question !== undefined) {
    const on = target.closest("[data-page]").dataset.page;
    return [`question-before:${question}:${on}:${target.dataset.question ?? ""}`, `#t-${CSS.escape(question)}`];
  }
  const before = after(held, target) ? target.nextElementSibling?.dataset.page : target.dataset.page;
  return [`page-before:${page}:${before ?? ""}`, `#a-${CSS.escape(page)}`];
};

const dragging = (form) => {
  let held = null;
  let over = null;
  const mark = (spot) => {
    over?.classList.remove("drop", "drop--after");
    over = spot === held ? null : spot;
    over?.classList.add("drop");
    if (over && held.dataset.question === undefined && after(held, over)) over.classList.add("drop--after");
  };
  const escape = (event) => event.key === "Escape" && let_go(false);
  const let_go = (drop) => {
    document.removeEventListener("keydown", escape);
    if (!held) return;
    const [moved, target] = [held, over];
    mark(null);
    held.classList.remove("dragged");
    held = null;
    if (!drop || !target) return;
    const [name, focus] = deed(moved, target);
    document.dispatchEvent(new CustomEvent("editor-press", { detail: { form, name, focus } }));
  };
  form.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest(".grip");
    if (!grip) return;
    event.preventDefault();
    held = grip.closest("[data-item], [data-question], [data-page]");
    held.classList.add("dragged");
    grip.setPointerCapture(event.pointerId);
    document.addEventListener("keydown", escape);
  });
  form.addEventListener("pointermove", (event) => {
    if (!held) return;
    mark(placeAt(held, event.clientX, event.clientY));
    const edge = 60;
    if (event.clientY < edge) scrollBy(0, -12);
    if (event.clientY > innerHeight - edge) scrollBy(0, 12);
  });
  form.addEventListener("pointerup", () => let_go(true));
  form.addEventListener("pointercancel", () => let_go(false));
};

document.addEventListener("editor-form", ({ detail }) => dragging(detail));
