// What is bold in Word stays bold when it is pasted, as **…**, and numbered lists keep their numbers and letters. Without
// this the browser pastes plain words, of which a line “Answer: b” or a star says which option is right.
const BLOCKS = /^(P|DIV|LI|UL|OL|H[1-6]|TR|TABLE|BLOCKQUOTE|PRE)$/;
const EDGE = "\u0001"; // between two blocks, however many end and begin there
const styleOf = (node) => node.getAttribute("data-style") ?? "";

function isBold(node) {
  const style = styleOf(node);
  return /font-weight:\s*(bold|[6-9]00)/i.test(style) || (/^(B|STRONG)$/.test(node.tagName) && !/font-weight:\s*(normal|[1-5]00)/i.test(style));
}

function depth(list) {
  let number = 0;
  for (let one = list.parentElement; one; one = one.parentElement) number += /^(OL|UL)$/.test(one.tagName);
  return number;
}

function marker(item) {
  const list = item.parentElement;
  if (list?.tagName !== "OL") return "";
  const place = [...list.children].filter((one) => one.tagName === "LI").indexOf(item);
  const start = Number(list.getAttribute("start")) || 1;
  const isLettered = /^a$/i.test(list.type) || /alpha/i.test(styleOf(list)) || depth(list) > 0;
  return isLettered ? `${String.fromCharCode(97 + place)}) ` : `${start + place}. `;
}

function words(node, bold) {
  if (node.nodeType === Node.TEXT_NODE) {
    const text = node.data.replace(/[\t\r\n ]+/g, " ");
    return bold && text.trim() ? text.replace(/^(\s*)(.*?)(\s*)$/, "$1**$2**$3") : text;
  }
  if (node.nodeType !== Node.ELEMENT_NODE || /^(STYLE|SCRIPT|TITLE)$/.test(node.tagName)) return "";
  if (node.tagName === "BR") return "\n";
  const inside = [...node.childNodes].map((one) => words(one, bold || isBold(node))).join("");
  if (node.tagName === "LI") return `${EDGE}${marker(node)}${inside.trim()}${EDGE}`;
  return BLOCKS.test(node.tagName) ? `${EDGE}${inside}${EDGE}` : inside;
}

// The styles are set aside: they are looked at, and applying them is what the site's policy forbids.
function plain(html) {
  const page = new DOMParser().parseFromString(html.replace(/\sstyle=/gi, " data-style="), "text/html");
  if (![...page.body.querySelectorAll("*")].some((node) => isBold(node) || node.tagName === "LI")) return "";
  const text = words(page.body, false).replaceAll("****", "").replaceAll(/\u0001[\u0001 ]*/g, "\n");
  const lines = text.split("\n").map((line) => line.replace(/[ \u00a0]+/g, " ").trim());
  return lines.join("\n").replace(/\n{3,}/g, "\n\n").trim();
}

document.getElementById("pasted")?.addEventListener("paste", (event) => {
  const text = plain(event.clipboardData.getData("text/html"));
  if (!text) return;
  event.preventDefault();
  const box = event.target;
  box.setRangeText(`${text}\n`, box.selectionStart, box.selectionEnd, "end");
  box.dispatchEvent(new Event("input", { bubbles: true }));
});
