// What every page with a foot does: colours and text size; and, for whoever is signed in, answers that wait on this
// device are sent, and signing out leaves nothing behind. What that takes is fetched when it is needed.

import { followAppearance } from "./appearance.js";

const { person } = document.documentElement.dataset;
const appearance = document.getElementById("appearance");
const counted = document.querySelector('meta[name="attempt-counted"]')?.content;
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

// The page before handing in may come back out of the browser's memory, or be open in another tab, when the attempt is
// over: nothing on it can be pressed before the server has said what is so now.
async function askAgain() {
  document.querySelector("main form .button").hidden = true;
  try {
    await (await fetch("/health/live", { cache: "no-store" })).text();
    location.reload();
  } catch {
    const notice = document.getElementById("sent").content.cloneNode(true);
    notice.querySelector("p").textContent = "You are offline, or the site does not answer. As soon as it does, this page says whether the attempt has been handed in.";
    document.getElementById("device").replaceChildren(notice);
    setTimeout(askAgain, 3000);
  }
}

function watch() {
  addEventListener("pageshow", ({ persisted }) => { if (persisted) askAgain(); });
  new BroadcastChannel("course-app").onmessage = ({ data }) => {
    if (data.attempt === counted && ["over", "closed"].includes(data.outcome)) askAgain();
  };
}

if (counted) watch();
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
