// What the outbox does next, and what a page says of it. No browser and no clock in here: every rule can be tried alone.

const LONGEST_PAUSE = 30000;
const LONGEST_ASKED = 600000;
const MOST_ANSWERS = 100; // a request
const FIELDS = ["slot", "choice", "base", "flag", "seq", "client_time"];

// Milliseconds before the next try: twice as long each time up to half a minute, of which chance (0 to 1) takes up to
// half, so that a whole class that lost its network does not come back in one moment. Never earlier than the site asked.
export function pause(tries, chance, asked = 0) {
  const usual = Math.min(LONGEST_PAUSE, 1000 * 2 ** tries) * (1 - chance / 2);
  return Math.round(Math.max(usual, asked * (1 + chance / 4)));
}

// Milliseconds that an answer asks to wait (its Retry-After: seconds or a date), ten minutes at most; 0: it does not ask.
export function askedPause(header, now) {
  const asked = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Math.min(LONGEST_ASKED, Math.max(0, asked || 0));
}

export const isSame = (one, other) => ["attempt", "client", "slot", "seq"].every((name) => one[name] === other[name]);

// An answer given on a page that showed another one, which waits itself, goes after it.
export const isOver = (one, other) => Boolean(one.over) && isSame({ ...one, ...one.over }, other);

// The answers of the next request: the oldest one, and what else waits of the same page of the same attempt.
export function nextBatch(records) {
  const inOrder = [...records].sort((one, other) => one.at - other.at || one.seq - other.seq);
  const free = inOrder.filter((one) => !records.some((other) => isOver(one, other)));
  return free.filter((one) => one.attempt === free[0].attempt && one.client === free[0].client).slice(0, MOST_ANSWERS);
}

export function bodyOf(client, batch) {
  return { client, responses: batch.map((one) => Object.fromEntries(FIELDS.map((name) => [name, one[name]]))) };
}

// Of a batch, what the server has answered to by type.
export const answeredOf = (batch, { acknowledged, refused }) =>
  batch.filter((one) => [...acknowledged, ...refused].some(({ slot, seq }) => slot === one.slot && seq === one.seq));

// What the records of the outbox become after that: what was answered to goes, unless a later answer took its place;
// what was given over it is now based on it.
export function settled(records, batch, { acknowledged }) {
  const remove = records.filter((one) => batch.some((sent) => isSame(sent, one)));
  const put = [];
  for (const one of records) {
    const under = batch.find((sent) => isOver(one, sent));
    if (!under) continue;
    const saved = acknowledged.find(({ slot, seq }) => slot === under.slot && seq === under.seq);
    put.push({ ...one, over: null, base: saved ? Math.max(one.base, saved.revision) : one.base });
  }
  return { put, remove };
}

// The latest answer to each question.
export function latest(records) {
  const found = new Map();
  for (const one of records) {
    const other = found.get(one.slot);
    if (!other || other.at < one.at || (other.at === one.at && other.seq < one.seq)) found.set(one.slot, one);
  }
  return found;
}

const answers = (number, verb) => `${number} ${number === 1 ? "answer" : "answers"} ${number === 1 ? verb : { is: "are", was: "were", waits: "wait", reaches: "reach" }[verb]}`;
const them = (number) => (number === 1 ? "it" : "them");

// What waits: a sentence, and what may be done meanwhile. `since` and `due` are times in words (`due` empty: untimed);
// `isKept`: on the device, not in the page alone; `isHandingIn`: the learner asked to hand in.
export function waitingWords({ number, since, state, isKept, isHandingIn, isTimeUp, due }) {
  const where = isKept ? `kept on this device since ${since}` : `not saved since ${since}`;
  const { why, when } = {
    offline: { why: "You are offline.", when: "when you are back" },
    silent: { why: "The site does not answer.", when: "when it answers again" },
    busy: { why: "The site is busy.", when: "as soon as it takes answers again" },
    "signed-out": { why: "Your sign-in has ended.", when: "when you have signed in again" },
  }[state];
  if (isTimeUp) {
    return [
      `Time is up. ${why} ${answers(number, "is")} ${where}, and did not reach the site in time.`,
      `What was saved before is handed in for you. ${number === 1 ? "This one is" : "These are"} sent ${when}; late answers are kept, and do not count unless an instructor decides that they do.`,
    ];
  }
  const stay = isKept ? "Go on answering; closing this page loses nothing." : "Go on answering, and leave this page open: this browser keeps nothing for it.";
  return [
    `${why} ${answers(number, "is")} ${where}, and will be sent ${when}.`,
    `${isHandingIn ? `“Check and hand in” waits for that, so that nothing is handed in without ${them(number)}; press it again then. ` : ""}${stay}${due ? ` The time runs on until ${due}.` : ""}`,
  ];
}

// What became of answers that were sent from another page than their own.
export function sentWords({ saved, late, lost, asked }) {
  const words = [];
  if (saved) words.push(`${answers(saved, "is")} saved now that had waited on this device.`);
  if (asked) words.push(`${answers(asked, "was")} given elsewhere as well; open the attempt to say which counts.`);
  if (late) words.push(`${answers(late, "was")} too late. What reached the site after the end is kept, and does not count unless an instructor decides that it does.`);
  if (lost) words.push(`${answers(lost, "was")} still on this device when the attempt was handed in, and could not be added.`);
  return words.join(" ");
}

// On any page, of what still waits after a try; `since` is a time in words.
export function stillWords(number, since) {
  if (number === 0) return "";
  return `${answers(number, "waits")} on this device since ${since} and ${number === 1 ? "has" : "have"} not reached the site. ${number === 1 ? "It is" : "They are"} sent as soon as the site takes ${them(number)}.`;
}

// On the page before handing in, which counts without them.
export function leftWords(number) {
  if (number === 0) return "";
  return `${answers(number, "waits")} on this device and ${number === 1 ? "is" : "are"} not counted here. Handing in now leaves ${them(number)} out; go back to the questions to send ${them(number)} first.`;
}

export function unsentWords(number) {
  return `${answers(number, "waits")} on this device and ${number === 1 ? "has" : "have"} not reached the site. Signing out removes ${them(number)} from here, so that nobody else finds ${them(number)}.`;
}
