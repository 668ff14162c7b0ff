// Answers that wait on this device, on pages that are no attempt: they are sent, and signing out asks about them first.

import { busyFor, deliver, doOthersWait, forget, waitingOf } from "./outbox.js";
import { leftWords, pause, sentWords, stillWords, unsentWords } from "./plan.js";

const time = new Intl.DateTimeFormat("en-GB", { timeStyle: "short" });
const became = { saved: 0, asked: 0, late: 0, lost: 0 };
let tries = 0;
let timer = 0;

function hear({ outcome, batch, body }) {
  if (outcome === "closed") became.lost += batch.length;
  if (outcome !== "taken") return;
  const types = body.refused.map((one) => one.type);
  became.saved += body.acknowledged.length;
  became.asked += types.filter((type) => type === "newer-answer").length;
  became.late += types.filter((type) => type === "too-late").length;
}

const stillOf = (left) => stillWords(left.length, time.format(Math.min(...left.map((one) => one.at), Date.now())));

export async function sendFor(person) {
  const device = document.getElementById("device");
  if ((await waitingOf(person)).length === 0) {
    if (tries) device.replaceChildren(); // another tab has sent what was said to wait
    return;
  }
  device.role = "status"; // long before anything is said in it
  const outcome = await deliver(person, hear);
  const counted = document.querySelector('meta[name="attempt-counted"]');
  if (counted && became.saved) location.reload();
  const left = outcome === "sent" ? [] : await waitingOf(person);
  const words = [sentWords(became), counted ? leftWords(left.filter((one) => one.attempt === counted.content).length) : stillOf(left)].join(" ").trim();
  clearTimeout(timer);
  tries = outcome === "sent" ? 0 : tries + 1;
  if (["retry", "busy"].includes(outcome)) timer = setTimeout(sendFor, pause(tries, Math.random(), busyFor()), person);
  if (!words) return;
  const notice = document.getElementById("sent").content.cloneNode(true);
  notice.querySelector("p").textContent = words;
  if (words === sentWords({ saved: became.saved })) notice.firstElementChild.classList.replace("is-caution", "is-good");
  device.replaceChildren(notice);
}

// --- Signing out ----------------------------------------------------------------------------------------------------

async function signOut(person, form) {
  if (await doOthersWait(person)) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "others-wait", value: "1" });
    form.append(field);
  }
  await forget(person);
  localStorage.removeItem("person");
  for (const name of (await globalThis.caches?.keys()) ?? []) if (name !== "parts") await caches.delete(name);
  form.submit();
}

export async function askAndSignOut(person, form) {
  const unsent = document.getElementById("unsent");
  const { length } = await waitingOf(person);
  if (length === 0) {
    await signOut(person, form);
    return;
  }
  unsent.querySelector("p").textContent = unsentWords(length);
  unsent.returnValue = "";
  unsent.onclose = () => { if (unsent.returnValue === "sign-out") signOut(person, form); };
  unsent.showModal();
}
