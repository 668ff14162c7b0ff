// The page follows what is typed: the learner's view at once, findings and results after a pause, at which a draft is
// kept. Marks, moves and saving by the keyboard. Without this, “Preview” asks the server for all of it.
import { place, said } from "./parts.js";

const PAUSE = 700;
const MARKS = { b: "**", i: "*" };
const MARKED = /\*\*(.+?)\*\*|\*(.+?)\*|!\[([^[\]\\\n]*)\]\(image:([0-9a-f]{32})-(\d+)x(\d+)\)/gs;
const form = document.getElementById("question");
const view = document.getElementById("preview");
const chosen = document.getElementById("chosen");
const topic = document.getElementById("topic");
const kept = document.getElementById("draft-kept");
const told = document.getElementById("told");
const rows = () => [...document.querySelectorAll("#answers > .answer")];
let waiting = 0;
let asked = null;

function write(place, text) {
  place.replaceChildren();
  let end = 0;
  for (const found of text.matchAll(MARKED)) {
    const [, strong, em, alt, image, width, height] = found;
    const part = document.createElement(image ? "img" : strong ? "strong" : "em");
    if (image) Object.assign(part, { src: `/question-images/${image}`, alt, width, height });
    else part.textContent = strong ?? em;
    place.append(text.slice(end, found.index), part);
    end = found.index + found[0].length;
  }
  place.append(text.slice(end));
}

function show() {
  write(view.querySelector("[data-stem]"), form.elements.stem.value.trim() || "The question stands here as you write it.");
  const places = view.querySelectorAll("[data-option]");
  rows().forEach((row, number) => {
    const text = row.querySelector("[data-text]").value.trim();
    if (places[number]) write(places[number], text || places[number].dataset.option);
  });
  document.getElementById("none-chosen").hidden = chosen.querySelector(":checked") !== null;
}

// What was typed, without a file: that goes out once, with the form.
function withoutFile() {
  const body = new FormData(form);
  body.delete("image");
  return body;
}

// What the server finds comes into its places. Only what is new is read out.
async function ask() {
  asked?.abort();
  asked = new AbortController();
  const { signal } = asked;
  const heard = await said(form.dataset.drafts, withoutFile(), signal);
  if (signal.aborted) return;
  kept.textContent = heard?.kept ?? "Not kept on the site just now. What you type stays on this page.";
  if (!heard) return;
  const { topic: likely, parts } = heard;
  for (const [id, html] of Object.entries(parts)) place(id, html);
  if (likely && !topic.value) {
    topic.value = likely;
    document.getElementById("guessed").hidden = false;
  }
  const found = document.querySelector("#advice [data-told]").textContent;
  if (told.textContent !== found) told.textContent = found;
}

function later() {
  clearTimeout(waiting);
  waiting = setTimeout(ask, PAUSE);
}

function typed() {
  show();
  later();
}

function change({ target }) {
  if (target.name === "passage" && target.checked) take(target.closest("label"));
  if (target === topic) document.getElementById("guessed").hidden = true;
  typed();
}

function take(label) {
  for (const claim of label.querySelectorAll("[data-claim]")) {
    const known = [...chosen.querySelectorAll("input")].find((input) => input.value === claim.dataset.claim);
    if (known) {
      known.checked = true;
      continue;
    }
    const row = document.getElementById("claim-row").content.cloneNode(true);
    row.querySelector("input").value = claim.dataset.claim;
    row.querySelector("span").append(...[...claim.childNodes].map((node) => node.cloneNode(true)));
    chosen.append(row);
  }
}

// The selection between two marks, or without them where it stands between them already.
function mark(field, sign) {
  const { selectionStart: start, selectionEnd: end, value } = field;
  const text = value.slice(start, end);
  const star = sign === "*" && value.slice(start - 2, start) === "**" && value.slice(start - 3, start) !== "***";
  const isMarked = !star && value.slice(start - sign.length, start) === sign && value.slice(end, end + sign.length) === sign;
  const [from, to, put] = isMarked ? [start - sign.length, end + sign.length, text] : [start, end, sign + text + sign];
  field.focus();
  field.setSelectionRange(from, to);
  if (!document.execCommand("insertText", false, put)) field.setRangeText(put); // the first can be undone
  const at = isMarked ? from : from + sign.length;
  field.setSelectionRange(at, at + text.length);
  typed();
}

function number(row, now) {
  for (const one of row.querySelectorAll("[name], [id]")) {
    if (one.name === "key") one.value = now;
    else if (one.name === "act") one.value = one.value.replace(/\d+$/, now);
    else if (one.name) one.name = one.name.replace(/\d+$/, now);
    if (one.id) one.id = one.id.replace(/\d+/, now);
  }
  if (row.querySelector('[name^="letter-"]').value) return;
  row.querySelector("[data-number]").textContent = now + 1;
  for (const one of row.querySelectorAll("[aria-label]")) {
    one.setAttribute("aria-label", one.getAttribute("aria-label").replace(/\d+/, now + 1));
  }
}

function move(row, by) {
  const other = rows()[rows().indexOf(row) + by];
  if (!other) return;
  const field = document.activeElement;
  if (by < 0) other.before(row);
  else other.after(row);
  const keys = rows().map((one) => one.querySelector('[name="key"]')?.checked);
  rows().forEach(number);
  rows().forEach((one, now) => { if (keys[now]) one.querySelector('[name="key"]').checked = true; });
  field.focus();
  typed();
}

function press(event) {
  const { target, key } = event;
  const sign = (event.ctrlKey || event.metaKey) && !event.altKey && MARKS[key.toLowerCase()];
  const by = event.altKey && { ArrowUp: -1, ArrowDown: 1 }[key];
  const row = target.closest(".answer");
  if (sign && target.hasAttribute("data-marks")) mark(target, sign);
  else if (by && row) move(row, by);
  else if (key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit(form.querySelector('[value="save"]'));
  else return;
  event.preventDefault();
}

function furnish(place) {
  const own = place.closest(".answer") ?? place.closest(".field");
  let last = own.querySelector("[data-marks]");
  place.append(document.getElementById("marks").content.cloneNode(true));
  own.addEventListener("focusin", ({ target }) => { if (target.hasAttribute("data-marks")) last = target; });
  for (const button of place.querySelectorAll("button")) {
    button.querySelector(".visually-hidden").textContent = `: ${last.getAttribute("aria-label") ?? "question"}`;
    button.addEventListener("click", () => mark(last, button.dataset.mark));
  }
}

const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const sought = document.getElementById("sought");

function seek() {
  const words = plain(sought.value).split(/\s+/).filter(Boolean);
  let count = 0;
  for (const lesson of document.querySelectorAll("#sentences > details")) {
    let fits = 0;
    for (const line of lesson.querySelectorAll("li")) {
      const text = plain(line.textContent);
      line.hidden = !words.every((word) => text.includes(word));
      fits += !line.hidden;
    }
    lesson.hidden = !fits;
    lesson.open = words.length > 0;
    count += fits;
  }
  const seen = document.getElementById("seen");
  const found = count > 1 ? `${count} ${seen.dataset.more}` : count ? seen.dataset.single : seen.dataset.none;
  seen.textContent = words.length ? found : "";
}

// A link to a field leads into it, also where it stands in a fold-out.
function enter(event) {
  const field = event.target.closest('a[href^="#"]') && document.querySelector(event.target.closest("a").hash || null);
  if (!field) return;
  field.closest("details")?.setAttribute("open", "");
  if (field.matches("textarea, select, input")) setTimeout(() => field.focus());
}

// An image that is pasted or dropped into a field goes into the form, which asks for its alternative.
function receive(event) {
  const files = (event.clipboardData ?? event.dataTransfer)?.files;
  const field = event.target.closest("[data-marks]");
  if (!field || !files?.[0]?.type.startsWith("image/")) return;
  event.preventDefault();
  form.elements.image.files = files;
  form.elements["image-place"].value = field.name;
  document.getElementById("image-part").open = true;
  form.elements["image-alternative"].focus();
}

for (const kind of ["paste", "drop"]) form.addEventListener(kind, receive);
sought.addEventListener("input", seek);
form.addEventListener("input", ({ target }) => { if (target !== sought) typed(); });
form.addEventListener("change", change);
form.addEventListener("keydown", press);
form.addEventListener("submit", () => {
  clearTimeout(waiting);
  asked?.abort();
});
document.querySelector("main").addEventListener("click", enter);
document.querySelectorAll(".marks").forEach(furnish);
document.querySelector(".keys").hidden = false;
addEventListener("pageshow", show); // also what came back by the way back, or was typed before this ran
form.classList.add("scripted");
show();
