/* The editor of an offer. A row has neither forms nor htmx attributes of its own, so that
   five hundred of them stay light: what happens in them is heard here. */
const TYPING = 350;

export function startSheet(htmx) {
  document.addEventListener("keydown", onKey);
  document.addEventListener("paste", pasteTable);
  document.addEventListener("input", (event) => typed(htmx, event.target, TYPING));
  document.addEventListener("change", (event) => typed(htmx, event.target, 0));
  document.addEventListener("click", (event) => onClick(htmx, event));
  document.addEventListener("toggle", readWhy, true); // does not bubble
  document.addEventListener("htmx:sendError", (event) => delete event.target.dataset.sent);
  // The buttons of all rows share one form: each says where it leads.
  document.addEventListener("htmx:configRequest", (event) => {
    const button = event.detail.triggeringEvent?.submitter;
    if (button?.form?.id !== "rows" || !button.hasAttribute("formaction")) return;
    event.detail.path = button.formAction;
    if (button.name) event.detail.parameters[button.name] = button.value;
  });
}

const rowOf = (element) => element.closest?.("[data-sheet] tbody tr");

function onKey(event) {
  if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey)) undo(event);
  const row = rowOf(event.target);
  if (!row || event.isComposing || event.ctrlKey || event.metaKey) return;
  if (event.altKey) return moveLine(event, row);
  if (!event.target.matches("input")) return;
  const back = event.key === "ArrowUp" || (event.key === "Enter" && event.shiftKey);
  if (back) return go(event, row, "previousElementSibling");
  if (event.key === "ArrowDown" || event.key === "Enter") {
    go(event, row, "nextElementSibling");
  }
}

/** Outside a field, whose own undo goes first, the last change is taken back. */
function undo(event) {
  if (event.shiftKey || event.target.matches("input:not([type=checkbox]), textarea")) return;
  const button = document.getElementById("undo");
  if (!button) return;
  event.preventDefault();
  button.click();
}

/** Go to the same field of the next line that has one, after the last to the new line. */
function go(event, row, side) {
  event.preventDefault();
  for (let other = row[side]; other; other = other[side]) {
    const field = other.querySelector(`input[name="${event.target.name}"]`);
    if (field) {
      field.focus();
      return field.select();
    }
  }
  if (side === "nextElementSibling") document.getElementById("add-text")?.focus();
}

/** Alt and an arrow: the line goes up or down. */
function moveLine(event, row) {
  const to = { ArrowUp: "up", ArrowDown: "down" }[event.key];
  const button = to && row.querySelector(`[data-move="${to}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
}

const waiting = new Map();

/** Send the fields of a row once the typing rests. */
function typed(htmx, field, delay) {
  const row = field.type === "checkbox" ? null : rowOf(field);
  if (!row) return;
  clearTimeout(waiting.get(row.id));
  waiting.set(
    row.id,
    setTimeout(() => {
      waiting.delete(row.id);
      if (row.isConnected) sendRow(htmx, row);
    }, delay),
  );
}

function sendRow(htmx, row, more = {}) {
  const values = { ...more };
  for (const name of ["quantity", "discount", "inclusion"]) {
    const field = row.querySelector(`[name="${name}"]`);
    if (field && !field.checkValidity()) return;
    if (field) values[name] = field.value;
  }
  const sent = JSON.stringify(values);
  if (row.dataset.sent === sent) return; // `change` after `input`: it is stored already
  row.dataset.sent = sent;
  htmx.ajax("POST", row.dataset.url, { source: row, values });
}

function onClick(htmx, event) {
  const take = event.target.closest?.("[data-sheet] button[name=take]");
  if (!take || take.form) return;
  sendRow(htmx, rowOf(take), { take: take.value });
}

/** « Pourquoi ? » is read when it is opened. */
async function readWhy(event) {
  const link = event.target.matches?.("[data-why]") && event.target.querySelector("a");
  if (!link || !event.target.open) return;
  const answer = await fetch(`${link.href}?part=1`);
  if (!answer.ok) return;
  const box = document.createElement("div");
  box.innerHTML = await answer.text(); // ours, escaped by the server
  link.replaceWith(box);
}

/** Several cells pasted where a reference is typed are rows of lines. */
function pasteTable(event) {
  if (event.target.id !== "add-text") return;
  const text = event.clipboardData?.getData("text/plain").trim() ?? "";
  if (!/[\t\n]/.test(text)) return;
  event.preventDefault();
  const form = document.getElementById("paste-rows");
  form.elements.text.value = text;
  form.requestSubmit();
}
