/* Runs before the first paint: puts back the theme this person chose. */
const chosen = (() => {
  try {
    return localStorage.getItem("filon.theme");
  } catch {
    return null; // storage may be forbidden; the system's theme is then used
  }
})();

if (chosen === "filon" || chosen === "filon-dark") {
  document.documentElement.dataset.theme = chosen;
}
document.documentElement.classList.add("js");
