/* Forms: sent once, not lost by accident, as tall as their text. */
export function startForms() {
  guardDoubleSubmit();
  warnUnsaved();
  document.addEventListener("input", (event) => grow(event.target));
  document.addEventListener("change", (event) => {
    event.target.closest?.("form[data-autosubmit]")?.requestSubmit();
  });
  document.addEventListener("click", copy);
  document.querySelectorAll("textarea[data-autogrow]").forEach(grow);
  document.querySelector("[aria-invalid=true]")?.focus();
}

/** The second click on a button that is already at work does nothing. */
function guardDoubleSubmit() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.hasAttribute("hx-post")) return; // htmx drops a second request itself
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    // After the browser has read the form: a disabled button would not be sent.
    setTimeout(() => setBusy(form, true));
  });
  // Coming back by the browser's arrow shows the page as it was: free the buttons.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      setBusy(form, false);
    }
  });
}

function setBusy(form, busy) {
  for (const button of form.querySelectorAll("button:not([type=button])")) {
    if (busy) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
}

/** Warn before leaving a form that has been changed and not sent. */
function warnUnsaved() {
  const changed = new Set();
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form?.hasAttribute("data-dirty")) changed.add(form);
  });
  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) changed.delete(event.target);
  });
  document.addEventListener("reset", (event) => changed.delete(event.target));
  window.addEventListener("beforeunload", (event) => {
    const lost = [...changed].some((form) => form.isConnected && !form.dataset.sent);
    if (lost) event.preventDefault();
  });
}

/** For browsers that do not size fields by their content. */
function grow(area) {
  if (!area.matches?.("textarea[data-autogrow]")) return;
  if (CSS.supports("field-sizing", "content")) return;
  area.style.blockSize = "auto";
  area.style.blockSize = `${area.scrollHeight + 2}px`;
}

async function copy(event) {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
  } catch {
    // Not served over https: select the text, the person copies it.
    button.parentElement.querySelector("input")?.select();
    return;
  }
  const words = button.querySelector("[data-copied]");
  if (!words) return;
  const before = words.textContent;
  words.textContent = words.dataset.copied;
  setTimeout(() => (words.textContent = before), 2000);
}
