/* The editor of an offer: arrows and Enter move between lines, a pasted table is sent. */
export function startSheet() {
  document.addEventListener("keydown", (event) => {
    const row = event.target.closest?.("[data-sheet] tbody tr");
    if (!row || event.isComposing || event.ctrlKey || event.metaKey) return;
    if (event.altKey) return moveLine(event, row);
    if (!event.target.matches("input")) return;
    const back = event.key === "ArrowUp" || (event.key === "Enter" && event.shiftKey);
    if (back) return go(event, row, "previousElementSibling");
    if (event.key === "ArrowDown" || event.key === "Enter") {
      go(event, row, "nextElementSibling");
    }
  });
  document.addEventListener("paste", pasteTable);
}

/** Go to the same field of the next line that has one, after the last to the new line. */
function go(event, row, side) {
  event.preventDefault();
  for (let other = row[side]; other; other = other[side]) {
    const field = other.querySelector(`input[name="${event.target.name}"]`);
    if (field) return field.select();
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
