// Copies and prints the recovery codes. Without it they are downloaded, or written down.

const said = document.querySelector("#main [role=status]");
const copy = document.getElementById("copy");
const print = document.getElementById("print");

copy.addEventListener("click", async () => {
  const codes = [...document.querySelectorAll(".codes code")].map((one) => one.textContent);
  try {
    await navigator.clipboard.writeText(`${codes.join("\n")}\n`);
    said.textContent = "Copied";
  } catch {
    said.textContent = "The browser does not let this page copy. Download them instead.";
  }
});
print.addEventListener("click", () => window.print());
copy.hidden = !navigator.clipboard;
print.hidden = false;
