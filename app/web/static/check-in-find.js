// Finds someone in the list of an event while one types a name, or by the code on their phone. The rules are those of
// app/domain/finding_names.py, which a page without script asks; the letters come from there.

const told = JSON.parse(document.getElementById("door").dataset.told);
const list = document.getElementById("parties");
const parties = () => [...list.querySelectorAll("[data-party]")];

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
  const all = parties();
  let found = all.filter((party) => fits(wanted, party.dataset.plain) || party.dataset.code === typed.trim().toUpperCase());
  if (!found.length && heard.join("").length >= told.least) found = all.filter((party) => fits(heard, party.dataset.sound));
  all.forEach((party) => (party.hidden = !found.includes(party)));
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
  history.replaceState(null, "", location.pathname + location.search);
  come(code);
}

document.getElementById("q").addEventListener("input", find);
const search = document.getElementById("search");
search.addEventListener("submit", (event) => { event.preventDefault(); find(); });
search.querySelector("[type=submit]").hidden = true;
addEventListener("hashchange", follow);
document.addEventListener("check-in-list", find);

// The camera, where the browser reads codes.
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
    await new Promise((look) => setTimeout(look, 150));
  }
}

camera.addEventListener("close", () => {
  video.srcObject?.getTracks().forEach((track) => track.stop());
  video.srcObject = null;
});

if ("BarcodeDetector" in window && navigator.mediaDevices) {
  const button = document.getElementById("scan");
  button.hidden = false;
  button.addEventListener("click", () => scan().catch(() => { document.getElementById("network").textContent = told.words.no_camera; }));
  camera.querySelector("button").addEventListener("click", () => camera.close());
}

find();
follow();
