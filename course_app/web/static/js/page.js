// What every page with a foot does: colours and text size; and, for whoever is signed in, answers that wait on this
// device are sent, and signing out leaves nothing behind. What that takes is fetched when it is needed.

import { followAppearance } from "./appearance.js";

const { person } = document.documentElement.dataset;
const appearance = document.getElementById("appearance");
const over = document.querySelector('meta[name="attempt-over"]')?.content;

async function sendWhatWaits() {
  if (!localStorage.getItem("answers-wait")) return;
  const device = await import("./device.js").catch(() => null); // without a network there is no sending either
  device?.sendFor(person);
}

async function signOut(form) {
  try {
    const { askAndSignOut } = await import("./device.js");
    await askAndSignOut(person, form);
  } catch {
    form.submit(); // there is no network, and no signing out without it
  }
}

if (appearance) followAppearance(appearance);
if (person) {
  localStorage.setItem("person", person);
  if (over) new BroadcastChannel("course-app").postMessage({ person, attempt: over, outcome: "over" });
  sendWhatWaits();
  addEventListener("online", sendWhatWaits);
  for (const form of document.querySelectorAll('form[action="/sign-out"]')) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      signOut(form);
    });
  }
}
