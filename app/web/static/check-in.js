// Check-in at the door of an event: finds people while one types, reads the code on their phone, and works on where the
// network drops. What was pressed waits in this browser, without names, until the server has it. Without this file the
// page is a list of buttons.

const door = document.getElementById("door");
const told = JSON.parse(door.dataset.told);
const { words } = told;
const PAGE = location.pathname;
const WAITING = `check-in waiting ${PAGE}`; // what was pressed and is not sent: ids and numbers
const KNOWN = `check-in known ${PAGE}`; // who had come when the server answered last
const EVERY = 15_000; // milliseconds
const list = document.getElementById("parties");
const parties = () => [...list.querySelectorAll("[data-party]")];
const fill = (sentence, gaps) => sentence.replace(/\{(\w+)\}/g, (whole, name) => gaps[name] ?? whole);

// ---- What is known, and what waits

const stored = (name, otherwise) => JSON.parse(localStorage.getItem(name)) ?? otherwise;
const store = (name, value) => localStorage.setItem(name, JSON.stringify(value));
let waiting = stored(WAITING, []);

function show() {
  const known = stored(KNOWN, {});
  const pressed = Object.fromEntries(waiting.map(({ party, here }) => [party, { here, waits: true }]));
  let came = 0;
  for (const party of parties()) {
    const { here, who, waits } = { ...known[party.dataset.party], ...pressed[party.dataset.party] };
    if (here !== undefined) party.dataset.here = here;
    const count = Number(party.dataset.here);
    came += count;
    party.classList.toggle("party--here", count > 0);
    party.querySelector(".undo").hidden = count === 0;
    if (here === undefined) continue;
    const sentence = count ? fill(words.here, { here: count, seats: party.dataset.seats }) : "";
    party.querySelector(".came").textContent = [sentence, waits ? words.unsent : who && count ? who : ""].filter(Boolean).join(" · ");
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
  waiting.push({ action: crypto.randomUUID(), party: value, here, done: Date.now() });
  store(WAITING, waiting);
  show();
  talk();
});

// ---- Talking with the server, one word at a time

class Closed extends Error {}
let talking = false;

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
  find();
}

async function send(token) {
  const { action, party, here, done } = waiting[0];
  const ago = Math.max(0, Math.round((Date.now() - done) / 1000)); // whatever this phone takes the time for
  const body = new URLSearchParams({ csrf_token: token, action, party, here, ago });
  const answer = await ask(PAGE, { method: "POST", body });
  if (!answer.ok && answer.status !== 404) throw new Error(answer.status);
  waiting.shift(); // one that was cancelled meanwhile is not in the list that follows
  store(WAITING, waiting);
}

async function talk() {
  if (talking) return;
  talking = true;
  try {
    const token = await hear();
    const sent = waiting.length;
    while (waiting.length) await send(token);
    if (sent) await hear();
    say(told.until ? words.ready : words.online);
  } catch (problem) {
    if (problem instanceof Closed) await forget();
    else say(waiting.length ? fill(words.waits, { count: waiting.length }) : words.away, true);
  }
  talking = false;
  show();
}

// ---- What this phone keeps, and when it goes

async function forget() {
  localStorage.removeItem(KNOWN);
  if (!waiting.length) localStorage.removeItem(WAITING);
  const worker = await navigator.serviceWorker?.getRegistration(PAGE);
  await worker?.unregister();
  await caches.delete(`check-in ${location.origin}${PAGE}`);
  list.replaceChildren();
  say(waiting.length ? fill(words.out_waiting, { count: waiting.length }) : words.out, true);
}

for (const form of document.querySelectorAll("form[action$='/sign-out']")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await talk();
    if (waiting.length) return; // says so already: it would be lost
    await forget();
    form.submit();
  });
}

// ---- Finding someone by name or code

const plain = (typed) => [...typed.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "")]
  .map((letter) => told.alike[letter] ?? letter).join("").replace(/[^\p{L}\p{N}]+/gu, " ").trim();

const sound = (word) => {
  const spoken = [...word.replace(/^و/, "v")].map((letter) => told.letters[letter] ?? letter).join("");
  return [...spoken.replace(new RegExp(told.silent, "g"), "")].map((letter) => told.sounds[letter] ?? "")
    .reduce((groups, group) => (group === groups.slice(-1) ? groups : groups + group), "");
};

const fits = (wanted, given) => wanted.every((each) => given.split(" ").some((word) => word.startsWith(each)));

function find() {
  const typed = document.getElementById("q").value;
  const wanted = plain(typed).split(" ").filter(Boolean);
  const heard = wanted.map(sound);
  let found = parties().filter((party) => fits(wanted, party.dataset.plain) || party.dataset.code === typed.trim().toUpperCase());
  if (!found.length && heard.join("").length >= told.least) found = parties().filter((party) => fits(heard, party.dataset.sound));
  parties().forEach((party) => (party.hidden = !found.includes(party)));
  document.getElementById("nobody").hidden = found.length > 0;
}

function come(code) {
  const field = document.getElementById("q");
  field.value = code;
  find();
  list.querySelector("[data-party]:not([hidden]) .come")?.focus();
}

const coded = (address) => /#([0-9A-Z]{4}-[0-9A-Z]{4})$/.exec(address)?.[1];

function follow() {
  const code = coded(location.href);
  if (!code) return;
  history.replaceState(null, "", PAGE + location.search);
  come(code);
}

document.getElementById("q").addEventListener("input", find);
document.getElementById("search").addEventListener("submit", (event) => { event.preventDefault(); find(); });
addEventListener("hashchange", follow);

// ---- The camera, where the browser reads codes

const camera = document.getElementById("camera");
const video = camera.querySelector("video");

async function scan() {
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  camera.showModal();
  await video.play();
  while (camera.open) {
    const seen = await detector.detect(video).catch(() => []);
    const code = seen.map((each) => coded(each.rawValue)).find(Boolean);
    if (code) {
      camera.close();
      return come(code);
    }
    await new Promise((next) => setTimeout(next, 150));
  }
}

camera.addEventListener("close", () => {
  video.srcObject?.getTracks().forEach((track) => track.stop());
  video.srcObject = null;
});

if ("BarcodeDetector" in window && navigator.mediaDevices) {
  const button = document.getElementById("scan");
  button.hidden = false;
  button.addEventListener("click", () => scan().catch(() => say(words.no_camera, true)));
  camera.querySelector("button").addEventListener("click", () => camera.close());
}

// ---- Begin

if (told.until && Date.parse(told.until) < Date.now()) forget();
else {
  if (!told.until) localStorage.removeItem(KNOWN);
  else navigator.serviceWorker?.register(told.worker, { scope: PAGE });
  show();
  find();
  follow();
  talk();
  setInterval(() => { if (!document.hidden) talk(); }, EVERY);
  addEventListener("online", talk);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) talk(); });
}
