/* Keys: ? help, / search, g then a letter, a page's own keys, Alt S sends. */
let waitingForScreen = 0;

export function startKeyboard() {
  document.addEventListener("keydown", (event) => {
    if (event.altKey && event.key.toLowerCase() === "s") return send(event);
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "?") return openHelp(event);
    if (event.key === "g") {
      waitingForScreen = event.timeStamp;
      return;
    }
    const key = event.key.toLowerCase();
    const afterG = event.timeStamp - waitingForScreen < 1500 && waitingForScreen > 0;
    waitingForScreen = 0;
    press(event, afterG ? `[data-go="${CSS.escape(key)}"]` : shortcut(key));
  });
}

const shortcut = (key) => `[data-shortcut="${CSS.escape(key)}"]`;

function press(event, selector) {
  const target = document.querySelector(selector);
  if (!target) return;
  event.preventDefault();
  target.click();
}

function openHelp(event) {
  const help = document.getElementById("keys");
  if (!help) return;
  event.preventDefault();
  fillScreens(help.querySelector("[data-screens]"));
  help.showModal();
}

/** List the screens of the navigation with their letters. */
function fillScreens(list) {
  if (!list || list.childElementCount > 0) return;
  for (const link of document.querySelectorAll("#nav [data-go]")) {
    const keys = document.createElement("dt");
    for (const letter of ["g", link.dataset.go]) {
      const key = document.createElement("kbd");
      key.className = "kbd";
      key.textContent = letter;
      keys.append(key, " ");
    }
    const name = document.createElement("dd");
    name.textContent = link.querySelector("span").textContent;
    list.append(keys, name);
  }
}

/** Send the form one is typing in, else the page's form. */
function send(event) {
  const form =
    event.target.closest?.("form[method=post]") ??
    document.querySelector("main form[data-main]");
  if (!form) return;
  event.preventDefault();
  form.requestSubmit();
}

function isTyping(element) {
  return element.matches?.("input, textarea, select, [contenteditable=true]");
}
