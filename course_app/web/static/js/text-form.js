// What is wrong in the text and what saving it would change, after a pause; a line's link leads to the line. Without
// this, “Check” asks the server for it.
import { place, said } from "./parts.js";

const PAUSE = 700;
const form = document.getElementById("as-text");
const text = document.getElementById("source");
const told = document.getElementById("told");
let waiting = 0;
let asked = null;

async function ask() {
  asked?.abort();
  asked = new AbortController();
  const { signal } = asked;
  const heard = await said(form.action, new FormData(form), signal);
  if (signal.aborted) return;
  told.classList.toggle("visually-hidden", Boolean(heard)); // the page shows it at its place
  if (!heard) {
    told.textContent = "Not checked just now. What you type stays on this page.";
    return;
  }
  for (const [id, html] of Object.entries(heard.parts)) place(id, html);
  const found = document.querySelector("#plan [data-told]")?.textContent ?? "";
  if (told.textContent !== found) told.textContent = found;
}

function lead(event) {
  const link = event.target.closest("a[data-line]");
  if (!link) return;
  event.preventDefault();
  const lines = text.value.split("\n");
  const number = Number(link.dataset.line) - 1;
  const start = lines.slice(0, number).join("\n").length + (number ? 1 : 0);
  text.focus();
  text.setSelectionRange(start, start); // brings the line into view where the browser follows the caret
  text.scrollTop = (text.scrollHeight / lines.length) * Math.max(0, number - 3);
  text.setSelectionRange(start, start + lines[number].length);
}

text.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(ask, PAUSE);
});
form.addEventListener("submit", () => {
  clearTimeout(waiting);
  asked?.abort();
});
document.getElementById("plan").addEventListener("click", lead);
