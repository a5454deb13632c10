// Check-in at the door of an event, which works on where the network drops: what was pressed waits in this browser, without
// names, until the server has it. Without this file each button sends its own form.

const door = document.getElementById("door");
const told = JSON.parse(door.dataset.told);
const { words } = told;
const PAGE = location.pathname;
const WAITING = `check-in waiting ${PAGE}`; // what was pressed and is not sent: ids and numbers
const KNOWN = `check-in known ${PAGE}`; // who had come when the server answered last
const EVERY = 15_000; // milliseconds between two talks with the server
const AGAIN = 3_000; // when it did not answer
const list = document.getElementById("parties");
const parties = () => [...list.querySelectorAll("[data-party]")];
const fill = (sentence, gaps) => sentence.replace(/\{(\w+)\}/g, (whole, name) => gaps[name] ?? whole);

// ---- What is known, and what waits

const stored = (name, otherwise) => JSON.parse(localStorage.getItem(name)) ?? otherwise;
const store = (name, value) => localStorage.setItem(name, JSON.stringify(value));
const waiting = () => stored(WAITING, []); // another window of this phone may have added to it
const over = () => told.until !== "" && Date.parse(told.until) < Date.now();

function show() {
  const known = stored(KNOWN, {});
  const pressed = Object.fromEntries(waiting().map(({ party, here }) => [party, { here, waits: true }]));
  let came = 0;
  for (const party of parties()) {
    const { here, noted, waits } = { ...known[party.dataset.party], ...pressed[party.dataset.party] };
    if (here !== undefined) party.dataset.here = here;
    const count = Number(party.dataset.here);
    came += count;
    party.classList.toggle("party--here", count > 0);
    party.querySelector(".undo").hidden = count === 0;
    if (here === undefined) continue;
    const sentence = count ? fill(words.here, { here: count, seats: party.dataset.seats }) : "";
    party.querySelector(".came").textContent = [sentence, waits ? words.unsent : count ? noted : ""].filter(Boolean).join(" · ");
  }
  document.getElementById("came").textContent = came;
}

function say(sentence, wrong = false) {
  const line = document.getElementById("network");
  if (line.textContent !== sentence) line.textContent = sentence;
  line.classList.toggle("network--away", wrong);
}

door.addEventListener("submit", (event) => {
  const { name, value } = event.submitter ?? {};
  if (!value) return event.preventDefault(); // Enter in a field of numbers
  if (!window.isSecureContext) return;
  event.preventDefault();
  const party = list.querySelector(`[data-party="${value}"]`);
  const count = party.querySelector("input")?.value ?? party.dataset.seats;
  const here = name === "undo" ? 0 : Math.min(Math.max(Math.trunc(Number(count)) || 1, 1), Number(party.dataset.seats));
  store(WAITING, [...waiting(), { action: crypto.randomUUID(), party: value, here, done: Date.now() }]);
  show();
  talk();
});

// ---- Talking with the server, one word at a time

class Closed extends Error {}
let talking = null;
let next = null;

async function ask(address, given) {
  const answer = await fetch(address, { headers: { Accept: "application/json" }, ...given });
  if (answer.redirected || answer.status === 403 || (answer.status === 404 && !given)) throw new Closed();
  return answer;
}

async function hear() {
  const answer = await ask(told.state);
  if (!answer.ok) throw new Error(answer.status);
  const state = await answer.json();
  store(KNOWN, state.parties);
  if (state.list !== list.dataset.list) await renew();
  return state.token;
}

async function renew() {
  const answer = await ask(PAGE, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("parties");
  if (!fresh) return;
  list.replaceChildren(...fresh.children);
  list.dataset.list = fresh.dataset.list;
  document.dispatchEvent(new Event("check-in-list"));
}

async function send(token, { action, party, here, done }) {
  const ago = Math.max(0, Math.round((Date.now() - done) / 1000)); // whatever this phone takes the time for
  const body = new URLSearchParams({ csrf_token: token, action, party, here, ago });
  const answer = await ask(PAGE, { method: "POST", body });
  if (!answer.ok && answer.status !== 404) throw new Error(answer.status);
  store(WAITING, waiting().filter((each) => each.action !== action)); // who cancelled meanwhile is not in the list that follows
}

async function talkOnce() {
  clearTimeout(next);
  let pause = EVERY;
  try {
    const token = await hear();
    const unsent = waiting();
    for (const each of unsent) await send(token, each);
    if (unsent.length) await hear();
    const worker = await navigator.serviceWorker?.getRegistration(PAGE);
    say(worker?.active ? words.ready : words.online);
    document.getElementById("again").hidden = true;
    if (over()) await forget();
  } catch (problem) {
    if (problem instanceof Closed || over()) await forget();
    else {
      say(waiting().length ? fill(words.waits, { count: waiting().length }) : words.away, true);
      pause = AGAIN;
    }
  }
  show();
  next = setTimeout(() => document.hidden || talk(), pause);
}

const talk = () => (talking ??= talkOnce().finally(() => { talking = null; }));

// ---- What this phone keeps, and when it goes

async function forget() {
  const unsent = waiting().length;
  localStorage.removeItem(KNOWN);
  if (!unsent) localStorage.removeItem(WAITING);
  const worker = await navigator.serviceWorker?.getRegistration(PAGE);
  await worker?.unregister();
  await window.caches?.delete(`check-in ${location.origin}${PAGE}`);
  list.replaceChildren();
  list.dataset.list = "";
  say(unsent ? fill(words.out_waiting, { count: unsent }) : words.out, true);
  document.getElementById("again").hidden = false;
}

for (const form of document.querySelectorAll("form[action$='/sign-out']")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await talk();
    if (waiting().length) return; // says so already: it would be lost
    await forget();
    form.submit();
  });
}

if (told.until) navigator.serviceWorker?.register(told.worker, { scope: PAGE }).then(() => navigator.serviceWorker.ready).then(talk, () => {});
addEventListener("online", talk);
document.addEventListener("visibilitychange", () => { if (!document.hidden) talk(); });
show();
talk();
