// Saves taps on the talk form: the usual days as buttons, and no bill in front of anybody but the owner.
(function () {
  "use strict";

  var form = document.querySelector("form.talk");
  if (!form) return;
  var OTHERS = ["family", "tenant", "other"];
  var ABOUT_MONEY = ["bill", "demand", "promise_check", "aftercare"];
  var before = "";

  // The purpose follows who was reached, and comes back when it was the owner after all.
  form.addEventListener("change", function (event) {
    if (event.target.name === "purpose") before = "";
    if (event.target.name !== "reached") return;
    var purpose = form.elements.purpose; // chips, or one hidden field in the shell: both have a value
    if (OTHERS.indexOf(event.target.value) >= 0 && ABOUT_MONEY.indexOf(purpose.value) >= 0) {
      before = purpose.value;
      purpose.value = "care";
    } else if (event.target.value === "owner" && before) {
      purpose.value = before;
      before = "";
    }
  });

  // A way names its own sum and day: they stand in the fields until somebody types others.
  var typed = {};
  ["amount", "on", "until"].forEach(function (name) {
    var field = form.elements[name];
    if (field) field.addEventListener("input", function () { typed[name] = true; });
  });
  form.addEventListener("change", function (event) {
    if (event.target.name !== "option") return;
    ["amount", "on", "until"].forEach(function (name) {
      var field = form.elements[name];
      // A way without a sum or day of its own leaves none of another way behind.
      if (field && !typed[name]) field.value = event.target.dataset[name] || field.defaultValue;
    });
    // The ticket begins with the owner's own words; nobody has to type them twice.
    var ticket = form.elements.ticket;
    if ("repair" in event.target.dataset && ticket && !ticket.value) {
      ticket.value = form.elements.owner_words.value.trim().slice(0, 200);
    }
  });

  // Days in China, whatever the phone's own zone: as dates at noon, so that no hour moves them.
  function today() {
    var day = new Date(Date.now() + 8 * 3600000).toISOString().slice(0, 10).split("-").map(Number);
    return new Date(Date.UTC(day[0], day[1] - 1, day[2], 12));
  }

  function later(day, days) {
    return new Date(day.getTime() + days * 86400000);
  }

  function usualDays() {
    var now = today();
    var untilFriday = (5 - now.getUTCDay() + 7) % 7;
    var lastOfMonth = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 0, 12));
    var tenth = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 10, 12));
    return [
      ["明天", later(now, 1)],
      untilFriday ? ["这周五", later(now, untilFriday)] : ["下周五", later(now, 7)],
      ["月底", lastOfMonth],
      ["下月 10 日", tenth],
    ];
  }

  form.querySelectorAll("[data-quick-days]").forEach(function (place) {
    var field = document.getElementById(place.dataset.quickDays);
    usualDays().forEach(function (usual) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "button button--quiet";
      button.textContent = usual[0];
      button.addEventListener("click", function () {
        field.value = usual[1].toISOString().slice(0, 10);
        typed[field.name] = true;
      });
      place.append(button);
    });
  });
})();
