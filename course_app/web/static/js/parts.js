// What the server says of what was typed comes into its place; a fold-out that is open stays so.
export function place(id, html) {
  const part = document.getElementById(id);
  const open = [...part.querySelectorAll("details")].map((one) => one.open);
  if (part.dataset.html === html) return;
  part.dataset.html = html;
  part.innerHTML = html;
  part.querySelectorAll("details").forEach((one, number) => { one.open = open[number] ?? one.open; });
}

// Asks the server what is to be said of a form's data (FormData); null when it does not answer, or no JSON.
export async function said(address, body, signal) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { Accept: "application/json" },
    body,
    signal,
  }).catch(() => null);
  return answer?.ok ? answer.json().catch(() => null) : null;
}
