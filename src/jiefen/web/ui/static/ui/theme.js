// Runs before the first paint so that neither a chosen theme nor an enhanced control flashes. Nothing stored: the system's choice.
(function () {
  document.documentElement.classList.add("js");
  try {
    var theme = localStorage.getItem("theme");
    if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
  } catch (error) {
    // Storage may be forbidden; the system's choice is then right.
  }
})();
