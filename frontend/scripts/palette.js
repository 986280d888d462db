/* Ctrl K: one box that finds everything. Results come from the server. */
export function startPalette(htmx) {
  const dialog = document.getElementById("palette");
  if (!dialog) return;
  const input = dialog.querySelector("input");
  const list = dialog.querySelector("#palette-list");

  function open(event) {
    event?.preventDefault();
    if (dialog.open) return;
    dialog.showModal();
    input.select();
  }

  const options = () => [...list.querySelectorAll("[role=option]")];
  const selected = () => list.querySelector("[aria-selected=true]");

  function select(option) {
    selected()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function step(by) {
    const all = options();
    const at = all.indexOf(selected());
    select(all[(at + by + all.length) % all.length]);
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-palette-open]")) open(event);
  });
  document.addEventListener("keydown", (event) => {
    const command = event.ctrlKey || event.metaKey;
    if (command && event.key.toLowerCase() === "k") open(event);
    const typing = event.target.matches?.("input, textarea, select");
    if (event.key === "/" && !typing && !command) open(event);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && selected()) {
      event.preventDefault();
      selected().click();
    }
  });
  list.addEventListener("htmx:afterSwap", () => {
    options().forEach((option, index) => (option.id = `palette-option-${index}`));
    input.setAttribute("aria-expanded", String(options().length > 0));
    select(options()[0]);
  });
  htmx.process(dialog);
}
