// The front page's box. It works without this file: then the button answers.
(function () {
  "use strict";

  var box = document.getElementById("text");
  if (!box) return;

  // Who types too fast for the limit is told so; htmx would otherwise swallow a refusal.
  document.addEventListener("htmx:beforeSwap", function (event) {
    if (event.detail.xhr.status === 429) event.detail.shouldSwap = true;
  });

  // Ctrl or Command with Enter sends; Enter alone stays a new line.
  box.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) box.form.requestSubmit();
  });
})();
