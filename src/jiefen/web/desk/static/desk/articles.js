// Keeps what is being written: in the browser at once, on the server a moment later. The editor works without this file.
(function () {
  "use strict";
  var form = document.querySelector("[data-editor]");
  if (!form) return;
  var key = "article-draft-" + form.dataset.editor;
  var names = ["title", "body", "lead", "topic"];
  var said = form.querySelector("[data-saved]");
  var waiting = null;
  var leaving = false;

  function values() {
    var found = {};
    names.forEach(function (name) {
      found[name] = form.elements[name].value;
    });
    return found;
  }

  function same(one, other) {
    return names.every(function (name) {
      return (one[name] || "").replace(/\r\n/g, "\n") === (other[name] || "").replace(/\r\n/g, "\n");
    });
  }

  // "sent": a save was asked for with this number; once the server is past it, it has these words.
  function keep(sent) {
    var kept = { at: Date.now(), values: values(), sent: sent ? Number(form.elements.save_no.value) : null };
    try {
      localStorage.setItem(key, JSON.stringify(kept));
    } catch (error) {
      // The browser keeps nothing; the server still does.
    }
  }

  function forget() {
    try {
      localStorage.removeItem(key);
    } catch (error) {
      // Nothing was kept.
    }
  }

  function offer() {
    var kept;
    try {
      kept = JSON.parse(localStorage.getItem(key) || "null");
    } catch (error) {
      kept = null;
    }
    if (!kept) return;
    if (same(kept.values, values())) {
      if ("refused" in form.dataset) keep(false);
      return;
    }
    if (typeof kept.sent === "number" && Number(form.elements.save_no.value) > kept.sent) {
      forget();
      return;
    }
    var box = form.querySelector("[data-restore]");
    form.querySelector("[data-restore-when]").textContent = new Date(kept.at).toLocaleString("zh-CN") + " 写的。";
    box.hidden = false;
    box.querySelector("[data-restore-take]").addEventListener("click", function () {
      names.forEach(function (name) {
        form.elements[name].value = kept.values[name] || "";
      });
      box.hidden = true;
      later();
    });
    box.querySelector("[data-restore-drop]").addEventListener("click", function () {
      box.hidden = true;
      forget();
    });
  }

  function save() {
    var sent = values();
    var data = new FormData(form);
    data.delete("picture");
    fetch(form.dataset.autosave, { method: "POST", body: data, credentials: "same-origin", redirect: "manual" })
      .then(function (answer) {
        if (answer.status !== 200 && answer.status !== 409) throw new Error("not saved");
        return answer.json();
      })
      .then(function (told) {
        if (told.sentence) {
          said.textContent = told.sentence;
          return;
        }
        form.elements.save_no.value = told.save_no;
        said.textContent = told.saved;
        if (same(sent, values())) forget();
      })
      .catch(function () {
        said.textContent = "暂时没有存到服务器，文字已留在这个浏览器里。";
      });
  }

  function later() {
    keep(false);
    clearTimeout(waiting);
    waiting = setTimeout(function () {
      if (!leaving) save();
    }, 3000);
  }

  form.addEventListener("input", later);
  form.addEventListener("submit", function () {
    leaving = true;
    clearTimeout(waiting);
    form.elements.cursor.value = form.elements.body.selectionStart;
    keep(true);
  });
  offer();
  // Somebody quick, or a slow line: what was typed before this file had arrived.
  var early = ["title", "body", "lead"].some(function (name) {
    return form.elements[name].value !== form.elements[name].defaultValue;
  });
  if (early) later();
})();
