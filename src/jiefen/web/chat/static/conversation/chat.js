// The conversation: events come down one stream, posts go up one after the other out of the outbox. Without this script the
// same forms post and the page loads anew.
(function () {
  "use strict";

  var box = document.querySelector("[data-chat]");
  if (!box || !window.EventSource || !window.fetch) return;
  var outbox = window.JiefenOutbox;
  var live = box.dataset.live;
  var seat = Number(box.dataset.seat);
  var isClient = box.dataset.side === "client";
  var lines = box.querySelector("[data-chat-lines]");
  var form = box.querySelector("[data-chat-form]");
  var text = box.querySelector("[data-chat-text]");
  var state = box.querySelector("[data-chat-state]");
  var problem = box.querySelector("[data-chat-problem]");
  var announce = box.querySelector("[data-chat-announce]");
  var typingLine = box.querySelector("[data-chat-typing]");
  var last = Number(box.dataset.after);
  var readByOthers = Number(box.dataset.read);
  var readByMe = last;
  var sides = {};
  var title = document.title;
  var unseen = 0;
  var ahead = null; // ms by which this device's clock is ahead of the server's, once the server has said its time
  var wroteAt = 0;

  function make(tag, css, words) {
    var made = document.createElement(tag);
    if (css) made.className = css;
    if (words !== undefined) made.textContent = words;
    return made;
  }

  function token() {
    var field = document.querySelector("input[name=csrfmiddlewaretoken]");
    return field ? field.value : "";
  }

  function bySeq(seq) {
    return lines.querySelector('[data-seq="' + seq + '"]');
  }

  function byId(id) {
    return id ? lines.querySelector('[data-id="' + CSS.escape(id) + '"]') : null;
  }

  // ---- one message as a bubble, as conversation/bubble.html writes it

  function wordsOf(message) {
    var place = make("p", "say-line__words");
    var at = 0;
    (message.cites || []).forEach(function (cite) {
      place.append(message.text.slice(at, cite[0]));
      var link = make("a", "", message.text.slice(cite[0], cite[1]));
      link.href = box.dataset.law + encodeURIComponent(cite[2]) + "/" + cite[3] + "/";
      place.append(link);
      at = cite[1];
    });
    place.append(message.text.slice(at));
    return place;
  }

  function sizeOf(bytes) {
    return bytes < 1048576 ? Math.max(1, Math.round(bytes / 1024)) + " KB" : (bytes / 1048576).toFixed(1) + " MB";
  }

  function fileOf(message) {
    var url = box.dataset.files + message.seq + "/";
    var place;
    if (message.kind === "image") {
      place = make("a", "say-line__image");
      place.href = url;
      var image = make("img");
      image.src = url;
      image.width = message.file.width;
      image.height = message.file.height;
      image.alt = message.name + "发的图片 " + message.file.name;
      image.addEventListener("load", function () { if (nearEnd()) toEnd(); });
      place.append(image);
    } else if (message.kind === "voice") {
      place = make("p", "say-line__voice");
      var audio = make("audio");
      audio.controls = true;
      audio.preload = "none";
      audio.src = url;
      place.append(audio, make("span", "", message.file.seconds + " 秒"));
    } else {
      place = make("p", "say-line__file");
      var link = make("a", "", message.file.name);
      link.href = url;
      place.append(link, make("span", "", sizeOf(message.file.size)));
    }
    return place;
  }

  function excerpt(line) {
    var words = line.querySelector(".say-line__words");
    var short = words ? words.textContent : line.querySelector(".say-line__image") ? "[图片]" : line.querySelector("audio") ? "[语音]" : "[文件]";
    return short.length > 40 ? short.slice(0, 40) + "…" : short;
  }

  function quoteOf(seq) {
    var line = seq && bySeq(seq);
    if (!line) return null;
    var quote = make("blockquote", "say-line__quote");
    quote.append(make("span", "", line.querySelector(".say-line__who").textContent), excerpt(line));
    return quote;
  }

  function footOf(message, mine) {
    var foot = make("div", "say-line__foot");
    var time = make("time", "", message.at.slice(11, 16));
    time.dateTime = message.at;
    foot.append(time);
    if (mine) {
      var mark = make("span", "", message.seq <= readByOthers ? "已读" : "已送达");
      mark.dataset.readMark = "";
      foot.append(mark);
    }
    if (form) {
      var quote = make("a", "say-line__act", "引用");
      quote.href = "#write";
      quote.dataset.quote = "";
      foot.append(quote);
    }
    return foot;
  }

  function withdrawForm(message) {
    var made = make("form");
    made.dataset.withdrawUntil = new Date(Date.parse(message.at) + 1000 * Number(box.dataset.withdrawSeconds)).toISOString();
    var seq = make("input");
    seq.type = "hidden";
    seq.name = "seq";
    seq.value = message.seq;
    var button = make("button", "say-line__act", "撤回");
    var left = make("span");
    left.dataset.left = "";
    button.append(left);
    made.append(seq, button);
    return made;
  }

  function bubble(message) {
    if (message.kind === "system") {
      var told = make("li", "chat__system");
      message.text.split(/(?<!\d)(110|120|12\d{3}|96110)(?!\d)/).forEach(function (part, place) {
        if (place % 2 === 0) return told.append(part);
        var line = make("a", "", part);
        line.href = "tel:" + part;
        told.append(line);
      });
      told.append(make("time", "chat__time", message.at.slice(11, 16)));
      return told;
    }
    var mine = message.seat === seat;
    var line = make("li", "say-line" + (mine ? " say-line--mine" : ""));
    if (message.id) line.dataset.id = message.id;
    line.append(make("p", "say-line__who", message.name));
    if (message.withdrawn) {
      gone(line, mine);
      return line;
    }
    var quote = quoteOf(message.about);
    if (quote) line.append(quote);
    line.append(message.file ? fileOf(message) : wordsOf(message), footOf(message, mine));
    if (mine && form) line.lastChild.append(withdrawForm(message));
    return line;
  }

  function gone(line, mine) {
    line.classList.add("say-line--gone");
    line.querySelectorAll(":scope > :not(.say-line__who)").forEach(function (part) { part.remove(); });
    line.append(make("p", "say-line__words", !mine ? "对方撤回了这条消息" : isClient ? "您撤回了这条消息" : "你撤回了这条消息"));
  }

  // ---- putting bubbles in their place

  function nearEnd() {
    return lines.scrollHeight - lines.scrollTop - lines.clientHeight < 160;
  }

  function toEnd() {
    lines.scrollTop = lines.scrollHeight;
  }

  function place(line, seq) {
    line.dataset.seq = seq;
    var before = null;
    lines.querySelectorAll("[data-seq]").forEach(function (each) {
      if (Number(each.dataset.seq) < seq) before = each;
    });
    if (before) before.after(line);
    else lines.prepend(line);
  }

  function dayOf(line, message) {
    var day = message.at.slice(0, 10);
    var others = Array.from(lines.querySelectorAll(".chat__day time"));
    if (others.length && others[others.length - 1].dateTime >= day) return;
    var separator = make("li", "chat__day");
    var time = make("time", "", Number(day.slice(5, 7)) + "月" + Number(day.slice(8, 10)) + "日");
    time.dateTime = day;
    separator.append(time);
    line.before(separator);
  }

  function show(message) {
    if (message.kind === "withdrawal") {
      var taken = bySeq(message.about);
      if (taken) gone(taken, message.seat === seat);
      return;
    }
    if (bySeq(message.seq)) return;
    var follow = nearEnd() || message.seat === seat;
    var waiting = byId(message.id);
    if (waiting && message.seat === seat) waiting.remove();
    var line = bubble(message);
    place(line, message.seq);
    dayOf(line, message);
    if (follow) toEnd();
  }

  function heard(message) {
    var isNew = message.seq > last;
    last = Math.max(last, message.seq);
    show(message);
    if (message.seat === seat) {
      outbox.drop(message.id);
      return;
    }
    if (!isNew || message.kind === "withdrawal") return;
    typingLine.textContent = "";
    announce.textContent = (message.name ? message.name + "：" : "") + (message.text || "");
    if (document.hidden) {
      unseen += 1;
      document.title = "（" + unseen + " 条新消息）" + title;
    }
    noteRead();
  }

  function showMarks() {
    lines.querySelectorAll(".say-line--mine[data-seq] [data-read-mark]").forEach(function (mark) {
      if (Number(mark.closest("[data-seq]").dataset.seq) <= readByOthers) mark.textContent = "已读";
    });
  }

  function othersRead(side) {
    if (side && (side.kind === "client") !== isClient && side.kind !== "operator") readByOthers = Math.max(readByOthers, side.read);
    showMarks();
  }

  // ---- the stream

  var stream = null;
  var failures = 0;
  var heardAt = 0;
  var again = 0;

  function say(words, off) {
    state.textContent = words;
    state.classList.toggle("chat__state--off", Boolean(off));
  }

  function on(name, act) {
    stream.addEventListener(name, function (event) {
      heardAt = Date.now();
      act(JSON.parse(event.data));
    });
  }

  function connect() {
    clearTimeout(again);
    if (stream) stream.close();
    stream = new EventSource(live + "/events?after=" + last);
    heardAt = Date.now();
    on("seats", function (data) {
      failures = 0;
      ahead = Date.now() - Date.parse(data.now);
      say("已连接");
      data.seats.forEach(function (side) {
        sides[side.seat] = side;
        othersRead(side);
      });
      sendWait = 1000;
      sendAll();
    });
    on("message", heard);
    on("read", function (data) {
      if (sides[data.seat]) sides[data.seat].read = data.seq;
      othersRead(sides[data.seat]);
    });
    on("typing", typingOf);
    on("beat", function () {});
    on("bye", function () { reconnect(300 + Math.random() * 1200); });
    on("forgotten", function () { location.reload(); });
    on("question", function (data) { box.dispatchEvent(new CustomEvent("chat:question", { detail: data, bubbles: true })); });
    stream.onerror = function () {
      failures += 1;
      say(navigator.onLine ? "连接断开了，正在重新连接" : "没有网络。写的内容会留在这台设备上，有网后自动送出", true);
      if (failures > 5) say("一直连不上，请刷新页面试试。写的内容会留在这台设备上", true);
      reconnect(Math.min(30000, 500 * Math.pow(2, Math.min(failures, 6))) * (0.5 + Math.random()));
    };
  }

  function reconnect(wait) {
    stream.close();
    clearTimeout(again);
    again = setTimeout(connect, wait);
  }

  function typingOf(data) {
    var side = sides[data.seat];
    if (!side || data.seat === seat) return;
    typingLine.textContent = side.name + "正在输入…";
    clearTimeout(typingOf.timer);
    typingOf.timer = setTimeout(function () { typingLine.textContent = ""; }, 4000);
  }

  // A phone that slept hears nothing and is told nothing: three missed beats mean a dead line.
  setInterval(function () {
    if (Date.now() - heardAt > 65000) connect();
  }, 10000);

  // ---- posts

  // A dead line may swallow a post without a word; sent again it is the same message.
  function post(path, data) {
    var patience = window.AbortSignal && AbortSignal.timeout ? AbortSignal.timeout(20000) : undefined;
    return fetch(live + path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(data), signal: patience });
  }

  var reading = 0;

  function noteRead() {
    if (document.hidden || last <= readByMe) return;
    clearTimeout(reading);
    reading = setTimeout(function () {
      readByMe = last;
      post("/read", { seq: last }).catch(function () {});
    }, 400);
  }

  function waitingBubble(entry) {
    if (byId(entry.id)) return;
    var line = make("li", "say-line say-line--mine say-line--waiting");
    line.dataset.id = entry.id;
    line.append(make("p", "say-line__who", "我"), make("p", "say-line__words", entry.text || entry.name || "[语音]"));
    var foot = make("div", "say-line__foot");
    foot.append(make("span", "", "等待送出"));
    line.append(foot);
    lines.append(line);
    toEnd();
  }

  function footnote(entry, words) {
    var line = byId(entry.id);
    if (line && line.classList.contains("say-line--waiting")) line.querySelector(".say-line__foot span").textContent = words;
  }

  function actOf(words, act) {
    var button = make("button", "say-line__act", words);
    button.type = "button";
    button.addEventListener("click", act);
    return button;
  }

  // What was refused may be taken later: a conversation that had ended goes on.
  function refusedBubble(entry) {
    footnote(entry, entry.refused);
    var line = byId(entry.id);
    if (!line || line.querySelector("button")) return;
    line.querySelector(".say-line__foot").append(
      actOf("再发一次", function () {
        delete entry.refused;
        line.remove();
        outbox.put(entry).then(sendAll);
      }),
      actOf("不发了", function () {
        outbox.drop(entry.id);
        line.remove();
      })
    );
  }

  // Resolves to {status, body}; rejects when there is no network.
  function upload(entry) {
    return new Promise(function (resolve, reject) {
      var data = new FormData();
      data.append("file", entry.blob, entry.name || "voice");
      data.append("client_id", entry.id);
      data.append("csrfmiddlewaretoken", token());
      if (entry.seconds) data.append("voice_seconds", entry.seconds);
      var request = new XMLHttpRequest();
      request.open("POST", box.dataset.files);
      request.setRequestHeader("X-Requested-With", "chat");
      request.upload.onprogress = function (event) {
        if (event.lengthComputable) footnote(entry, "已上传 " + Math.floor((100 * event.loaded) / event.total) + "%");
      };
      request.onload = function () {
        var body = {};
        try {
          body = JSON.parse(request.responseText);
        } catch (error) {
          body = { message: "没有送出，请刷新页面再试。" };
        }
        resolve({ status: request.status, body: body });
      };
      request.onerror = request.ontimeout = reject;
      request.send(data);
    });
  }

  function deliver(entry) {
    if (entry.blob) return upload(entry);
    return post("/messages", { client_id: entry.id, text: entry.text, quote_of: entry.quote }).then(function (response) {
      return response.json().then(function (body) {
        return { status: response.status, body: body };
      });
    });
  }

  var sending = false;
  var wanted = false; // something was written, or the line came back, while others were on their way
  var sendAgain = 0;
  var sendWait = 1000;

  // One after the other, so that they arrive in the order they were written.
  function sendAll() {
    clearTimeout(sendAgain);
    if (sending) {
      wanted = true;
      return;
    }
    sending = true;
    wanted = false;
    outbox
      .all(live, seat)
      .then(function (entries) {
        return entries.reduce(function (before, entry) {
          return before.then(function () { return sendOne(entry); });
        }, Promise.resolve());
      })
      .then(
        function () { sendWait = 1000; },
        function () {
          wanted = false;
          sendWait = Math.min(sendWait * 2, 30000);
          sendAgain = setTimeout(sendAll, sendWait * (0.5 + Math.random() / 2));
        }
      )
      .then(function () {
        sending = false;
        if (wanted) sendAll();
      });
  }

  function sendOne(entry) {
    waitingBubble(entry);
    if (entry.refused) {
      refusedBubble(entry);
      return Promise.resolve();
    }
    return deliver(entry).then(function (answer) {
      if (answer.status === 201 || answer.status === 200) {
        show(answer.body.message);
        return outbox.drop(entry.id);
      }
      if (answer.status >= 500 || answer.status === 429) throw new Error("later");
      entry.refused = answer.body.message || "没有送出";
      return outbox.put(entry).then(function () { refusedBubble(entry); });
    });
  }

  function write(entry) {
    entry.id = outbox.newId();
    entry.live = live;
    entry.seat = seat;
    entry.at = wroteAt = Math.max(Date.now(), wroteAt + 1); // in the order written, though the clock be set back
    waitingBubble(entry);
    outbox.put(entry).then(sendAll);
  }

  function sendFile(blob, name, seconds) {
    if (blob && blob.size) write({ blob: blob, name: name, seconds: seconds || 0 });
  }

  // ---- quoting and withdrawing

  function quote(seq) {
    var field = form.querySelector("[name=quote_of]");
    var bar = form.querySelector("[data-quoting]");
    var line = seq && bySeq(seq);
    field.value = line ? seq : "";
    bar.hidden = !line;
    if (!line) return;
    form.querySelector("[data-quoting-words]").textContent = line.querySelector(".say-line__who").textContent + "：" + excerpt(line);
    text.focus();
  }

  function withdraw(made) {
    var data = new FormData();
    data.append("seq", made.querySelector("[name=seq]").value);
    data.append("csrfmiddlewaretoken", token());
    fetch(box.dataset.withdraw, { method: "POST", body: data, headers: { "X-Requested-With": "chat" } })
      .then(function (response) { return response.json(); })
      .then(function (answer) {
        if (answer.message && answer.message.kind) show(answer.message);
        else problem.textContent = answer.message || "";
      })
      .catch(function () { problem.textContent = "没有网络，还没有撤回。请有网后再试。"; });
  }

  setInterval(function () {
    if (ahead === null) return;
    lines.querySelectorAll("[data-withdraw-until]").forEach(function (made) {
      var left = Math.floor((Date.parse(made.dataset.withdrawUntil) - Date.now() + ahead) / 1000);
      if (left <= 0) made.remove();
      else made.querySelector("[data-left]").textContent = "（还剩 " + Math.floor(left / 60) + ":" + String(left % 60).padStart(2, "0") + "）";
    });
  }, 1000);

  // ---- what people do

  box.addEventListener("submit", function (event) {
    if (event.target.matches("[data-withdraw-until]")) {
      event.preventDefault();
      withdraw(event.target);
    } else if (event.target === form) {
      event.preventDefault();
      var words = text.value.trim();
      problem.textContent = "";
      if (words) {
        write({ text: words, quote: Number(form.querySelector("[name=quote_of]").value) || null });
        text.value = "";
        quote(0);
      }
      text.focus();
    }
  });

  box.addEventListener("click", function (event) {
    var link = event.target.closest("[data-quote], [data-quote-off], [data-quick]");
    if (!link) return;
    event.preventDefault();
    if (link.dataset.quick) {
      text.value = (text.value ? text.value + "\n" : "") + link.dataset.quick;
      text.focus();
    } else {
      quote("quote" in link.dataset ? link.closest("[data-seq]").dataset.seq : 0);
    }
  });

  if (form) {
    var typedAt = 0;
    text.addEventListener("input", function () {
      if (Date.now() - typedAt < 3000) return;
      typedAt = Date.now();
      post("/typing", {}).catch(function () {});
    });
    text.addEventListener("keydown", function (event) {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || !window.matchMedia("(pointer: fine)").matches) return;
      event.preventDefault();
      form.requestSubmit();
    });
    text.addEventListener("paste", function (event) {
      Array.from(event.clipboardData ? event.clipboardData.files : []).forEach(function (file) { sendFile(file, file.name); });
    });
    var picker = box.querySelector("[data-chat-file] input[type=file]");
    picker.addEventListener("change", function () {
      Array.from(picker.files).forEach(function (file) { sendFile(file, file.name); });
      picker.value = "";
    });
  }

  document.addEventListener("visibilitychange", function () {
    if (document.hidden) return;
    unseen = 0;
    document.title = title;
    if (Date.now() - heardAt > 25000) connect();
    noteRead();
  });
  window.addEventListener("online", function () { connect(); sendAll(); });
  window.addEventListener("offline", function () { say("没有网络。写的内容会留在这台设备上，有网后自动送出", true); });
  window.addEventListener("pagehide", function () { stream.close(); });
  window.addEventListener("pageshow", function (event) { if (event.persisted) connect(); });

  box.sendVoice = sendFile;
  outbox.all(live, seat).then(function (entries) { entries.forEach(waitingBubble); });
  toEnd();
  connect();
})();
