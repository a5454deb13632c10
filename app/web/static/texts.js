// Free texts by keyboard: j and k go from text to text, a digit presses the button that shows it, z undoes, ? shows the
// list. On the page for themes, letters look for a theme. Keys do nothing unless one is at a text: for those who speak to
// their computer, single keys would be pressed by accident (WCAG 2.1.4).

const typing = (spot) => spot.closest("textarea, select, input:not([type=checkbox], [type=radio])") !== null;
const cards = () => [...document.querySelectorAll("[data-card]")];
const here = () => document.activeElement?.closest("[data-card]");

const step = (by) => {
  const all = cards();
  const place = all.indexOf(here());
  const next = place < 0 ? all[0] : all[Math.min(Math.max(place + by, 0), all.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
};

// The button of this key in the text one is at, else one that belongs to no text.
const pressable = (key) => {
  const all = [...document.querySelectorAll(`[data-keys] [data-key="${CSS.escape(key)}"]`)];
  return all.find((each) => here()?.contains(each)) ?? all.find((each) => !each.closest("[data-card]"));
};

const list = () => {
  const keys = document.getElementById("keys");
  keys.open = true;
  keys.querySelector("summary").focus();
};

const search = document.getElementById("find-theme");
const themes = [...document.querySelectorAll("[data-theme]")];
const plain = (words) => words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const fitting = () => themes.filter((each) => plain(each.textContent).includes(plain(search.value.trim())));
const narrow = () => themes.forEach((each) => { each.closest("li").hidden = !fitting().includes(each); });

if (search) {
  search.closest(".field").hidden = false;
  search.addEventListener("input", narrow);
  search.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { search.value = ""; narrow(); search.blur(); }
    if (event.key !== "Enter") return;
    event.preventDefault(); // with words it ticks the first theme found, without any it saves
    if (!search.value.trim()) return search.form.querySelector("button[name=save]").click();
    fitting()[0]?.querySelector("input").click();
    search.value = "";
    narrow();
  });
}

// A suggestion ticks its theme at once; without script the server does it.
for (const button of document.querySelectorAll("button[name=add]")) {
  button.addEventListener("click", (event) => {
    const box = document.querySelector(`input[name=theme][value="${CSS.escape(button.value)}"]`);
    if (!box) return;
    event.preventDefault();
    box.checked = true;
    box.focus();
  });
}

document.addEventListener("keydown", (event) => {
  if (!event.target.closest("[data-keys]") || typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "?") return list();
  const pressed = pressable(event.key);
  if (pressed) { event.preventDefault(); return pressed.click(); }
  if (cards().length > 1 && (event.key === "j" || event.key === "k")) return step(event.key === "j" ? 1 : -1);
  if (!search) return;
  if (event.key === "Enter" && event.target.closest("button, a, summary") === null) {
    event.preventDefault();
    search.form.querySelector("button[name=save]").click();
  } else if (/^\p{L}$/u.test(event.key)) search.focus(); // the letter itself is typed there
});
