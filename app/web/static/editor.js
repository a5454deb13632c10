// The editor with scripts: buttons act without a new page, and the preview follows. The other scripts of the editor
// speak to this one by events, so that each file can be loaded under a fingerprint of its own.

document.documentElement.classList.add("scripted");

const status = (words, wrong = false) => {
  const line = document.getElementById("saved");
  line.textContent = words;
  line.classList.toggle("saved--wrong", wrong);
};

const preview = () => document.querySelector("[data-preview]");

// Show what is being edited, without moving this page or taking the keyboard away.
const settle = () => {
  const frame = preview();
  const inner = frame?.contentDocument;
  const spot = inner?.getElementById(frame.dataset.at ?? "");
  if (spot && !frame.dataset.top) frame.contentWindow.scrollTo(0, spot.getBoundingClientRect().top + frame.contentWindow.scrollY - 40);
  else if (frame?.dataset.top) frame.contentWindow.scrollTo(0, Number(frame.dataset.top));
};
preview()?.addEventListener("load", settle);
if (preview()?.contentDocument?.readyState === "complete") settle();

const refresh = () => {
  const frame = preview();
  if (!frame) return;
  frame.dataset.top = frame.contentWindow.scrollY;
  const address = new URL(frame.src);
  const language = new URLSearchParams(frame.contentWindow.location.search).get("lang");
  if (language) address.searchParams.set("lang", language); // chosen beside it
  frame.contentWindow.location.replace(address);
};

// Take over from a new page whatever this one shows too, and keep the focus where it was.
const take = (html, focus) => {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  for (const part of ["form[data-swap]", ".undoing", ".outline"]) {
    const [old, now] = [document.querySelector(part), fresh.querySelector(part)];
    if (old && now) old.replaceWith(document.adoptNode(now));
  }
  const flash = fresh.querySelector("main > .kern-alert--success");
  if (flash) status(flash.textContent.trim());
  (focus && document.querySelector(focus))?.focus();
  start();
  refresh();
};

// Press a button of a form without leaving the page. Whatever is typed in the form goes with it.
const press = async (form, name, focus) => {
  const sent = new URLSearchParams(new FormData(form));
  sent.set("do", name);
  const answer = await fetch(form.action, { method: "POST", body: sent, headers: { Accept: "text/html" } }).catch(() => null);
  const html = await answer?.text();
  const stays = answer && new URL(answer.url).pathname === location.pathname;
  if (answer?.ok && stays && html.includes("data-swap")) return take(html, focus);
  const button = Object.assign(document.createElement("button"), { name: "do", value: name, hidden: true });
  form.append(button);
  form.requestSubmit(button); // the plain way, with a page of its own
};

const start = () => {
  const form = document.querySelector("form[data-swap]");
  if (!form) return;
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-move], button[value^='item-']");
    if (!button) return;
    event.preventDefault();
    press(form, button.value, `button[value="${CSS.escape(button.value)}"]`);
  });
  // What else can be chosen follows from this choice.
  form.addEventListener("change", ({ target }) => target.matches("select[data-anew]") && press(form, "", `[name="${CSS.escape(target.name)}"]`));
  document.dispatchEvent(new CustomEvent("editor-form", { detail: form }));
};

document.getElementById("seen")?.addEventListener("change", ({ target }) => target.form.requestSubmit());
document.addEventListener("editor-press", ({ detail }) => press(detail.form, detail.name, detail.focus));
document.addEventListener("editor-status", ({ detail }) => status(detail.words, detail.wrong));
document.addEventListener("editor-stored", refresh);
start();
