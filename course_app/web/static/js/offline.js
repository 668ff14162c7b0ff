// Lists the pages that are kept on this device for whoever is signed in on it, newest first.

const list = document.getElementById("kept");
const when = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });

async function pagesOf(person) {
  const found = [];
  for (const kind of ["attempt", "lesson"]) {
    const cache = await caches.open(`${kind} ${person}`);
    for (const request of await cache.keys()) {
      const page = new DOMParser().parseFromString(await (await cache.match(request, { ignoreVary: true })).text(), "text/html");
      found.push({ path: new URL(request.url).pathname, title: page.title.split(" · ")[0], kept: page.documentElement.dataset.kept });
    }
  }
  return found.sort((one, other) => other.kept.localeCompare(one.kept));
}

function lineOf({ path, title, kept }) {
  const line = document.createElement("li");
  const link = Object.assign(document.createElement("a"), { href: path, textContent: title });
  const date = Object.assign(document.createElement("p"), { className: "hint", textContent: `Kept on ${when.format(new Date(kept))}` });
  line.append(link, date);
  return line;
}

async function show() {
  const who = await (await caches.open("who")).match("/");
  const pages = who ? await pagesOf(await who.text()) : [];
  if (pages.length === 0) return;
  list.querySelector("ul").append(...pages.map(lineOf));
  list.hidden = false;
}

if (globalThis.caches) show();
