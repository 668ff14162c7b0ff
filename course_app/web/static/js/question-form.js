// The learner's view beside the form follows what is typed. Without this, “Preview” asks the server for it.
const form = document.getElementById("question");
const view = document.getElementById("preview");
const chosen = document.getElementById("chosen");
const EMPHASIS = /\*\*(.+?)\*\*|\*(.+?)\*/gs;

function write(place, text) {
  place.replaceChildren();
  let end = 0;
  for (const found of text.matchAll(EMPHASIS)) {
    const part = document.createElement(found[1] ? "strong" : "em");
    part.textContent = found[1] ?? found[2];
    place.append(text.slice(end, found.index), part);
    end = found.index + found[0].length;
  }
  place.append(text.slice(end));
}

function follow(event) {
  const text = event.target.value.trim();
  if (event.target.id === "stem") write(view.querySelector("[data-stem]"), text || "The question stands here as you write it.");
  if (event.target.hasAttribute("data-text")) {
    const place = view.querySelectorAll("[data-option]")[[...form.querySelectorAll("[data-text]")].indexOf(event.target)];
    write(place, text || place.dataset.option);
  }
}

function change(event) {
  const { name, checked } = event.target;
  if (name === "passage" && checked) take(event.target.closest("label"));
  document.getElementById("none-chosen").hidden = chosen.querySelector(":checked") !== null;
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
  const told = count > 1 ? `${count} ${seen.dataset.more}` : count ? seen.dataset.single : seen.dataset.none;
  seen.textContent = words.length ? told : "";
}

sought.addEventListener("input", seek);
form.addEventListener("input", follow);
form.addEventListener("change", change);
form.classList.add("scripted");
