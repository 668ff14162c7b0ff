// Remembers the paragraph at which the reader is: at most one POST in five seconds, the last one as the page is left.
// The lesson reads the same without it. It is kept on the device, and says so when there is no network.

import { keepPage } from "./keeping.js";

const SETTLED = 2000;
const APART = 5000;
const article = document.querySelector("[data-place]");
const token = document.querySelector('meta[name="csrf-token"]').content;
const inView = new Set();
let top = 0;
let place = 0;
let sent = 0;
let settling = 0;
let sending = 0;

const numberOf = (block) => Number(block.id.slice(2));

function send() {
  clearTimeout(sending);
  sending = 0;
  if (place === sent) return;
  sent = place;
  fetch(article.dataset.place, {
    method: "POST",
    keepalive: true,
    headers: { "Content-Type": "application/json", "X-CSRF-Token": token },
    body: JSON.stringify({ paragraph: sent }),
  }).catch(() => { sent = 0; });
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
function sayThatItIsKept() {
  const { kept } = document.documentElement.dataset;
  if (!kept) return;
  const words = document.getElementById("kept").content.cloneNode(true);
  const when = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: article.dataset.zone });
  const time = words.querySelector("time");
  time.dateTime = kept;
  time.textContent = when.format(new Date(kept));
  document.getElementById("device").append(words);
}

addEventListener("pagehide", send);
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") send(); });

sayThatItIsKept();
keepPage();
