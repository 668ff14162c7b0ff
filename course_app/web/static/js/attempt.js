// Saves each answer as it is given. The form works without this file; nothing here is needed to finish an attempt.
// "Saved" is only ever said of what the server has acknowledged.

import { GRACE, startClock } from "./clock.js";

const PATIENCE = 15000;
const LONGEST_WAIT = 30000;
const form = document.getElementById("attempt");
const live = document.getElementById("saved");
const waiting = document.getElementById("waiting");
const asking = document.getElementById("newer");
const slots = [...form.querySelectorAll(".slot")];
const onePerPage = slots[0].parentElement.classList.contains("one-per-page");
const time = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium", timeZone: form.dataset.zone });
const client = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
const outgoing = new Map(); // slot → response that the server has not acknowledged yet
const questions = new Map(); // slot → response refused as newer-answer, waiting for the learner's word
let seq = 0;
let tries = 0;
let timer = 0;
let delivering = null;
let told = "";
let isOver = false;
let isLeaving = false;
let isHandingIn = false; // asked for while answers wait
let token = document.querySelector('meta[name="csrf-token"]').content;

form.elements.client.value = client;

const clock = startClock(end);

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
  const isStuck = tries > 0;
  let answered = 0;
  let flagged = 0;
  for (const slot of slots) {
    const cell = form.querySelector(`.cell[data-go="${numberOf(slot)}"]`);
    const isAnswered = choiceOf(slot).length > 0;
    const isFlagged = flagOf(slot);
    const isKept = isStuck && outgoing.has(numberOf(slot));
    answered += isAnswered;
    flagged += isFlagged;
    cell.classList.toggle("done", isAnswered);
    cell.classList.toggle("flagged", isFlagged);
    cell.classList.toggle("kept", isKept);
    cell.querySelector("[data-words]").textContent = ` ${isAnswered ? "answered" : "not answered"}${isKept ? ", not saved yet" : ""}${isFlagged ? ", flagged" : ""}`;
  }
  form.querySelector("[data-kept]").hidden = !isStuck;
  const words = `${answered} of ${slots.length} answered${flagged ? `, ${flagged} flagged` : ""}`;
  for (const place of form.querySelectorAll("[data-count]")) place.textContent = words;
}

// The line below a question.
function line(slot, words, isSaved = false) {
  slot.querySelector(".saved").replaceChildren(...(isSaved ? [document.getElementById("tick").content.cloneNode(true)] : []), words);
}

function tell(first, second = "", link = "") {
  if (told === first + second) return;
  told = first + second;
  waiting.replaceChildren();
  if (!first) return;
  const box = document.getElementById("notice").content.cloneNode(true);
  box.querySelector("strong").textContent = first;
  if (second) box.querySelector("p + p").textContent = second;
  else box.querySelector("p + p").remove();
  for (const one of box.querySelectorAll("[data-link]")) if (one.dataset.link !== link) one.remove();
  waiting.append(box);
}

// --- Saving ---------------------------------------------------------------------------------------------------------

function queue(slot, choice = choiceOf(slot)) {
  const number = numberOf(slot);
  outgoing.set(number, { slot: number, choice, base: Number(baseOf(slot).value), flag: flagOf(slot), seq: ++seq, client_time: new Date().toISOString() });
  line(slot, tries ? "Not saved yet" : "Saving…");
  count();
  send();
}

function send() {
  delivering ||= deliver().finally(() => { delivering = null; });
  return delivering;
}

async function deliver() {
  clearTimeout(timer);
  let outcome = "sent";
  while (outgoing.size && outcome === "sent") outcome = await post([...outgoing.values()]);
  if (outcome === "retry") later();
  if (outcome === "sent") {
    tries = 0;
    isHandingIn = false;
  }
  count();
}

async function post(batch) {
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRF-Token": token },
      body: JSON.stringify({ client, responses: batch }),
      signal: AbortSignal.timeout(PATIENCE),
    });
    return take(answer, await answer.json(), batch);
  } catch {
    return "retry";
  }
}

function later() {
  tries += 1;
  timer = setTimeout(send, Math.min(LONGEST_WAIT, 1000 * 2 ** tries));
  for (const number of outgoing.keys()) line(slotOf(number), "Not saved yet");
  const isOffline = !navigator.onLine;
  if (isOver) {
    tell(`Time is up. ${isOffline ? "You are offline" : "The site does not answer"}; what was saved before is handed in.`);
    return;
  }
  const number = outgoing.size;
  tell(
    `${isOffline ? "You are offline." : "The site does not answer."} ${number === 1 ? "1 answer is" : `${number} answers are`} not saved yet, and will be sent when ${isOffline ? "you are back" : "it answers again"}.`,
    `${isHandingIn ? `“Check and hand in” waits for that, so that nothing is handed in without ${number === 1 ? "it" : "them"}; press it again then. ` : ""}${keptOpen()}`,
  );
}

function keptOpen() {
  return `Go on answering, and leave this page open.${form.dataset.due ? ` The time runs on until ${form.dataset.due}.` : ""}`;
}

function take(answer, body, batch) {
  if (answer.status === 401) {
    tell("You are signed out, so your answers are not saved.", "This page keeps them, and sends them when you have signed in again.", "sign-in");
    timer = setTimeout(send, 5000);
    return "held";
  }
  if (answer.status === 403 && body.csrf_token && body.csrf_token !== token) {
    token = body.csrf_token;
    for (const field of document.querySelectorAll('[name="csrf_token"]')) field.value = token;
    return "sent";
  }
  if (answer.status === 409) {
    isOver = isLeaving = form.inert = true;
    outgoing.clear();
    tell(body.title, "", "result");
    return "held";
  }
  if (answer.status === 404) {
    tell(body.title);
    setTimeout(leave, 2500);
    return "held";
  }
  if (!answer.ok) return "retry";
  settle(body, batch);
  return "sent";
}

function settle(body, batch) {
  for (const one of batch) if (outgoing.get(one.slot) === one) outgoing.delete(one.slot);
  for (const one of body.acknowledged) {
    const slot = slotOf(one.slot);
    const at = time.format(new Date(one.saved_at));
    const words = choiceOf(slot).length ? `Saved ${at}` : `No answer, saved ${at}`;
    baseOf(slot).value = Math.max(Number(baseOf(slot).value), one.revision);
    if (outgoing.has(one.slot)) continue;
    line(slot, words, true);
    live.textContent = words;
  }
  let refusal = "";
  for (const one of body.refused) {
    if (slotOf(one.slot)) line(slotOf(one.slot), "Not saved");
    if (one.type === "newer-answer") questions.set(one.slot, one);
    else refusal = one.title;
  }
  if (outgoing.size === 0 && !isOver) tell(refusal);
  clock.set(body.seconds_left);
  ask();
}

// --- Two answers to one question ------------------------------------------------------------------------------------

function ask() {
  if (asking.open || questions.size === 0) return;
  const [one] = questions.values();
  const slot = slotOf(one.slot);
  const [mine, theirs] = asking.querySelectorAll("button");
  asking.querySelector("h2").textContent = `Question ${one.slot} was answered in two places`;
  mine.textContent = `Take ${wordsOf(slot, one.yours)}, chosen here`;
  theirs.textContent = `Keep ${wordsOf(slot, one.current)}, saved elsewhere`;
  asking.returnValue = "";
  asking.onclose = () => {
    const choice = asking.returnValue === "yours" ? one.yours : one.current;
    for (const input of inputsOf(slot)) input.checked = choice.includes(input.value);
    baseOf(slot).value = questions.get(one.slot).revision;
    questions.delete(one.slot);
    queue(slot, choice);
    ask();
  };
  asking.showModal();
}

// --- The end of the time --------------------------------------------------------------------------------------------

// The server still takes what was under way for a few seconds; then the page shows what happens now.
function end() {
  isOver = true;
  form.inert = true;
  tell("Time is up. What you saved is handed in for you.");
  if (outgoing.size) send();
  setTimeout(leave, GRACE);
}

function leave() {
  if (!navigator.onLine) {
    addEventListener("online", leave, { once: true });
    return;
  }
  isLeaving = true;
  location.reload();
}

// --- Moving about ---------------------------------------------------------------------------------------------------

function current() {
  return slots.find((slot) => `#${slot.id}` === location.hash) || slots.find((slot) => slot.classList.contains("begin"));
}

function show() {
  if (!onePerPage) return;
  const shown = current();
  for (const cell of form.querySelectorAll(".cell[data-go]")) {
    if (Number(cell.dataset.go) === numberOf(shown)) cell.setAttribute("aria-current", "step");
    else cell.removeAttribute("aria-current");
  }
  if (document.activeElement === document.body || document.activeElement.closest(".slot:not(:target)")) shown.focus({ preventScroll: true });
}

function go(number) {
  const slot = slotOf(number);
  if (!slot) return;
  if (location.hash !== `#q${number}`) location.hash = `q${number}`;
  slot.focus({ preventScroll: true });
  if (onePerPage) window.scrollTo({ top: 0 });
  else slot.scrollIntoView();
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

form.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (button && "default" in button.dataset) { // Enter in an answer
    event.preventDefault();
    if (onePerPage) go(numberOf(current()) + 1);
  } else if (outgoing.size) { // nothing leaves the page before it is saved
    event.preventDefault();
    isHandingIn = button?.value === "summary";
    send().then(() => {
      if (outgoing.size === 0 && !asking.open && !isOver) form.requestSubmit(button);
      else window.scrollTo({ top: 0 });
    });
  } else if (!navigator.onLine) {
    event.preventDefault();
    tell("You are offline, so “Check and hand in” has to wait. All your answers are saved.", `Press it again when you are back. ${keptOpen()}`);
    addEventListener("online", () => tell(""), { once: true });
    window.scrollTo({ top: 0 });
  }
});

// Where nothing has the focus, a number is meant for the first question that is wholly in view.
function inView() {
  if (document.activeElement !== document.body) return undefined;
  return slots.find((slot) => {
    const { top, bottom, height } = slot.querySelector("fieldset").getBoundingClientRect();
    return height && top >= 0 && bottom <= innerHeight;
  });
}

// A number chooses an answer of the question that has the focus.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || !/^[1-9]$/.test(event.key)) return;
  const slot = document.activeElement?.closest(".slot") || inView();
  const input = slot && inputsOf(slot)[Number(event.key) - 1];
  if (!input) return;
  event.preventDefault();
  input.focus();
  input.click();
});

addEventListener("hashchange", show);
addEventListener("online", send);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && clock.isRunning && !outgoing.size) post([]);
});
addEventListener("beforeunload", (event) => {
  if (outgoing.size && !isLeaving) event.preventDefault();
});
addEventListener("pageshow", (event) => {
  const [how] = performance.getEntriesByType("navigation");
  if (event.persisted || (how?.type === "back_forward" && how.transferSize === 0)) lookAgain();
});

// Back may show the page as the browser kept it: the server says whether the attempt is open, and what was saved.
async function lookAgain() {
  const outcome = outgoing.size ? await send().then(() => (outgoing.size ? "held" : "sent")) : await post([]);
  if (outcome === "retry") addEventListener("online", lookAgain, { once: true });
  else if (outcome === "sent" && !outgoing.size && !isOver) leave();
}

show();
count();
