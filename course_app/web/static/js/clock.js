// The remaining time: counted from the server's seconds by a monotonic clock, announced at half, 5 minutes, 1 minute.

const shown = document.querySelector("[data-seconds-left]");
const announce = document.getElementById("announce");

export function start(onEnd) {
  if (!shown) return { set() {} };
  let total = Number(shown.dataset.secondsLeft);
  let began = performance.now();
  const marks = [[300, "Five minutes left."], [60, "One minute left."]];
  if (total > 600) marks.unshift([Math.floor(total / 2), "Half of the time is left."]);
  let pending = marks.filter(([at]) => at < total);

  function left() {
    return Math.max(0, Math.ceil(total - (performance.now() - began) / 1000));
  }

  function tick() {
    const seconds = left();
    const hours = Math.floor(seconds / 3600);
    const minutes = String(Math.floor(seconds / 60) % 60).padStart(hours ? 2 : 1, "0");
    const text = `${hours ? `${hours}:` : ""}${minutes}:${String(seconds % 60).padStart(2, "0")}`;
    if (shown.textContent !== text) shown.textContent = text;
    while (pending.length && seconds <= pending[0][0]) {
      const [, words] = pending.shift();
      if (announce) announce.textContent = words;
    }
    if (seconds === 0) {
      clearInterval(timer);
      onEnd();
    }
  }

  const timer = setInterval(tick, 250);
  tick();
  return {
    set(seconds) {
      if (seconds === null) return;
      total = seconds;
      began = performance.now();
    },
  };
}

// On pages without answers to save the clock is all there is.
if (!document.getElementById("attempt")) start(() => setTimeout(() => location.reload(), 1500));
