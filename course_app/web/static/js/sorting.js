// Lines of a part in another order: by Alt and an arrow, or by a handle. Each move presses the button that says the same to
// the server, which numbers the lines anew.
const form = document.getElementById("quiz");

for (const words of document.querySelectorAll("[data-keys]")) words.hidden = false;

const linesOf = (line) => [...line.parentElement.querySelectorAll(":scope > .place-line")];

function move(line, there) {
  const lines = linesOf(line);
  const here = lines.indexOf(line);
  if (here === there || !lines[there]) return;
  const [, part] = line.id.split("-");
  const button = document.createElement("button");
  button.name = "act";
  button.value = `move-place/${part}/${here}/${there}`;
  button.formAction = `${form.action}#part-${part}-${there}`;
  button.hidden = true;
  form.append(button);
  form.requestSubmit(button);
}

form.addEventListener("keydown", (event) => {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const line = event.target.closest(".place-line");
  if (!event.altKey || !step || !line) return;
  event.preventDefault();
  move(line, linesOf(line).indexOf(line) + step);
});

function nearest(lines, y) {
  const distances = lines.map((line) => {
    const box = line.getBoundingClientRect();
    return Math.abs((box.top + box.bottom) / 2 - y);
  });
  return distances.indexOf(Math.min(...distances));
}

function handle(line) {
  const grip = document.createElement("span");
  grip.className = "grip";
  grip.setAttribute("aria-hidden", "true");
  grip.addEventListener("pointerdown", (event) => {
    grip.setPointerCapture(event.pointerId);
    line.classList.add("is-held");
    event.preventDefault();
  });
  grip.addEventListener("pointermove", (event) => {
    if (!line.classList.contains("is-held")) return;
    const lines = linesOf(line);
    const there = nearest(lines, event.clientY);
    lines.forEach((one, place) => one.classList.toggle("is-target", place === there));
  });
  grip.addEventListener("pointercancel", () => release(line));
  grip.addEventListener("pointerup", (event) => {
    const there = nearest(linesOf(line), event.clientY);
    release(line);
    move(line, there);
  });
  line.append(grip);
}

function release(line) {
  line.classList.remove("is-held");
  for (const one of linesOf(line)) one.classList.remove("is-target");
}

for (const line of form.querySelectorAll(".place-line")) if (linesOf(line).length > 1) handle(line);

// Back at the line that was moved, where a button's address led.
const moved = document.getElementById(location.hash.slice(1));
if (moved?.matches(".place-line")) moved.focus();
