// Remembers the paragraph at which the reader is: at most one POST in five seconds, the last one as the page is left.
// Shows the sources of a passage that a link leads to first. The lesson reads the same without either. It is kept on the
// device, and says so when there is no network.

import { keepPage } from "./keeping.js";

const SETTLED = 2000;
const APART = 5000;
const LONGEST_WAIT = 1000;
const article = document.querySelector("[data-place]");
const token = document.querySelector('meta[name="csrf-token"]').content;
const inView = new Set();
let top = 0;
let place = 0;
let sent = 0;
let settling = 0;
let sending = 0;
let going = null;

const numberOf = (block) => Number(block.id.slice(2));

function send() {
  clearTimeout(sending);
  sending = 0;
  if (place === sent) return;
  sent = place;
  going = fetch(article.dataset.place, {
    method: "POST",
    keepalive: true,
    headers: { "Content-Type": "application/json", "X-CSRF-Token": token },
    body: JSON.stringify({ paragraph: sent }),
  }).catch(() => { sent = 0; }).finally(() => { going = null; });
}

// A paragraph is the place when it has stood at the top of the window for a while, not when it is scrolled past.
function settle() {
  place = top;
  sending ||= setTimeout(send, APART);
}

function follow(entries) {
  for (const entry of entries) {
    if (entry.isIntersecting) inView.add(numberOf(entry.target));
    else inView.delete(numberOf(entry.target));
  }
  if (!inView.size || Math.min(...inView) === top) return;
  top = Math.min(...inView);
  clearTimeout(settling);
  settling = setTimeout(settle, SETTLED);
}

// A page that is only opened moves no place: watching begins with the first scrolling.
addEventListener("scroll", () => {
  const observer = new IntersectionObserver(follow, { rootMargin: "-10% 0px -55% 0px" });
  for (const block of article.querySelectorAll('[id^="p-"]')) observer.observe(block);
}, { once: true, passive: true });

// Whoever leaves is where they are, however short a time.
function leave() {
  clearTimeout(settling);
  if (top) place = top;
  send();
}

// The next page may tell the place, so a link waits until it is kept; pressing on it is the earliest word of leaving.
addEventListener("pointerdown", (event) => { if (event.target.closest?.("a[href]")) leave(); });
addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  const isPlain = !event.defaultPrevented && !event.button && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!link || !isPlain || link.target || link.origin !== location.origin || link.pathname === location.pathname) return;
  leave();
  if (!going) return;
  event.preventDefault();
  Promise.race([going, new Promise((done) => { setTimeout(done, LONGEST_WAIT); })]).then(() => location.assign(link.href));
});
addEventListener("pagehide", leave);
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") leave(); });

// A note with more sources than have room folds some. Those behind the passage in the address stand first and open.
function sourcesFirst() {
  const passage = document.getElementById(location.hash.slice(1));
  const note = passage?.closest(".passage")?.querySelector(".note");
  const own = note ? [...note.querySelectorAll("[data-for]")].filter((one) => one.dataset.for.split(" ").includes(passage.id)) : [];
  if (!own.length) return;
  const folded = note.querySelector(".more");
  note.querySelector(".sources").prepend(...own);
  article.dataset.ordered = "";
  const left = folded?.querySelectorAll(".source").length;
  if (left) folded.querySelector("summary").firstChild.data = left === 1 ? "1 more source " : `${left} more sources `;
  else folded?.remove();
}

function sayThatItIsKept() {
  const { kept } = document.documentElement.dataset;
  if (!kept) return;
  const words = document.getElementById("kept").content.cloneNode(true);
  const when = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: article.dataset.zone });
  const time = document.createElement("time");
  time.dateTime = kept;
  time.textContent = when.format(new Date(kept));
  words.querySelector(".when").replaceWith(time);
  document.getElementById("device").append(words);
}

sourcesFirst();
addEventListener("hashchange", sourcesFirst);
sayThatItIsKept();
keepPage();
