// Sharing through the phone's own sheet, where it has one. Every page works without this file.
(function () {
  "use strict";
  document.querySelectorAll("[data-share]").forEach(function (button) {
    if (!navigator.share) return;
    button.hidden = false;
    button.addEventListener("click", function () {
      navigator.share({ title: button.dataset.title, url: button.dataset.url }).catch(function () {
        // Closed without sharing.
      });
    });
  });
})();
