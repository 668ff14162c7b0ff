// Signing in where one is, with e-mail and password; whoever needs a code or a passkey has the link to another tab.

import { freshToken, isHere, token } from "./outbox.js";

const signInBox = document.getElementById("sign-in");
const signInForm = signInBox.querySelector("form");
const signInSays = document.getElementById("sign-in-says");

async function askServer() {
  const fields = new URLSearchParams(new FormData(signInForm));
  fields.set("csrf_token", token());
  const answer = await fetch(signInForm.action, { method: "POST", headers: { Accept: "application/json" }, body: fields });
  return { ok: answer.ok, body: await answer.json() };
}

async function signIn() {
  let answer = await askServer();
  if (answer.body.type === "csrf-expired") {
    freshToken(answer.body.csrf_token);
    answer = await askServer();
  }
  return answer;
}

// Opens the dialog; `onSignedIn` hears who signed in.
export function askToSignIn(onSignedIn) {
  signInForm.onsubmit = async (event) => {
    if (event.submitter?.value === "later") return;
    event.preventDefault();
    signInSays.textContent = "";
    try {
      const { ok, body } = await signIn();
      if (ok) {
        signInForm.reset();
        isHere(body.person);
        signInBox.close();
        onSignedIn(body.person);
        return;
      }
      signInSays.textContent = body.title;
    } catch {
      signInSays.textContent = navigator.onLine ? "The site does not answer. Nothing is lost; try again in a moment." : "You are offline. Nothing is lost; sign in when you are back.";
    }
    signInForm.elements.password.select();
  };
  if (!signInBox.open) signInBox.showModal();
  signInForm.elements.password.focus(); // the e-mail is there
}

export function closeSignIn() {
  signInBox.close();
}
