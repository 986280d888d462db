/* Theme: system, light or dark, remembered on this device. */
const KEY = "filon.theme";

function apply(name) {
  const root = document.documentElement;
  if (name === "system") delete root.dataset.theme;
  else root.dataset.theme = name;
  try {
    if (name === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, name);
  } catch {
    /* storage forbidden: the choice lasts as long as the page */
  }
  mark();
  document.dispatchEvent(new CustomEvent("filon:theme"));
}

function mark() {
  const current = document.documentElement.dataset.theme ?? "system";
  for (const button of document.querySelectorAll("[data-set-theme]")) {
    button.setAttribute("aria-pressed", String(button.dataset.setTheme === current));
  }
}

export function startThemes() {
  mark();
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-set-theme]");
    if (button) apply(button.dataset.setTheme);
  });
  const system = matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", () =>
    document.dispatchEvent(new CustomEvent("filon:theme")),
  );
}
