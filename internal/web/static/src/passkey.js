// A passkey is made or used by the device, which only a script can ask. The
// answer goes into the fields of the form, which is then sent as any other: the
// server says what comes next. Without scripts there is the mail.

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

const words = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

// What the server refuses, in its words.
class Refusal extends Error {}

async function begin(address) {
  const answer = await fetch(address, { method: "POST", headers: { Accept: "application/json" } });
  const said = await answer.json();
  if (!answer.ok) throw new Refusal(said.detail);
  return said;
}

// JSON has no bytes: both ways they are written in base64.
function unpacked(options) {
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  for (const known of [...(options.excludeCredentials ?? []), ...(options.allowCredentials ?? [])]) known.id = bytes(known.id);
  return options;
}

function packed(credential) {
  const { id, type, authenticatorAttachment, response } = credential;
  const said = {};
  for (const field of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[field]) said[field] = words(response[field]);
  }
  if (response.getTransports) said.transports = response.getTransports();
  return JSON.stringify({
    id, rawId: words(credential.rawId), type, authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(), response: said,
  });
}

async function ask(form) {
  const { id, options } = await begin(form.dataset.passkey);
  const publicKey = unpacked(options.publicKey);
  const credential = publicKey.user
    ? await navigator.credentials.create({ publicKey })
    : await navigator.credentials.get({ publicKey });
  form.elements.ceremonie.value = id;
  form.elements.reponse.value = packed(credential);
  form.submit();
}

function explain(form, error) {
  if (error instanceof Refusal) return error.message;
  return error.name === "NotAllowedError" || error.name === "AbortError" ? form.dataset.cancelled : form.dataset.failed;
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) form.hidden = true;
  const said = form.querySelector("[data-said]");
  let asking = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (asking) return;
    asking = true;
    said.textContent = "";
    try {
      await ask(form);
    } catch (error) {
      said.textContent = explain(form, error);
    }
    asking = false;
  });
}
