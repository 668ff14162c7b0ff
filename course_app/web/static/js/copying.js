// Copies the line for a CPD log. Without it the line is selected by hand, or downloaded.

const copy = document.getElementById("copy");

copy.addEventListener("click", async () => {
  const said = document.getElementById("copied");
  try {
    await navigator.clipboard.writeText(document.getElementById("line").textContent);
    said.textContent = "Copied";
  } catch {
    said.textContent = "The browser does not let this page copy. Mark the line, or download it.";
  }
});
copy.hidden = !navigator.clipboard;
