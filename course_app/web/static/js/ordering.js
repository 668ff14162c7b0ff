// Lines to be put in order. Each holds a hidden field, named slot-<n> once an order is given and shown-<n> before that.

for (const words of document.querySelectorAll("[data-keys]")) words.hidden = false;

// Puts the lines into an order; an empty one is none, and the lines stand as they were first shown.
export function arrange(slot, choice) {
  const list = slot.querySelector(".order");
  if (!list) return;
  const lines = [...list.children];
  const order = choice.length ? choice : list.dataset.shown.split(",");
  for (const alias of order) list.append(lines.find((line) => line.firstElementChild.value === alias));
  for (const line of lines) line.firstElementChild.name = `${choice.length ? "slot" : "shown"}-${slot.dataset.slot}`;
  for (const button of list.querySelectorAll("button")) {
    const line = button.parentElement;
    button.disabled = line === (button.dataset.move === "earlier" ? list.firstElementChild : list.lastElementChild);
  }
}

// Moves the line of a button by one place, keeps the focus with it, and says where it stands; nothing at an end.
export function moveLine(slot, button, where = button.dataset.move) {
  const line = button.parentElement;
  const lines = [...line.parentElement.children];
  const here = lines.indexOf(line);
  const there = here + (where === "earlier" ? -1 : 1);
  if (!lines[there]) return "";
  [lines[here], lines[there]] = [lines[there], line];
  arrange(slot, lines.map((one) => one.firstElementChild.value));
  (button.disabled ? line.querySelector("button:enabled") : button).focus();
  return `${line.querySelector("span").textContent.trim()}: ${there + 1} of ${lines.length}`;
}
