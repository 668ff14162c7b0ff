// The answers that the server has not acknowledged, kept on this device by person, attempt, page and question.
// An answer is written down before it is sent, and goes when the server has answered to it by type. Of all tabs one
// sends at a time. Where the browser keeps nothing (IndexedDB is off), the page's memory does until it is closed.

import { answeredOf, askedPause, bodyOf, nextBatch, settled } from "./plan.js";

const PATIENCE = 15000;
const NAME = "course-app";
const TABLE = "answers";
const MARK = "answers-wait";
const EVERYBODY = IDBKeyRange.lowerBound([]);
const keyOf = ({ person, attempt, client, slot }) => [person, attempt, client, slot];
const tokens = () => document.querySelectorAll('[name="csrf_token"]');

export const news = new BroadcastChannel(NAME); // between the tabs of this browser
let notBefore = 0; // by the page's own clock: the site has asked to wait until then
let memory = null;
let database = null;

// Milliseconds in which the site wants to hear nothing.
export const busyFor = () => Math.max(0, notBefore - performance.now());

export const isKeptOnDevice = () => memory === null;

// Whoever was last seen to be signed in on this device; every page of theirs says so.
export const whoIsHere = () => localStorage.getItem("person");

export function isHere(person) {
  if (whoIsHere() !== person) localStorage.setItem("person", person);
}

export function freshToken(token) {
  for (const field of tokens()) field.value = token;
}

export const token = () => tokens()[0].value;

function open() {
  database ||= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(TABLE, { keyPath: ["person", "attempt", "client", "slot"] });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  return database;
}

// Looks at the records of a person and changes them, in one transaction that is on the disk when the promise resolves.
async function change(range, decide, mode = "readwrite") {
  if (memory === null) {
    try {
      return await changeKept(range, decide, mode);
    } catch {
      memory = [];
    }
  }
  const { put = [], remove = [] } = decide(memory);
  const gone = [...remove, ...put].map((one) => String(keyOf(one)));
  memory = [...memory.filter((one) => !gone.includes(String(keyOf(one)))), ...put];
}

async function changeKept(range, decide, mode) {
  const transaction = (await open()).transaction(TABLE, mode, { durability: "strict" });
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
  });
  const table = transaction.objectStore(TABLE);
  table.getAll(range).onsuccess = ({ target }) => {
    const { put = [], remove = [] } = decide(target.result);
    for (const one of remove) table.delete(keyOf(one));
    for (const one of put) table.put(one);
  };
  await done;
}

const of = (person) => IDBKeyRange.bound([person], [person, []]);

// Pages that send nothing of their own look at this mark alone: something may wait on this device, whoever's it is.
const mark = () => localStorage.setItem(MARK, "yes");

export async function keep(record) {
  mark();
  await change(of(record.person), () => ({ put: [record] }));
  mark(); // another tab may have found nothing meanwhile
}

export async function waitingOf(person, range = of(person)) {
  let found = [];
  await change(range, (records) => {
    found = records;
    return {};
  }, "readonly");
  return found;
}

export const doOthersWait = async (person) => (await waitingOf(person, EVERYBODY)).some((one) => one.person !== person);

export const forget = (person, attempt = "") => change(of(person), (records) => ({ remove: records.filter((one) => !attempt || one.attempt === attempt) }));

// --- Sending --------------------------------------------------------------------------------------------------------

// Sends what waits of a person. The outcome: "sent", "retry", "busy", "signed-out" or
// "someone-else". What became of each
// request is told to this page and to every other one.
export function deliver(person, tell) {
  const work = () => deliverAlone(person, (told) => {
    news.postMessage(told);
    tell(told);
  });
  return navigator.locks ? navigator.locks.request(NAME, work) : work();
}

async function deliverAlone(person, tell) {
  const gone = new Set();
  let renewed = 0;
  for (;;) {
    const batch = nextBatch((await waitingOf(person)).filter((one) => !gone.has(one.attempt)));
    if (batch.length === 0) {
      await unmark();
      return "sent";
    }
    const { attempt, client } = batch[0];
    const { outcome, body, asked } = await post(person, attempt, client, batch);
    if (outcome === "taken") {
      const answered = answeredOf(batch, body);
      await change(of(person), (records) => settled(records, answered, body));
      if (answered.length < batch.length) return "retry";
    } else if (outcome === "closed") {
      await forget(person, attempt);
    } else if (outcome === "gone") {
      gone.add(attempt);
    } else if (outcome === "renewed" && renewed < 2) {
      renewed += 1;
      continue;
    } else {
      return outcome === "renewed" ? "retry" : outcome;
    }
    tell({ person, attempt, outcome, batch, body, asked });
  }
}

async function unmark() {
  if ((await waitingOf("", EVERYBODY)).length === 0) localStorage.removeItem(MARK);
}

// One request; with no answers it asks whether the attempt is open. Tells when it asked, by this device's clock.
export async function post(person, attempt, client, batch) {
  if (whoIsHere() && whoIsHere() !== person) return { outcome: "someone-else" };
  if (busyFor()) return { outcome: "busy" };
  const asked = Date.now();
  try {
    const answer = await fetch(`/attempts/${attempt}/responses`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRF-Token": token() },
      body: JSON.stringify(bodyOf(client, batch)),
      signal: AbortSignal.timeout(PATIENCE),
    });
    const rest = [429, 503].includes(answer.status) && askedPause(answer.headers.get("Retry-After"), Date.now());
    if (rest) {
      notBefore = performance.now() + rest;
      return { outcome: "busy" };
    }
    const body = await answer.json();
    return { outcome: answer.ok ? "taken" : outcomeOf(person, body), body, asked };
  } catch {
    return { outcome: "retry" };
  }
}

function outcomeOf(person, body) {
  if (body.type === "csrf-expired") {
    freshToken(body.csrf_token);
    return !body.person ? "signed-out" : body.person === person ? "renewed" : "someone-else";
  }
  return { "not-signed-in": "signed-out", "attempt-closed": "closed", "not-found": "gone" }[body.type] ?? "retry";
}
