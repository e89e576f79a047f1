// Small comforts. Every page works without this file.
(function () {
  "use strict";

  function each(root, selector, act) {
    if (root.matches && root.matches(selector)) act(root);
    root.querySelectorAll(selector).forEach(act);
  }

  function closest(event, selector) {
    return event.target instanceof Element ? event.target.closest(selector) : null;
  }

  function size(bytes) {
    return bytes < 1048576 ? Math.max(1, Math.round(bytes / 1024)) + " KB" : (bytes / 1048576).toFixed(1) + " MB";
  }

  // A file dragged anywhere onto the area goes into the ordinary input.
  function enhanceDrop(area) {
    var input = area.querySelector("input[type=file]");
    var chosen = area.querySelector("[data-drop-chosen]");
    if (!input) return;
    var depth = 0;
    function over(on) {
      area.classList.toggle("drop--over", on);
    }
    input.addEventListener("change", function () {
      var names = Array.from(input.files, function (file) {
        return file.name + "（" + size(file.size) + "）";
      });
      chosen.textContent = names.length ? "已选：" + names.join("、") : "";
      area.classList.toggle("drop--chosen", names.length > 0);
    });
    area.addEventListener("dragenter", function (event) {
      event.preventDefault();
      depth += 1;
      over(true);
    });
    area.addEventListener("dragover", function (event) {
      event.preventDefault();
    });
    area.addEventListener("dragleave", function () {
      depth -= 1;
      if (depth <= 0) over(false);
    });
    area.addEventListener("drop", function (event) {
      event.preventDefault();
      depth = 0;
      over(false);
      if (!event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  function enhanceDefinition(details) {
    if (!window.matchMedia("(hover: hover)").matches) return;
    var pinned = false;
    details.querySelector("summary").addEventListener("click", function (event) {
      event.preventDefault();
      pinned = !pinned;
      details.open = pinned;
    });
    details.addEventListener("mouseenter", function () {
      details.open = true;
    });
    details.addEventListener("mouseleave", function () {
      if (!pinned) details.open = false;
    });
    details.addEventListener("toggle", function () {
      if (!details.open) pinned = false;
    });
  }

  function currentTheme() {
    var set = document.documentElement.dataset.theme;
    return set || (window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  }

  function toggleTheme() {
    var next = currentTheme() === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = next;
    try {
      localStorage.setItem("theme", next);
    } catch (error) {
      // Kept for this page only.
    }
  }

  function copy(button) {
    navigator.clipboard.writeText(button.dataset.copy).then(function () {
      var words = button.querySelector("span") || button;
      var before = words.textContent;
      words.textContent = "已复制";
      setTimeout(function () {
        words.textContent = before;
      }, 2000);
    });
  }

  document.addEventListener("click", function (event) {
    var found;
    if ((found = closest(event, "[data-dismiss]"))) found.closest(".notice").remove();
    else if ((found = closest(event, "[data-copy]"))) copy(found);
    else if (closest(event, "[data-theme-toggle]")) toggleTheme();
    else if (closest(event, "[data-print]")) window.print();
    else if (closest(event, "[data-back]")) history.back();
    else if ((found = closest(event, "tr[data-href]")) && !closest(event, "a, button, input, select, label, summary")) {
      if (!String(window.getSelection())) window.location.assign(found.dataset.href);
    }
    document.querySelectorAll("details[data-menu][open], details[data-definition][open]").forEach(function (menu) {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details[data-menu][open], details[data-definition][open]").forEach(function (menu) {
      menu.open = false;
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    });
  });

  document.addEventListener("change", function (event) {
    var form = closest(event, "form[data-auto-submit]");
    if (form && event.target.matches("select")) form.requestSubmit();
  });

  // Paper cannot be tapped: what is folded away is printed open.
  var opened = [];
  window.addEventListener("beforeprint", function () {
    opened = Array.from(document.querySelectorAll("details.fold:not([open]), details.chart__data:not([open])"));
    opened.forEach(function (details) {
      details.open = true;
    });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (details) {
      details.open = false;
    });
  });

  function enhance(root) {
    each(root, "[data-drop]", enhanceDrop);
    each(root, "[data-definition]", enhanceDefinition);
    each(root, "[data-theme-toggle], [data-back]", function (button) {
      button.hidden = false;
    });
    each(root, ".tabs [aria-current]", function (tab) {
      var strip = tab.closest(".tabs");
      strip.scrollLeft = tab.offsetLeft - (strip.clientWidth - tab.offsetWidth) / 2;
    });
    var summary = root.querySelector("[data-focus]");
    if (summary) summary.focus();
  }

  // A page that loaded itself again is at the place its address names, not where the shorter page before it was scrolled to.
  function arrive() {
    var place = document.getElementById(location.hash.slice(1));
    var how = performance.getEntriesByType("navigation")[0];
    if (!place || !place.matches("[data-arrive]") || !how || how.type !== "reload") return;
    history.scrollRestoration = "manual";
    place.scrollIntoView();
    place.focus();
  }

  enhance(document.documentElement);
  arrive();
  document.addEventListener("htmx:load", function (event) {
    if (event.target !== document.body) enhance(event.target);
  });
})();
