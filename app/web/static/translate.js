// The desk of a translator: each text saves itself when its writer pauses. Without this script one button saves all.

const desk = document.querySelector("#desk");
const saved = document.querySelector("#saved");
const PAUSE = 1500;
const AGAIN = 5000;

if (desk.dataset.saving) {
  for (const area of desk.querySelectorAll("textarea[name]")) watch(area);
  // Whatever a button sends is in the form already: nothing is left to warn about.
  desk.addEventListener("submit", () => { removeEventListener("beforeunload", warn); });
  addEventListener("beforeunload", warn);
  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      for (const area of desk.querySelectorAll("textarea[name]")) save(area);
    }
  });
}

function watch(area) {
  area.kept = area.value;
  let waiting;
  area.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => save(area), PAUSE);
  });
  area.addEventListener("change", () => { clearTimeout(waiting); save(area); });
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      clearTimeout(waiting);
      save(area);
      next(area);
    }
  });
  for (const gap of row(area).querySelectorAll("button[data-gap]")) {
    gap.hidden = false;
    gap.addEventListener("click", () => {
      area.setRangeText(gap.dataset.gap, area.selectionStart, area.selectionEnd, "end");
      area.focus();
      area.dispatchEvent(new Event("input"));
    });
  }
  for (const use of row(area).querySelectorAll("button[name=use]")) {
    use.addEventListener("click", (event) => {
      event.preventDefault();
      area.value = use.value.slice(use.value.indexOf("\n") + 1);
      area.focus();
      save(area);
    });
  }
}

function next(area) {
  const all = [...desk.querySelectorAll("textarea[name]")];
  const after = all[all.indexOf(area) + 1];
  if (after) after.focus();
  else desk.querySelector(".end button").focus();
}

function row(area) {
  return area.closest(".pair");
}

function warn(event) {
  if ([...desk.querySelectorAll("textarea[name]")].some((area) => area.value !== area.kept)) event.preventDefault();
}

// One text is on its way at a time: the next one builds on the answer to the one before.
async function save(area) {
  if (area.busy || area.value === area.kept) return;
  area.busy = true;
  const sent = area.value;
  saved.textContent = desk.dataset.saving;
  try {
    const answer = await fetch(desk.action, { method: "POST", body: form(area), headers: { Accept: "application/json" }, redirect: "manual" });
    if (answer.status === 429 || answer.status >= 500) throw new TypeError("busy");
    if (!answer.headers.get("Content-Type")?.includes("json")) throw new TypeError("not signed in");
    tell(area, sent, await answer.json());
  } catch (error) {
    saved.textContent = error.message === "not signed in" ? desk.dataset.elsewhere : desk.dataset.offline;
    setTimeout(() => save(area), AGAIN);
  }
  area.busy = false;
  if (area.value !== sent) save(area);
}

function form(area) {
  const path = area.name.slice(2);
  const fields = new FormData();
  for (const name of ["csrf_token", `w.${path}`, `f.${path}`]) {
    const field = desk.elements[name];
    if (field) fields.set(name, field.value);
  }
  fields.set(area.name, area.value);
  return fields;
}

function tell(area, sent, answer) {
  const path = area.name.slice(2);
  const wrong = answer.theirs !== null || answer.problem !== null;
  if (wrong) area.setAttribute("aria-invalid", "true");
  else area.removeAttribute("aria-invalid");
  row(area).querySelector(".live")?.remove();
  area.kept = sent; // what is wrong is not sent again by itself, only after the next key
  if (wrong) {
    const note = document.createElement("p");
    note.className = "kern-error live";
    note.setAttribute("role", "alert");
    note.textContent = answer.problem ?? answer.note;
    if (answer.theirs !== null) {
      const theirs = document.createElement("span");
      theirs.className = "theirs";
      theirs.lang = area.lang;
      theirs.dir = area.dir;
      theirs.textContent = answer.theirs;
      note.append(theirs);
      desk.elements[`w.${path}`].value = answer.was;
    }
    area.before(note);
    saved.textContent = "";
    return;
  }
  desk.elements[`w.${path}`].value = answer.was;
  const badge = row(area).querySelector(".badge");
  badge.className = `badge badge--${answer.state}`;
  badge.textContent = answer.label;
  row(area).querySelector(".by").textContent = answer.who;
  const mark = row(area).querySelector("button[name=reviewed]");
  if (mark) mark.hidden = !["draft", "outdated"].includes(answer.state);
  area.className = `target ${answer.state}`;
  saved.textContent = answer.saved;
}
