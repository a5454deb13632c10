// The rows of a rule come and go without loading the page anew, and the sentence follows every choice.
// The server draws them: this only sends what stands in the form and puts the answer in its place.

const shown = (rule) => rule.classList.add("rule--live");

async function anew(rule, button) {
  const data = new FormData(rule.closest("form"));
  if (button) data.set(button.name, button.value);
  const turn = rule.turn = (rule.turn || 0) + 1;
  const address = `${rule.dataset.rule}${rule.dataset.rule.includes("?") ? "&" : "?"}prefix=${rule.dataset.prefix}`;
  const answer = await fetch(address, { method: "POST", body: data });
  if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return turn === rule.turn ? page : null; // something newer was chosen meanwhile
}

async function redraw(rule, button) {
  const held = document.activeElement?.id;
  const page = await anew(rule, button);
  if (!page) return;
  rule.replaceChildren(...page.body.childNodes);
  const first = button?.value.startsWith("add") ? [...rule.querySelectorAll("select")].filter((each) => !each.value)[0] : null;
  (first || (held && document.getElementById(held)) || rule.querySelector("button[value^=add]"))?.focus();
  rule.dispatchEvent(new CustomEvent("rule", { bubbles: true }));
}

async function reread(rule) {
  const said = (await anew(rule))?.querySelector(".rule-said");
  if (said) rule.querySelector(".rule-said").replaceChildren(...said.childNodes);
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[name$='.do']");
  const rule = button?.closest("[data-rule]");
  if (!rule) return;
  event.preventDefault();
  try { await redraw(rule, button); } catch { button.form.requestSubmit(button); }
});

document.addEventListener("change", async (event) => {
  const rule = event.target.closest("[data-rule]");
  if (!rule) return;
  try { await (event.target.matches("[data-anew]") ? redraw(rule) : reread(rule)); } catch { rule.classList.remove("rule--live"); }
});

document.querySelectorAll("[data-rule]").forEach(shown);
