// Offers: a countdown, a sound and the title, also while this page is in the background. Without this script the page is
// simply loaded anew.
(function () {
  "use strict";

  var place = document.querySelector("[data-desk]");
  if (!place || !window.EventSource) return;
  var title = document.title;
  var audio = null;
  var known = offersOnPage();

  function offersOnPage() {
    return Array.from(document.querySelectorAll("[data-offer]"), function (offer) {
      return offer.dataset.offer;
    });
  }

  // Browsers let a page sound only after somebody has touched it.
  document.addEventListener("pointerdown", function () {
    var Context = window.AudioContext || window.webkitAudioContext;
    if (!audio && Context) audio = new Context();
    if (audio && audio.state === "suspended") audio.resume();
  });

  function ring() {
    if (!audio) return;
    [0, 0.22].forEach(function (later) {
      var tone = audio.createOscillator();
      var gain = audio.createGain();
      tone.frequency.value = later ? 880 : 660;
      gain.gain.setValueAtTime(0.12, audio.currentTime + later);
      gain.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + later + 0.2);
      tone.connect(gain).connect(audio.destination);
      tone.start(audio.currentTime + later);
      tone.stop(audio.currentTime + later + 0.2);
    });
  }

  function showTitle(count) {
    document.title = count ? "（" + count + "）有人在等 · " + title : title;
  }

  // By the server's clock: a device's own may be minutes off.
  var ahead = 0;

  function setClock() {
    var told = document.querySelector("[data-desk][data-now]");
    if (told) ahead = Date.now() - Date.parse(told.dataset.now);
  }

  function countDown() {
    document.querySelectorAll("[data-until]").forEach(function (words) {
      var left = Math.ceil((Date.parse(words.dataset.until) - Date.now() + ahead) / 1000);
      words.textContent = left > 0 ? "还剩 " + left + " 秒" : "已过时";
    });
  }

  function refresh() {
    document.body.dispatchEvent(new Event("desk-news"));
  }

  function noticed() {
    setClock();
    var now = offersOnPage();
    var isNew = now.some(function (offer) {
      return known.indexOf(offer) < 0;
    });
    known = now;
    showTitle(now.length);
    countDown();
    if (isNew) ring();
  }

  document.body.addEventListener("htmx:afterSettle", noticed);
  setInterval(countDown, 1000);
  showTitle(known.length);
  setClock();
  countDown();

  var elsewhere = place.dataset.elsewhere;
  var waiting = 0;
  var events = new EventSource(place.dataset.live);
  events.addEventListener("offer", function () {
    if (!elsewhere) return refresh();
    waiting += 1;
    showTitle(waiting);
    ring();
  });
  events.addEventListener("offer_over", function () {
    if (!elsewhere) return refresh();
    waiting = Math.max(0, waiting - 1);
    showTitle(waiting);
  });
  ["talk_changed", "offline"].forEach(function (kind) {
    events.addEventListener(kind, refresh);
  });
  window.addEventListener("pagehide", function () {
    events.close();
  });
})();
