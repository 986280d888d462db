/* The drawer of a phone, and menus that close when one looks elsewhere. */
export function startNavigation() {
  const nav = document.getElementById("nav");
  const opener = document.querySelector("[data-drawer-open]");
  if (nav && opener) startDrawer(nav, opener);
  startMenus();
}

/** Without this script the drawer works by its address (#nav). */
function startDrawer(nav, opener) {
  const behind = document.querySelector(".shell-column");

  function set(open) {
    nav.toggleAttribute("data-open", open);
    opener.setAttribute("aria-expanded", String(open));
    behind.inert = open; // keyboard and screen readers stay in the drawer
    if (open) nav.querySelector("a, button").focus();
    else opener.focus();
  }

  opener.addEventListener("click", (event) => {
    event.preventDefault();
    set(true);
  });
  document.addEventListener("click", (event) => {
    const close = event.target.closest?.("[data-drawer-close]");
    if (!close) return;
    event.preventDefault();
    set(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && nav.hasAttribute("data-open")) set(false);
  });
  matchMedia("(width >= 64rem)").addEventListener("change", (event) => {
    if (!event.matches) return;
    nav.removeAttribute("data-open");
    behind.inert = false;
  });
}

function startMenus() {
  const opened = () => document.querySelectorAll("details.pop[open]");

  document.addEventListener("click", (event) => {
    for (const menu of opened()) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest?.("details.pop[open]");
    if (!menu) return;
    if (event.key === "Escape") {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(menu, event.key === "ArrowDown" ? 1 : -1);
    }
  });
}

/** Move the focus to the next or previous entry of a menu, round the ends. */
function step(menu, by) {
  const items = [...menu.querySelectorAll(".pop-item")];
  if (items.length === 0) return;
  const at = items.indexOf(document.activeElement);
  const next = at < 0 && by < 0 ? items.length - 1 : at + by;
  items[(next + items.length) % items.length].focus();
}
