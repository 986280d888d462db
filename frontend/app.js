/* Entry: htmx and the behaviours of every page. Each one finds its own elements. */
import htmx from "htmx.org/dist/htmx.esm.js";
import { startDialogs } from "./scripts/dialogs.js";
import { startForms } from "./scripts/forms.js";
import { startKeyboard } from "./scripts/keyboard.js";
import { startNavigation } from "./scripts/navigation.js";
import { startPalette } from "./scripts/palette.js";
import { startSheet } from "./scripts/sheet.js";
import { startThemes } from "./scripts/themes.js";

/** Read an address that the page gives in a `meta` element. */
const address = (name) => document.querySelector(`meta[name="${name}"]`)?.content;

/** Load the board or chart code only where a page, or a fragment, needs it. */
async function startHeavyParts(root) {
  if (root.querySelector("[data-sortable]")) {
    const kanban = await import(address("filon-kanban"));
    kanban.start(root, htmx);
  }
  if (root.querySelector("[data-chart]")) {
    const charts = await import(address("filon-charts"));
    charts.start(root);
  }
}

/** Say aloud and show that a request failed; the page stays as it is. */
function showFailure(text) {
  const model = document.getElementById("toast-failure");
  const toasts = document.getElementById("toasts");
  if (!model || !toasts) return;
  const toast = model.content.cloneNode(true);
  if (text) toast.querySelector("p").textContent = text;
  toasts.append(toast);
}

/** News that asks for nothing goes away; a refusal stays until it is closed. */
function dismissToasts() {
  for (const toast of document.querySelectorAll("[data-toast-passing]")) {
    toast.removeAttribute("data-toast-passing");
    const leave = () =>
      toast.matches(":hover, :focus-within") ? setTimeout(leave, 3000) : toast.remove();
    setTimeout(leave, 8000);
  }
}

dismissToasts();
startThemes();
startNavigation();
startDialogs();
startForms();
startKeyboard();
startPalette(htmx);
startSheet(htmx);
startHeavyParts(document);

document.addEventListener("htmx:load", (event) => {
  startHeavyParts(event.detail.elt);
  dismissToasts();
});
document.addEventListener("htmx:responseError", () => showFailure());
document.addEventListener("htmx:sendError", () => showFailure());
document.addEventListener("filon:failure", (event) => showFailure(event.detail));
document.addEventListener("click", (event) => {
  event.target.closest?.("[data-toast-close]")?.closest(".toast").remove();
});
