// Voice notes: one press begins, the next one sends. Shown only where the browser can record.
(function () {
  "use strict";

  var box = document.querySelector("[data-chat]");
  var button = box && box.querySelector("[data-record]");
  if (!button || !box.sendVoice || !window.MediaRecorder || !navigator.mediaDevices) return;
  var off = box.querySelector("[data-record-off]");
  var words = button.querySelector("[data-record-words]");
  var problem = box.querySelector("[data-chat-problem]");
  var most = Number(box.dataset.voiceSeconds);
  var kinds = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
  var recorder = null;
  var began = 0;
  var ticking = 0;
  button.hidden = false;

  function seconds() {
    return Math.round((Date.now() - began) / 1000);
  }

  function tick() {
    words.textContent = "正在录音 " + seconds() + " 秒，再按发送";
    if (seconds() >= most) stop();
  }

  function idle() {
    clearInterval(ticking);
    recorder = null;
    button.setAttribute("aria-pressed", "false");
    words.textContent = "按一下，开始录音";
    off.hidden = true;
  }

  function stop() {
    if (recorder) recorder.stop();
  }

  function start(stream) {
    var kind = kinds.find(function (each) { return MediaRecorder.isTypeSupported(each); });
    var parts = [];
    recorder = new MediaRecorder(stream, kind ? { mimeType: kind, audioBitsPerSecond: 32000 } : {});
    recorder.ondataavailable = function (event) { parts.push(event.data); };
    recorder.onstop = function () {
      var lasted = Math.min(Math.max(seconds(), 1), most);
      stream.getTracks().forEach(function (track) { track.stop(); });
      if (!recorder.dropped) box.sendVoice(new Blob(parts, { type: recorder.mimeType }), "语音", lasted);
      idle();
    };
    recorder.start(1000);
    began = Date.now();
    button.setAttribute("aria-pressed", "true");
    off.hidden = false;
    tick();
    ticking = setInterval(tick, 500);
  }

  button.addEventListener("click", function () {
    problem.textContent = "";
    if (recorder) {
      stop();
      return;
    }
    navigator.mediaDevices.getUserMedia({ audio: true }).then(start, function () {
      problem.textContent = "没有用上麦克风。请在浏览器里允许使用麦克风，或直接打字。";
    });
  });
  off.addEventListener("click", function () {
    if (recorder) recorder.dropped = true;
    stop();
  });
})();
