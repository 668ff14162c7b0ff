// Saves each answer as it is given. The form works without this file; nothing here is needed to finish an attempt.
// "Saved" is only ever said of what the server has acknowledged; until then an answer is in the outbox.

import { GRACE, startClock } from "./clock.js";
import { keepPage } from "./keeping.js";
import { arrange, moveLine } from "./ordering.js";
import { busyFor, deliver, isHere, isKeptOnDevice, keep, news, post, waitingOf } from "./outbox.js";
import { isOver, isSame, latest, pause, waitingWords } from "./plan.js";
import { askToSignIn, closeSignIn } from "./sign-in.js";

const { person, kept: keptAt } = document.documentElement.dataset;
const ASK_EVERY = 15000;
const TIME_UP = "Time is up. What you saved is handed in for you.";
const form = document.getElementById("attempt");
const { attempt, zone: timeZone, due = "" } = form.dataset;
const live = document.getElementById("saved");
const waiting = document.getElementById("waiting");
const asking = document.getElementById("newer");
const slots = [...form.querySelectorAll(".slot")];
const onePerPage = slots[0].parentElement.classList.contains("one-per-page");
const time = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium", timeZone });
const minutes = new Intl.DateTimeFormat("en-GB", { timeStyle: "short", timeZone });
const client = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
const outgoing = new Map(); // slot → the answer shown there, while it waits in the outbox
const questions = new Map(); // slot → answer refused as newer-answer, waiting for the learner's word
let seq = 0;
let tries = 0;
let timer = 0;
let state = ""; // why answers wait: "offline", "silent", "busy" or "signed-out"
let writing = Promise.resolve();
let delivering = null;
let isAskedAgain = false;
let told = "";
let refusal = "";
let isTimeUp = false;
let isGoing = false; // to be loaded anew as soon as nothing waits
let isLeaving = false;
let isStale = false; // the server holds another answer than the page shows
let isHandingIn = false; // asked for while answers wait
let isReady = false; // nothing waits, so the form may go

form.elements.client.value = client;
isHere(person);

const clock = startClock(end);

// --- Reading and writing the page -----------------------------------------------------------------------------------

const numberOf = (slot) => Number(slot.dataset.slot);
const slotOf = (number) => slots.find((slot) => numberOf(slot) === number);
const inputsOf = (slot) => [...slot.querySelectorAll(`[name="slot-${numberOf(slot)}"], [name="shown-${numberOf(slot)}"]`)];
const choiceOf = (slot) => inputsOf(slot).filter((input) => input.checked || (input.type === "hidden" && input.name.startsWith("slot"))).map((input) => input.value);
const flagOf = (slot) => slot.querySelector(`[name="flag-${numberOf(slot)}"]`);
const baseOf = (slot) => slot.querySelector(`[name="base-${numberOf(slot)}"]`);

function choose(slot, choice) {
  for (const input of inputsOf(slot)) input.checked = choice.includes(input.value);
  arrange(slot, choice);
}

// On a button: what it does, and below it the words of the options, which may have quotation marks of their own.
function name(button, words, slot, choice) {
  const texts = choice.map((alias) => inputsOf(slot).find((input) => input.value === alias)).map((input) => input.parentElement.querySelector("span").textContent.trim());
  button.querySelector("strong").textContent = words;
  button.querySelector("span").replaceChildren(...(texts.length ? texts : ["No answer"]).map((text) => Object.assign(document.createElement("span"), { textContent: text })));
}

function count() {
  const isStuck = state !== "";
  let answered = 0;
  let flagged = 0;
  for (const slot of slots) {
    const cell = form.querySelector(`.cell[data-go="${numberOf(slot)}"]`);
    const isAnswered = choiceOf(slot).length > 0;
    const isFlagged = flagOf(slot).checked;
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

// What waits and since when; where nothing does, what was refused at last.
function report() {
  if (isLeaving) return;
  if (state && outgoing.size) {
    const since = minutes.format(Math.min(...[...outgoing.values()].map((one) => one.at), Date.now()));
    const facts = { number: outgoing.size, since, state, isKept: isKeptOnDevice(), isHandingIn, isTimeUp, due };
    tell(...waitingWords(facts), { "signed-out": "sign-in", busy: "" }[state] ?? "again");
  } else tell(...(isTimeUp ? [TIME_UP, refusal] : [refusal]));
  count();
}

// --- Saving ---------------------------------------------------------------------------------------------------------

function queue(slot, choice = choiceOf(slot)) {
  const number = numberOf(slot);
  const under = outgoing.get(number);
  const over = !under || under.client === client ? under?.over ?? null : { client: under.client, seq: under.seq };
  const record = { person, attempt, client, slot: number, seq: ++seq, over, at: Date.now(), choice, base: Number(baseOf(slot).value), flag: flagOf(slot).checked, client_time: new Date().toISOString() };
  outgoing.set(number, record);
  line(slot, state ? "Not saved yet" : "Saving…");
  writing = writing.then(() => keep(record));
  count();
  if (state !== "signed-out") send();
  else writing.then(report);
}

// Resolves when nothing waits any more, or when that has to wait; the outcome.
function send() {
  isAskedAgain = true;
  delivering ||= run().finally(() => { delivering = null; });
  return delivering;
}

async function run() {
  clearTimeout(timer);
  let outcome = "sent";
  while (isAskedAgain && outcome === "sent") {
    isAskedAgain = false;
    await writing;
    outcome = await deliver(person, hear);
  }
  if (outcome === "sent") {
    isStale ||= outgoing.size > 0; // another tab answered otherwise what this one shows
    outgoing.clear();
    rest();
  } else hold(outcome);
  return outcome;
}

function rest() {
  tries = 0;
  state = "";
  isHandingIn = false;
  closeSignIn();
  report();
  if (isGoing || isStale) leave();
}

function hold(outcome) {
  if (isLeaving) return;
  if (outcome === "someone-else") {
    withdraw();
    return;
  }
  state = outcome !== "retry" ? outcome : navigator.onLine ? "silent" : "offline";
  tries += outcome === "retry";
  if (outcome !== "signed-out") timer = setTimeout(send, pause(tries, Math.random(), busyFor()));
  for (const number of outgoing.keys()) line(slotOf(number), "Not saved yet");
  report();
}

// What became of a request, of this tab or of another one.
function hear(told) {
  if (told.person !== person || told.attempt !== attempt || isLeaving) return;
  if (told.outcome === "taken") settle(told.batch, told.body, told.asked);
  else if (told.outcome === "closed") close(told.body.title);
  else if (told.outcome === "over") close("This attempt is over: its result was opened in another tab.");
  else if (told.outcome === "gone") {
    tell(told.body.title);
    setTimeout(() => location.reload(), 2500);
  }
}

// Answers of this page, and those of an earlier one that it shows.
function isOurs(one) {
  const shown = outgoing.get(one.slot);
  return one.client === client || (shown && (isSame(shown, one) || isOver(shown, one)));
}

function settle(batch, { acknowledged, refused, seconds_left: left }, asked) {
  const ours = batch.filter(isOurs);
  const isIn = ({ slot, seq: number }) => ours.some((one) => one.slot === slot && one.seq === number);
  for (const one of ours) if (isSame(one, outgoing.get(one.slot) ?? {})) outgoing.delete(one.slot);
  for (const one of acknowledged.filter(isIn)) {
    const slot = slotOf(one.slot);
    const at = time.format(new Date(one.saved_at));
    const words = choiceOf(slot).length ? `Saved ${at}` : `No answer, saved ${at}`;
    baseOf(slot).value = Math.max(Number(baseOf(slot).value), one.revision);
    if (outgoing.has(one.slot)) continue;
    isStale ||= !one.counts;
    line(slot, words, true);
    live.textContent = words;
  }
  refusal = "";
  for (const one of refused.filter(isIn)) {
    line(slotOf(one.slot), "Not saved");
    if (one.type === "newer-answer") questions.set(one.slot, one);
    else refusal = one.title;
  }
  clock.set(left, asked);
  if (outgoing.size === 0) rest();
  ask();
}

function close(title) {
  const number = outgoing.size;
  isTimeUp = isLeaving = form.inert = true;
  for (const one of outgoing.keys()) line(slotOf(one), "Not saved");
  outgoing.clear();
  clearTimeout(timer);
  state = "";
  count();
  tell(title, number ? `${number === 1 ? "1 answer was" : `${number} answers were`} still waiting here when it was handed in, and could not be added.` : "", "result");
}

// Somebody else is signed in on this device: nothing of this person's is shown or sent.
function withdraw() {
  form.hidden = true;
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
  tell("Somebody else is signed in on this device now.", "What was answered here and not saved yet waits on this device. Nobody else sees it; it is sent when its owner signs in here again.");
}

function comeBack() {
  form.hidden = false;
  send();
}

// --- Two answers to one question ------------------------------------------------------------------------------------

function ask() {
  if (asking.open || questions.size === 0) return;
  const [one] = questions.values();
  const slot = slotOf(one.slot);
  const [mine, theirs] = asking.querySelectorAll("button");
  asking.querySelector("h2").textContent = `Question ${one.slot} was answered in two places`;
  name(mine, "Take what was chosen here:", slot, one.yours);
  name(theirs, "Keep what was saved elsewhere:", slot, one.current);
  asking.returnValue = "";
  asking.onclose = () => {
    const choice = asking.returnValue === "yours" ? one.yours : one.current;
    choose(slot, choice);
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
  isTimeUp = form.inert = true;
  form.hidden = Boolean(keptAt); // no page of an attempt that is over comes out of the keeping
  tell(TIME_UP);
  if (outgoing.size) send();
  setTimeout(leave, GRACE);
}

// To what the server shows now, once nothing waits here.
async function leave() {
  if (isLeaving) return;
  isGoing = true;
  if (!navigator.onLine) {
    addEventListener("online", leave, { once: true });
    if (isTimeUp && !outgoing.size) tell("Time is up. You are offline; what was saved before is handed in.");
    return;
  }
  if (outgoing.size && (await send()) !== "sent") return;
  if (isLeaving) return;
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
  for (const slot of slots) slot.classList.toggle("begin", slot === shown); // shown on, whatever else the address names
  for (const cell of form.querySelectorAll(".cell[data-go]")) {
    if (Number(cell.dataset.go) === numberOf(shown)) cell.setAttribute("aria-current", "step");
    else cell.removeAttribute("aria-current");
  }
  if (document.activeElement === document.body || document.activeElement.closest(".slot:not(.begin)")) shown.focus({ preventScroll: true });
}

// The address names the question from the first one on, so that Back and a reload lead to it.
function arrive() {
  if (onePerPage && location.hash !== `#${current().id}`) history.replaceState(history.state, "", `#${current().id}`);
  show();
}

function go(number) {
  const slot = slotOf(number);
  if (!slot) return;
  if (location.hash !== `#q${number}`) location.hash = `q${number}`;
  slot.focus({ preventScroll: true });
  if (onePerPage) window.scrollTo({ top: 0 });
  else slot.scrollIntoView();
}

// Nothing leaves the page before it is saved.
async function handIn(button) {
  if (outgoing.size === 0 && !navigator.onLine) {
    tell("You are offline, so “Check and hand in” has to wait. All your answers are saved.", `Press it again when you are back. Go on answering; closing this page loses nothing.${due ? ` The time runs on until ${due}.` : ""}`);
    addEventListener("online", report, { once: true });
  } else {
    isHandingIn = button?.value === "summary";
    if ((await send()) === "sent" && !asking.open && !isTimeUp) {
      isReady = true;
      form.requestSubmit(button);
      return;
    }
  }
  window.scrollTo({ top: 0 });
}

form.addEventListener("change", (event) => {
  const slot = event.target.closest(".slot");
  if (slot) queue(slot);
});

form.addEventListener("click", (event) => {
  const mover = event.target.closest("[data-go]");
  const clear = event.target.closest('button[name$="-clear"]');
  const line = event.target.closest("[data-move]");
  if (mover) {
    event.preventDefault();
    go(Number(mover.dataset.go));
  } else if (clear) {
    event.preventDefault();
    const slot = clear.closest(".slot");
    choose(slot, []);
    queue(slot, []);
  } else if (line) {
    event.preventDefault();
    move(line);
  }
});

function move(button, where) {
  const slot = button.closest(".slot");
  const words = moveLine(slot, button, where);
  if (!words) return;
  live.textContent = words;
  queue(slot);
}

form.addEventListener("keydown", (event) => {
  const where = { ArrowUp: "earlier", ArrowDown: "later" }[event.key];
  if (!where || event.ctrlKey || event.metaKey || event.altKey || !event.target.matches("[data-move]")) return;
  event.preventDefault();
  move(event.target, where);
});

form.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (isReady) {
    isReady = false;
    return;
  }
  event.preventDefault();
  if (!button || !("default" in button.dataset)) handIn(button);
  else if (onePerPage) go(numberOf(current()) + 1); // Enter in an answer
});

waiting.addEventListener("click", (event) => {
  const link = event.target.closest("button")?.parentElement.dataset.link;
  if (link === "again") send();
  else if (link === "sign-in") askToSignIn(signedIn);
});

// Where nothing has the focus, a number is meant for the first question that is wholly in view.
function inView() {
  if (document.activeElement !== document.body) return undefined;
  return slots.find((slot) => {
    const { top, bottom, height } = slot.querySelector("fieldset").getBoundingClientRect();
    return height && top >= 0 && bottom <= innerHeight;
  });
}

// A number chooses an answer of the question that has the focus, or goes to a line that can be moved.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || !/^[1-9]$/.test(event.key)) return;
  const slot = document.activeElement?.closest(".slot") || inView();
  const input = slot && inputsOf(slot)[Number(event.key) - 1];
  if (!input) return;
  event.preventDefault();
  const place = input.type === "hidden" ? input.parentElement.querySelector("button:enabled") : input;
  place.focus();
  if (place === input) input.click();
});

// --- Other tabs, and coming back ------------------------------------------------------------------------------------

function signedIn(who) {
  if (who === person) comeBack();
  else {
    withdraw();
    location.replace("/learn");
  }
}

// Says whether the attempt is open, and how long; the outcome.
async function look() {
  const { outcome, body, asked } = await post(person, attempt, client, []);
  if (body) hear({ person, attempt, outcome, batch: [], body, asked });
  if (outcome === "someone-else") withdraw();
  return outcome;
}

news.onmessage = ({ data }) => hear(data);
addEventListener("storage", (event) => {
  if (event.key !== "person" || !event.newValue) return;
  if (event.newValue === person) comeBack();
  else withdraw();
});
// The server's own page came after what was kept had been shown: it is loaded where it shows other answers.
navigator.serviceWorker?.addEventListener("message", ({ data }) => {
  if (data === "other-answers") leave();
  else report();
});
addEventListener("hashchange", show);
addEventListener("online", send);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "visible") return;
  if (outgoing.size) send();
  else if (clock.isRunning) look();
});
// Time that somebody gives meanwhile reaches a page on which nothing is answered, too.
setInterval(() => {
  if (document.visibilityState === "visible" && navigator.onLine && clock.isRunning && !outgoing.size && !isTimeUp && !isLeaving) look();
}, ASK_EVERY);
addEventListener("beforeunload", (event) => {
  if (outgoing.size && !isLeaving && !isKeptOnDevice()) event.preventDefault();
});
addEventListener("pageshow", (event) => {
  const [how] = performance.getEntriesByType("navigation");
  const isFresh = Boolean(navigator.serviceWorker?.controller); // it asks the server when one goes back
  if (event.persisted || (!isFresh && how?.type === "back_forward" && how.transferSize === 0)) lookAgain();
});

// Back may show the page as the browser kept it: the server says whether the attempt is open, and what was saved.
async function lookAgain() {
  const outcome = outgoing.size ? await send() : await look();
  if (outcome === "retry") addEventListener("online", lookAgain, { once: true });
  else if (outcome === "busy") setTimeout(lookAgain, busyFor());
  else if (["sent", "taken"].includes(outcome) && !outgoing.size && !isTimeUp) leave();
}

// What an earlier page of this attempt could not send is shown again, and sent.
async function takeUp() {
  const found = (await waitingOf(person)).filter((one) => one.attempt === attempt);
  for (const [number, record] of latest(found)) {
    const slot = slotOf(number);
    if (!slot || outgoing.has(number)) continue;
    outgoing.set(number, record);
    choose(slot, record.choice);
    flagOf(slot).checked = record.flag;
    line(slot, "Not saved yet");
  }
  count();
  const outcome = found.length ? await send() : keptAt ? await look() : "sent";
  if (outcome === "retry" && keptAt && !outgoing.size && !isTimeUp) {
    tell(`${navigator.onLine ? "The site does not answer." : "You are offline."} This is the page as it was kept on this device at ${minutes.format(new Date(keptAt))}; what was saved by then is shown.`, `Go on answering; closing this page loses nothing.${due ? ` The time runs on until ${due}.` : ""}`);
    addEventListener("online", look, { once: true });
  }
}

arrive();
count();
takeUp();
keepPage();
