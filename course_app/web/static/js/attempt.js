// Saves each answer as it is given. The form works without this file; nothing here is needed to finish an attempt.
// "Saved" is only ever said of what the server has acknowledged.

import { start as startClock } from "./clock.js";

const form = document.getElementById("attempt");
const saved = document.getElementById("saved");
const waiting = document.getElementById("waiting");
const asking = document.getElementById("newer");
const slots = [...form.querySelectorAll(".slot")];
const onePerPage = form.querySelector(".slots").classList.contains("one-per-page");
const time = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium", timeZone: form.dataset.zone });
const client = crypto.randomUUID ? crypto.randomUUID() : Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, "0")).join("");
const outgoing = new Map(); // slot → response that the server has not acknowledged yet
const questions = []; // refused as newer-answer, waiting for the learner's word
let seq = 0;
let sending = false;
let tries = 0;
let timer = 0;
let token = document.querySelector('meta[name="csrf-token"]').content;

form.elements.client.value = client;

const clock = startClock(() => send().finally(() => setTimeout(() => location.reload(), 1500)));

// --- Reading and writing the page -----------------------------------------------------------------------------------

const numberOf = (slot) => Number(slot.dataset.slot);
const slotOf = (number) => slots.find((slot) => numberOf(slot) === number);
const inputsOf = (slot) => [...slot.querySelectorAll(`[name="slot-${numberOf(slot)}"]`)];
const choiceOf = (slot) => inputsOf(slot).filter((input) => input.checked).map((input) => input.value);
const flagOf = (slot) => slot.querySelector(`[name="flag-${numberOf(slot)}"]`).checked;
const baseOf = (slot) => slot.querySelector(`[name="base-${numberOf(slot)}"]`);

function wordsOf(slot, choice) {
  const texts = inputsOf(slot).filter((input) => choice.includes(input.value)).map((input) => `“${input.parentElement.querySelector("span").textContent.trim()}”`);
  return texts.join(" and ") || "no answer";
}

function count() {
  let answered = 0;
  let flagged = 0;
  for (const slot of slots) {
    const cell = form.querySelector(`.cell[data-go="${numberOf(slot)}"]`);
    const isAnswered = choiceOf(slot).length > 0;
    const isFlagged = flagOf(slot);
    answered += isAnswered;
    flagged += isFlagged;
    cell.classList.toggle("done", isAnswered);
    cell.classList.toggle("kept", outgoing.has(numberOf(slot)));
    cell.querySelector("[data-words]").textContent = `, ${isAnswered ? "answered" : "not answered"}${isFlagged ? ", flagged" : ""}`;
    cell.querySelector(".icon").toggleAttribute("hidden", !isFlagged);
  }
  const words = `${answered} of ${slots.length} answered${flagged ? `, ${flagged} flagged` : ""}`;
  for (const place of form.querySelectorAll("[data-count]")) place.textContent = words;
}

function say(words) {
  waiting.hidden = !words;
  waiting.querySelector("p").textContent = words || "";
}

// --- Saving ---------------------------------------------------------------------------------------------------------

function queue(slot, choice = choiceOf(slot)) {
  const base = Number(baseOf(slot).value);
  outgoing.set(numberOf(slot), { slot: numberOf(slot), choice, base, flag: flagOf(slot), seq: ++seq, client_time: new Date().toISOString() });
  count();
  send();
}

async function send() {
  clearTimeout(timer);
  if (sending || outgoing.size === 0) return;
  sending = true;
  const batch = [...outgoing.values()];
  let outcome;
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRF-Token": token },
      body: JSON.stringify({ client, responses: batch }),
      signal: AbortSignal.timeout(15000),
    });
    outcome = await take(answer);
  } catch {
    outcome = "retry";
  }
  sending = false;
  if (outcome === "retry") later();
  else if (outcome === "sent") { tries = 0; send(); }
  count();
}

function later() {
  tries += 1;
  const number = outgoing.size;
  say(`${number} ${number === 1 ? "answer is" : "answers are"} not saved yet: the connection is down. ${number === 1 ? "It is" : "They are"} kept on this page and sent when you are back.`);
  timer = setTimeout(send, Math.min(30000, 1000 * 2 ** tries));
}

async function take(answer) {
  if (answer.status === 401) {
    say("You are signed out. Sign in again in another tab, then answer here once more; this page keeps your answers.");
    timer = setTimeout(send, 10000);
    return "held";
  }
  const body = await answer.json().catch(() => ({}));
  if (answer.status === 403 && body.csrf_token) {
    token = body.csrf_token;
    for (const field of document.querySelectorAll('[name="csrf_token"]')) field.value = token;
    return "sent";
  }
  if (answer.status === 409 || answer.status === 404) {
    say(`${body.title || "This attempt is closed."} The page will show its result.`);
    setTimeout(() => location.reload(), 2500);
    return "held";
  }
  if (!answer.ok) return "retry";
  settle(body);
  return "sent";
}

function settle(body) {
  for (const one of body.acknowledged) {
    const field = baseOf(slotOf(one.slot));
    field.value = Math.max(Number(field.value), one.revision);
    forget(one);
    const tick = '<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="M2.5 8.5l3.5 3.5 7.5-8"/></svg>';
    saved.innerHTML = `${tick}Saved ${time.format(new Date(one.saved_at))}`;
  }
  for (const one of body.refused) {
    forget(one);
    if (one.type === "newer-answer") questions.push(one);
    else saved.textContent = one.title;
  }
  if (outgoing.size === 0) say("");
  clock.set(body.seconds_left);
  ask();
}

function forget(one) {
  if (outgoing.get(one.slot)?.seq === one.seq) outgoing.delete(one.slot);
}

// --- Two answers to one question ------------------------------------------------------------------------------------

function ask() {
  if (asking.open || questions.length === 0) return;
  const one = questions.shift();
  const slot = slotOf(one.slot);
  const [mine, theirs] = asking.querySelectorAll("button");
  asking.querySelector("h2").textContent = `Question ${one.slot} was answered in two places`;
  mine.textContent = `Take ${wordsOf(slot, one.yours)}`;
  theirs.textContent = `Keep ${wordsOf(slot, one.current)}`;
  asking.returnValue = "";
  asking.onclose = () => {
    const choice = asking.returnValue === "yours" ? one.yours : one.current;
    for (const input of inputsOf(slot)) input.checked = choice.includes(input.value);
    baseOf(slot).value = one.revision;
    queue(slot, choice);
    ask();
  };
  asking.showModal();
}

// --- Moving about ---------------------------------------------------------------------------------------------------

function current() {
  return slots.find((slot) => `#${slot.id}` === location.hash) || slots[0];
}

function show() {
  const shown = current();
  for (const cell of form.querySelectorAll(".cell[data-go]")) {
    if (onePerPage && Number(cell.dataset.go) === numberOf(shown)) cell.setAttribute("aria-current", "step");
    else cell.removeAttribute("aria-current");
  }
}

function go(number) {
  const slot = slotOf(number);
  if (!slot) return;
  if (location.hash !== `#q${number}`) location.hash = `q${number}`;
  slot.focus({ preventScroll: true });
  slot.scrollIntoView({ block: onePerPage ? "nearest" : "start" });
  if (onePerPage) window.scrollTo({ top: 0 });
}

form.addEventListener("change", (event) => {
  const slot = event.target.closest(".slot");
  if (slot) queue(slot);
});

form.addEventListener("click", (event) => {
  const mover = event.target.closest("[data-go]");
  const clear = event.target.closest('button[name$="-clear"]');
  if (mover) {
    event.preventDefault();
    go(Number(mover.dataset.go));
  } else if (clear) {
    event.preventDefault();
    const slot = clear.closest(".slot");
    for (const input of inputsOf(slot)) input.checked = false;
    queue(slot, []);
  }
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || asking.open || !/^[1-9]$/.test(event.key)) return;
  const focused = document.activeElement?.closest?.(".slot");
  const slot = onePerPage ? current() : focused;
  const input = slot && inputsOf(slot)[Number(event.key) - 1];
  if (!input) return;
  event.preventDefault();
  input.focus();
  input.click();
});

addEventListener("hashchange", show);
addEventListener("online", send);
addEventListener("beforeunload", (event) => {
  if (outgoing.size && !form.dataset.leaving) event.preventDefault();
});
form.addEventListener("submit", () => { form.dataset.leaving = "1"; });
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

form.classList.add("enhanced");
show();
count();
