// Asks the device for a new passkey, or for a signature by one that it has. The form is shown by this script only: a browser
// without it, or without passkeys, has the other form of the page.
const form = document.querySelector('form[data-passkey]');
const status = form?.querySelector('[role=status]');

const bytesOf = (text) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
const textOf = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');

function ask(options) {
  const { publicKey } = options;
  publicKey.challenge = bytesOf(publicKey.challenge);
  if (publicKey.user) publicKey.user.id = bytesOf(publicKey.user.id);
  for (const known of [...(publicKey.excludeCredentials ?? []), ...(publicKey.allowCredentials ?? [])]) {
    known.id = bytesOf(known.id);
  }
  return publicKey.user ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey });
}

function told(credential) {
  const response = { clientDataJSON: textOf(credential.response.clientDataJSON) };
  for (const name of ['attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    if (credential.response[name]) response[name] = textOf(credential.response[name]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: textOf(credential.rawId),
    type: credential.type,
    extensions: credential.getClientExtensionResults(),
    response,
  });
}

if (form && globalThis.PublicKeyCredential) {
  form.hidden = false;
  form.addEventListener('submit', async (event) => {
    if (form.elements.passkey.value) return;
    event.preventDefault();
    status.textContent = '';
    try {
      form.elements.passkey.value = told(await ask(JSON.parse(form.dataset.passkey)));
      form.requestSubmit();
    } catch {
      status.textContent = status.dataset.failed;
    }
  });
}
