// Passkeys: asks the browser for a key and sends what it says with an ordinary form. Without this file passwords, apps
// and recovery codes remain; the parts of a page that need it are hidden until it runs.

const CREATE = "create";

function bytes(text) {
  const padded = text.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(padded), (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

// What the server wrote in JSON, as browsers want it; older ones cannot read it themselves.
function readable(options) {
  const named = (key) => ({ ...key, id: bytes(key.id) });
  const read = { ...options, challenge: bytes(options.challenge) };
  if (options.user) read.user = { ...options.user, id: bytes(options.user.id) };
  if (options.excludeCredentials) read.excludeCredentials = options.excludeCredentials.map(named);
  if (options.allowCredentials) read.allowCredentials = options.allowCredentials.map(named);
  return read;
}

function sendable(credential) {
  const { response } = credential;
  const said = { clientDataJSON: text(response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[part]) said[part] = text(response[part]);
  }
  return { id: credential.id, rawId: text(credential.rawId), type: credential.type, response: said };
}

async function ask(form) {
  const body = new URLSearchParams({ csrf_token: form.elements.csrf_token.value });
  const answer = await fetch(form.dataset.begin, { method: "POST", body });
  if (!answer.ok) throw new Error(answer.status);
  const options = await answer.json();
  if (options.prove) {
    location.assign(options.prove);
    return;
  }
  const publicKey = readable(options);
  const credential = form.dataset.passkey === CREATE
    ? await navigator.credentials.create({ publicKey })
    : await navigator.credentials.get({ publicKey });
  form.elements.credential.value = JSON.stringify(sendable(credential));
  form.submit();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  const failed = form.querySelector("[role=alert]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    failed.hidden = true;
    try {
      await ask(form);
    } catch {
      failed.hidden = false;
    }
  });
}
