/* Dialogs, and the question before an action that matters. */
const dialogOf = (element) => element.closest("dialog");

export function startDialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-dialog-open]");
    if (opener) {
      event.preventDefault();
      document.getElementById(opener.dataset.dialogOpen)?.showModal();
      return;
    }
    const closer = event.target.closest?.("[data-dialog-close]");
    if (closer) dialogOf(closer)?.close();
    else if (event.target.matches?.("dialog[open]")) closeIfOutside(event);
  });
  document.addEventListener("submit", askFirst, true);
  document.addEventListener("htmx:confirm", askHtmx);
}

/** A click on the shade around a dialog closes it. */
function closeIfOutside(event) {
  const box = event.target.getBoundingClientRect();
  const inside =
    event.clientX >= box.left &&
    event.clientX <= box.right &&
    event.clientY >= box.top &&
    event.clientY <= box.bottom;
  if (!inside) event.target.close();
}

const agreed = new WeakSet();

/** Hold a form back until the person has answered. */
async function askFirst(event) {
  const form = event.target;
  const button = event.submitter;
  const question = button?.dataset.confirm ?? form.dataset.confirm;
  if (!question || form.hasAttribute("hx-post")) return;
  if (agreed.delete(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!(await ask(question, button))) return;
  agreed.add(form);
  form.requestSubmit(button ?? undefined);
}

/** The same for a request of htmx; `htmx:confirm` comes before every one of them. */
function askHtmx(event) {
  const trigger = event.detail.triggeringEvent?.submitter;
  const element = event.detail.elt;
  const question = trigger?.dataset.confirm ?? element.dataset.confirm;
  if (!question) return;
  event.preventDefault();
  ask(question, trigger ?? element).then((yes) => {
    if (yes) event.detail.issueRequest(true);
  });
}

/** Ask in the page's dialog; true when the person goes on. */
function ask(question, button) {
  const dialog = document.getElementById("confirm");
  if (!dialog) return Promise.resolve(window.confirm(question));
  dialog.querySelector("[data-question]").textContent = question;
  const go = dialog.querySelector("[value=yes]");
  const danger = button?.classList?.contains("btn-danger") ?? false;
  go.classList.toggle("btn-danger", danger);
  go.classList.toggle("btn-primary", !danger);
  go.textContent = button?.textContent.trim() || go.dataset.label;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), {
      once: true,
    });
  });
}
