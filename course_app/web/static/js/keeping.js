// Has the service worker keep this page for when there is no network; one that was there already has done so.

export function keepPage() {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  const isLookedAfter = Boolean(workers.controller);
  workers.register("/service-worker.js").then(() => workers.ready).then(({ active }) => {
    if (!isLookedAfter) active.postMessage("keep");
  }, () => {});
}
