// Every field saves itself a moment after one stops typing. Words that cannot be saved stay where they are.

const PAUSE = 900; // milliseconds without a key
const AGAIN = 8000; // until a server that did not answer is asked again

const token = async () => {
  const page = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (page.redirected) return null;
  return new DOMParser().parseFromString(await page.text(), "text/html").querySelector("input[name=csrf_token]")?.value;
};

const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));
const status = (words, wrong = false) => tell("editor-status", { words, wrong });

const autosave = (form) => {
  const words = JSON.parse(form.dataset.words);
  const waiting = new Set(); // paths whose words are not stored yet
  const unsure = new Map(); // what was sent for a path without an answer: perhaps it is stored
  let timer = null;
  let busy = false;

  const field = (path) => form.elements[`f.${path}`];
  const was = (path) => form.elements[`was.${path}`];
  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };

  const save = async (retried = false, leaving = false) => {
    clearTimeout(timer);
    if (busy || waiting.size === 0) return;
    busy = true;
    status(words.saving);
    const paths = [...waiting];
    const sent = new URLSearchParams({ csrf_token: form.elements.csrf_token.value });
    for (const path of paths) {
      const spot = field(path);
      if (spot.type !== "checkbox" || spot.checked) sent.append(`f.${path}`, spot.value);
      sent.append(`was.${path}`, was(path).value);
      for (const words of unsure.get(path) ?? []) sent.append(`sent.${path}`, words);
    }
    waiting.clear();
    const values = Object.fromEntries(paths.map((path) => [path, field(path).value]));
    const answer = await fetch(form.action, { method: "POST", body: sent, headers: { Accept: "application/json" }, keepalive: leaving }).catch(() => null);
    busy = false;
    const told = answer?.headers.get("Content-Type") === "application/json" ? await answer.json() : null;
    if (told) paths.forEach((path) => unsure.delete(path));
    if (told) return take(told, paths, values);
    if (!answer) paths.forEach((path) => unsure.set(path, [...(unsure.get(path) ?? []), values[path]].slice(-20)));
    paths.forEach((path) => waiting.add(path));
    if (answer?.status === 400 && retried !== true) {
      const fresh = await token().catch(() => null);
      if (fresh) {
        document.querySelectorAll("input[name=csrf_token]").forEach((each) => (each.value = fresh));
        return save(true);
      }
    }
    if (answer && (answer.redirected || answer.status === 400)) return signed_out();
    status(words.away, true);
    later(AGAIN);
  };

  const signed_out = () => {
    status(`${words.out} `, true);
    const link = Object.assign(document.createElement("a"), { href: "/staff/sign-in", target: "_blank", textContent: words.in });
    document.getElementById("saved").append(link);
  };

  const take = (told, paths, values) => {
    if (told.gone === true) return status(words.gone, true);
    document.querySelectorAll("input[name=revision]").forEach((each) => (each.value = told.revision));
    for (const path of paths) {
      const wrong = told.conflicts[path] ?? told.problems[path];
      show(path, told.conflicts[path], told.problems[path]);
      if (!wrong && path in told.was) was(path).value = told.was[path];
      if (!wrong && field(path).value !== values[path]) waiting.add(path); // typed on meanwhile
    }
    for (const [path, [state, label]] of Object.entries(told.states)) {
      const badge = form.querySelector(`[data-cell="${CSS.escape(path)}"] .badge`);
      if (!badge) continue;
      badge.className = `badge badge--${state}`;
      badge.textContent = label;
    }
    const stuck = Object.keys(told.conflicts).length + Object.keys(told.problems).length + told.gone.length;
    status(told.gone.length ? words.gone : stuck ? words.stuck : told.saved, stuck > 0);
    if (told.undo) undo(told.undo);
    tell("editor-stored");
    if (waiting.size) later(PAUSE);
  };

  const undo = (label) => {
    const button = document.querySelector(".undoing [data-key=z]");
    if (!button) return;
    button.disabled = false;
    const small = button.querySelector("small") ?? button.appendChild(document.createElement("small"));
    small.textContent = label;
    document.querySelector(".undoing [data-key=y]").disabled = true;
  };

  const show = (path, conflict, problem) => {
    const cell = form.querySelector(`[data-cell="${CSS.escape(path)}"]`);
    cell.querySelector(".conflict, .live-problem")?.remove();
    field(path).removeAttribute("aria-invalid");
    if (!conflict && !problem) return;
    field(path).setAttribute("aria-invalid", "true");
    const box = document.createElement("div");
    box.setAttribute("role", "alert");
    [box.lang, box.dir] = [document.documentElement.lang, document.documentElement.dir]; // the cell speaks another
    if (problem) {
      box.className = "kern-error live-problem";
      box.textContent = problem;
    } else {
      box.className = "conflict";
      const theirs = Object.assign(document.createElement("bdi"), { className: "written", textContent: conflict.theirs || "–" });
      const said = Object.assign(document.createElement("p"), { textContent: `${words.other} ${conflict.who && `(${conflict.who})`}` });
      box.append(said, theirs, document.createElement("br"));
      for (const choice of ["mine", "theirs"]) {
        const button = Object.assign(document.createElement("button"), { type: "button", className: "kern-btn kern-btn--small", textContent: words[choice] });
        button.addEventListener("click", () => {
          was(path).value = conflict.was;
          if (choice === "theirs") field(path).value = conflict.theirs;
          else waiting.add(path);
          box.remove();
          field(path).focus();
          save();
        });
        box.append(button, " ");
      }
    }
    cell.append(box);
  };

  const touched = (event, wait) => {
    const name = event.target.name ?? "";
    if (!name.startsWith("f.")) return;
    waiting.add(name.slice(2));
    later(wait);
  };
  form.addEventListener("input", (event) => touched(event, PAUSE));
  form.addEventListener("change", (event) => touched(event, 0));
  form.addEventListener("save-now", () => (waiting.size ? save() : status(document.getElementById("saved").textContent)));
  addEventListener("pagehide", () => waiting.size && save(false, true));
};

document.addEventListener("editor-form", ({ detail }) => detail.dataset.autosave !== undefined && autosave(detail));
