// Lets the browser make a passkey, or use one, when its button is pressed; puts the answer into the form and sends it.
// Without it the form says that a passkey needs JavaScript.

const OF_MAKING = ["clientDataJSON", "attestationObject"];
const OF_USING = ["clientDataJSON", "authenticatorData", "signature", "userHandle"];

const toBytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

async function optionsOf({ options, from }) {
  const publicKey = options ? JSON.parse(options) : await (await fetch(from)).json();
  publicKey.challenge = toBytes(publicKey.challenge);
  if (publicKey.user) publicKey.user.id = toBytes(publicKey.user.id);
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    for (const known of publicKey[list] ?? []) known.id = toBytes(known.id);
  }
  return publicKey;
}

function answerOf({ id, type, response, rawId }) {
  const answer = { transports: response.getTransports?.() };
  for (const name of response.signature ? OF_USING : OF_MAKING) {
    if (response[name]) answer[name] = toText(response[name]);
  }
  return JSON.stringify({ id, type, rawId: toText(rawId), response: answer });
}

const REASONS = { NotAllowedError: "stopped", AbortError: "stopped", InvalidStateError: "known" };

async function send(event) {
  const form = event.target;
  const words = form.dataset;
  const says = form.querySelector("[role=status]");
  event.preventDefault();
  says.textContent = "";
  if (!window.PublicKeyCredential) {
    says.textContent = words.unable;
    return;
  }
  try {
    const answer = await navigator.credentials[words.passkey]({ publicKey: await optionsOf(words) });
    form.elements.credential.value = answerOf(answer);
    form.submit();
  } catch (error) {
    says.textContent = words[REASONS[error.name] ?? "failed"];
  }
}

for (const form of document.querySelectorAll("[data-passkey]")) form.addEventListener("submit", send);
