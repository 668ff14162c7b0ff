// Applies colours and text size in place, so that nothing typed elsewhere on the page is lost to loading it anew.
// Without this file the form is sent, and the page comes back in the chosen look.

const USUAL = { theme: "system", text: "standard" };

export function followAppearance(form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    apply(form, new FormData(form));
  });
}

async function apply(form, data) {
  for (const [name, usual] of Object.entries(USUAL)) {
    if (data.get(name) === usual) delete document.documentElement.dataset[name];
    else document.documentElement.dataset[name] = data.get(name);
  }
  const answer = await fetch(form.action, {
    method: "POST",
    headers: { Accept: "application/json" },
    body: new URLSearchParams(data),
  }).catch(() => null);
  form.querySelector("[role=status]").textContent = answer?.ok ? "Applied" : "Applied to this page only";
}
