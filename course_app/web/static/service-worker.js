// Keeps the page of an open attempt and the lessons that were opened, for when there is no network.
//
// The site is always asked first; what is kept is shown only when it does not answer, or not in time, and only to the
// person whom it answered last. A page says in its first lines whom it is for (data-person) and whether it may be kept (data-keep:
// attempt, lesson; over: the attempt of this address is not open any more). Beside it the parts it is made of are kept.

const OFFLINE = "/offline";
const PARTS = "parts";
const WHO = "who";
const MOST = { attempt: 5, lesson: 40 };
const PATIENCE = { attempt: 6000, lesson: 10000 }; // milliseconds until what is kept is shown
const MOST_TREES = 3; // of parts: a page that was kept some versions ago needs its own
const NO_ANSWER = [502, 503, 504]; // a proxy says that the site does not answer

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(install());
});
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("message", (event) => event.waitUntil(lookAt(event.source.url)));
addEventListener("fetch", (event) => {
  const { mode, url } = event.request;
  if (mode === "navigate") event.respondWith(navigate(event));
  else if (new URL(url).pathname.startsWith("/static/")) event.respondWith(part(event.request));
});

async function install() {
  const answer = await fetch(OFFLINE, { credentials: "omit" });
  if (!answer.ok) throw new Error("no page to show without a network");
  await keepParts(await answer.clone().text());
  await (await caches.open(PARTS)).put(OFFLINE, answer);
}

// The page that had the service worker installed came before it.
async function lookAt(address) {
  note(address, await fetch(address, { cache: "force-cache" }));
}

async function navigate(event) {
  const { request } = event;
  const asking = fetch(request.method === "GET" ? afresh(request) : request).catch(() => null);
  const patience = PATIENCE[(await keptPage(request))?.kind];
  const answer = await (patience ? Promise.race([asking, new Promise((resolve) => { setTimeout(resolve, patience); })]) : asking);
  if (!answer || NO_ANSWER.includes(answer.status)) {
    const kept = await keptPage(request);
    if (!kept) return answer ?? (await asking) ?? caches.match(OFFLINE);
    event.waitUntil(hearLate(event, asking, kept.page.clone()));
    return kept.page;
  }
  if (isPage(answer)) event.waitUntil(note(request.url, answer.clone()));
  return answer;
}

const isPage = (answer) => answer.headers.get("Content-Type")?.startsWith("text/html");
const answersOf = (text) => String(text.match(/name="base-\d+" value="\d+"/g));

// An answer that came after what was kept had been shown takes its place; the page that is shown learns of it.
async function hearLate({ request, resultingClientId }, asking, shown) {
  const answer = await asking;
  if (!answer || NO_ANSWER.includes(answer.status) || !isPage(answer)) return;
  const isOther = answersOf(await answer.clone().text()) !== answersOf(await shown.text());
  await note(request.url, answer);
  (await clients.get(resultingClientId))?.postMessage(isOther ? "other-answers" : "same-answers");
}

// As asked, but never from the browser's own cache, out of which Back is otherwise served.
function afresh({ url, headers }) {
  return new Request(url, { headers, mode: "same-origin", credentials: "same-origin", redirect: "manual", cache: "no-cache" });
}

async function part(request) {
  return (await caches.match(request)) ?? fetch(request);
}

// --- What is kept ---------------------------------------------------------------------------------------------------

const nameOf = (kind, person) => `${kind} ${person}`;
const attemptOf = (path) => path.match(/^\/attempts\/[^/]+/)?.[0];

// What a page says of itself, in the first lines; nothing that somebody typed can stand before them.
const said = (text, name) => text.slice(0, 500).match(new RegExp(`<html[^>]* data-${name}="([\\w-]+)"`))?.[1] ?? "";

async function note(address, answer) {
  const path = new URL(address).pathname;
  const text = await answer.text();
  const person = said(text, "person");
  const kind = said(text, "keep");
  await remember(person);
  if (!person) return;
  if (answer.ok && kind in MOST) await keep(kind, person, path, text, answer.headers);
  else if (kind === "over") await drop("attempt", person, attemptOf(path));
  else if (answer.status === 404) for (const one of Object.keys(MOST)) await drop(one, person, path);
}

async function keep(kind, person, path, text, headers) {
  const stamped = text.replace("<html ", `<html data-kept="${new Date().toISOString()}" `);
  const kept = new Headers(headers);
  for (const name of ["Content-Encoding", "Content-Length"]) kept.delete(name);
  await keepParts(text);
  const cache = await caches.open(nameOf(kind, person));
  await cache.put(path, new Response(stamped, { headers: kept }));
  for (const old of (await cache.keys()).slice(0, -MOST[kind])) await cache.delete(old, { ignoreVary: true });
}

async function drop(kind, person, path) {
  await (await caches.open(nameOf(kind, person))).delete(path, { ignoreVary: true });
}

async function keptPage(request) {
  const person = await whoIsHere();
  if (request.method !== "GET" || !person) return undefined;
  const path = new URL(request.url).pathname;
  for (const kind of Object.keys(MOST)) {
    const page = await (await caches.open(nameOf(kind, person))).match(path, { ignoreVary: true });
    if (page) return { kind, page };
  }
  return undefined;
}

// Scripts, styles and the icon, each under the address of its tree.
async function keepParts(text) {
  const cache = await caches.open(PARTS);
  for (const [, address] of text.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)) {
    if (!(await cache.match(address))) await cache.add(new Request(address, { cache: "force-cache" }));
  }
  const treeOf = (request) => new URL(request.url).pathname.split("/")[2] ?? "";
  const parts = (await cache.keys()).filter(treeOf);
  const trees = [...new Set(parts.map(treeOf))].slice(0, -MOST_TREES);
  for (const one of parts) if (trees.includes(treeOf(one))) await cache.delete(one);
}

// --- Who is here ----------------------------------------------------------------------------------------------------

async function remember(person) {
  if (person !== (await whoIsHere())) await (await caches.open(WHO)).put("/", new Response(person));
}

async function whoIsHere() {
  return (await (await caches.open(WHO)).match("/"))?.text() ?? "";
}
