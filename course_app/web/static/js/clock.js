// The remaining time: counted from the server's seconds, announced at half, 5 minutes and 1 minute.

export const GRACE = 11000; // the server takes what is under way for ten seconds after the end

const NOTICED = 30; // seconds; less is the two clocks put right
const shown = document.querySelector("[data-seconds-left]");
const announce = document.getElementById("announce");

// How long ago the server made this page: it may be one that was kept on the device.
const { kept } = document.documentElement.dataset;
const age = () => (kept ? (Date.now() - Date.parse(kept)) / 1000 : 0);

export function startClock(onEnd) {
  if (!shown) return { isRunning: false, set() {} };
  const half = Math.floor(Number(shown.dataset.total) / 2);
  const marks = [[300, "Five minutes left."], [60, "One minute left."]];
  if (half > 300) marks.unshift([half, "Half of the time is left."]);
  let left = Math.max(0, Number(shown.dataset.secondsLeft) - age());
  let began = [performance.now(), Date.now()];
  let doubt = 0; // seconds by which there may be more: the last answer was some time under way
  let pending = marks.filter(([at]) => at < left);

  // One of the two clocks may stand while the device sleeps; the other may be set. The later one is right or careful.
  function seconds() {
    const passed = Math.max(performance.now() - began[0], Date.now() - began[1]);
    return Math.max(0, Math.ceil(left - passed / 1000));
  }

  function tick() {
    const now = seconds();
    const hours = Math.floor(now / 3600);
    const minutes = String(Math.floor(now / 60) % 60).padStart(hours ? 2 : 1, "0");
    const days = Math.floor(hours / 24);
    const text = days ? `${days} ${days === 1 ? "day" : "days"}, ${hours % 24} h` : `${hours ? `${hours}:` : ""}${minutes}:${String(now % 60).padStart(2, "0")}`;
    if (shown.textContent !== text) shown.textContent = text;
    while (pending.length && now <= pending[0][0]) announce.textContent = pending.shift()[1];
    if (now === 0) {
      clearInterval(timer);
      onEnd();
    }
  }

  shown.dataset.runs = "";
  const timer = setInterval(tick, 250);
  tick();
  return {
    isRunning: true,
    // What the server says: more than was left when somebody gave time meanwhile, null when they lifted the limit.
    // It said so at some time since it was asked: what is left now lies between value less that time, and value.
    set(value, asked) {
      if (value === null) {
        clearInterval(timer);
        shown.textContent = announce.textContent = "No time limit any more";
        return;
      }
      const counted = seconds();
      const least = value - Math.max(0, Date.now() - asked) / 1000;
      if (least > counted + doubt + NOTICED) {
        announce.textContent = "You were given more time.";
        pending = marks.filter(([at]) => at < least);
      }
      left = counted > value ? least : Math.max(least, counted);
      doubt = value - left;
      began = [performance.now(), Date.now()];
    },
  };
}

// On a page without answers to save the clock is all there is.
if (!document.getElementById("attempt")) startClock(() => setTimeout(() => location.reload(), GRACE));
