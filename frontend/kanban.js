/* A board whose cards are dragged. The "Move to…" menu of each card does the same. */
import Sortable from "sortablejs";

export function start(root, htmx) {
  for (const list of root.querySelectorAll("[data-sortable]")) {
    if (list.dataset.ready) continue;
    list.dataset.ready = "yes";
    Sortable.create(list, {
      group: list.closest("[data-board]")?.dataset.board ?? "board",
      animation: 140,
      delay: 180, // a thumb that scrolls does not drag
      delayOnTouchOnly: true,
      filter: "a, button, summary, form",
      preventOnFilter: false,
      onEnd: (event) => move(event, htmx),
    });
  }
}

/** Tell the server; put the card back if it refuses. */
async function move(event, htmx) {
  const { item, from, to, oldIndex, newIndex } = event;
  if (from === to && oldIndex === newIndex) return;
  const headers = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");
  const board = to.closest("[data-board]");
  const body = new URLSearchParams({ stage: to.dataset.stage, position: newIndex });
  const answer = await fetch(item.dataset.moveUrl, {
    method: "POST",
    headers: { ...headers, "HX-Request": "true", "HX-Target": board?.id ?? "" },
    body,
  }).catch(() => null);
  if (answer?.ok) {
    htmx.trigger(board ?? document.body, "filon:moved");
    return;
  }
  from.insertBefore(item, from.children[oldIndex] ?? null);
  const text = answer?.status === 422 ? await sentence(answer) : "";
  document.dispatchEvent(new CustomEvent("filon:failure", { detail: text }));
}

/** The reason of a refusal: the first alert of the page the server answered. */
async function sentence(answer) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector("[role=alert]")?.textContent.trim() ?? "";
}
