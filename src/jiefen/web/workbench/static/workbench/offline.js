// A talk is kept on the phone first and sent second, so that a lift or a cellar loses nothing. Sent again, it is the same
// talk: the server knows its client_key. Today's names and doors stay here until the day or the person changes.
(function () {
  "use strict";

  var PERSON = document.currentScript ? document.currentScript.dataset.person || "" : "";
  var whose = PERSON; // in the shell nobody is signed in: whose list of today it is
  var STORES = { drafts: "key", today: "id" };

  function opened() {
    return new Promise(function (resolve, reject) {
      var request = indexedDB.open("jiefen", 1);
      request.onupgradeneeded = function () {
        Object.keys(STORES).forEach(function (name) {
          request.result.createObjectStore(name, { keyPath: STORES[name] });
        });
      };
      request.onsuccess = function () {
        resolve(request.result);
      };
      request.onerror = function () {
        reject(request.error);
      };
    });
  }

  // act(store) may return a request; its result is the answer once the transaction is on the disk.
  function within(name, mode, act) {
    return opened().then(function (db) {
      return new Promise(function (resolve, reject) {
        var transaction = db.transaction(name, mode);
        var request = act(transaction.objectStore(name));
        transaction.oncomplete = function () {
          db.close();
          resolve(request ? request.result : undefined);
        };
        transaction.onerror = function () {
          reject(transaction.error);
        };
      });
    });
  }

  function all(name) {
    return within(name, "readonly", function (store) {
      return store.getAll();
    });
  }

  function put(name, row) {
    return within(name, "readwrite", function (store) {
      return store.put(row);
    });
  }

  function drop(name, key) {
    return within(name, "readwrite", function (store) {
      return key === undefined ? store.clear() : store.delete(key);
    });
  }

  // 2026-11-26T09:30 in China, whatever the phone's own zone.
  function chinaTime(moment) {
    return new Date(moment.getTime() + 8 * 3600000).toISOString().slice(0, 16);
  }

  function newKey() {
    var bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    var hex = Array.from(bytes, function (byte) {
      return byte.toString(16).padStart(2, "0");
    }).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  function cookie(name) {
    var found = document.cookie.split("; ").find(function (part) {
      return part.indexOf(name + "=") === 0;
    });
    return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
  }

  function draftOf(form) {
    var fields = Array.from(new FormData(form)).filter(function (pair) {
      return pair[0] !== "csrfmiddlewaretoken" && pair[0] !== "household" && !(pair[1] instanceof File && !pair[1].size);
    });
    var value = function (name) {
      var pair = fields.find(function (each) {
        return each[0] === name;
      });
      return pair ? pair[1] : "";
    };
    if (!value("happened_at")) {
      fields = fields.filter(function (pair) {
        return pair[0] !== "happened_at";
      });
      fields.push(["happened_at", chinaTime(new Date())], ["stamped", "on"]); // by the phone's own clock
    }
    if (!value("client_key")) fields.push(["client_key", newKey()]);
    return { key: value("client_key"), url: form.action, label: form.dataset.label, person: form.dataset.person, fields: fields };
  }

  function bodyOf(draft) {
    var body = new FormData();
    draft.fields.forEach(function (pair) {
      body.append(pair[0], pair[1]);
    });
    return body;
  }

  // Resolves to the response; rejects only when there is no network.
  function send(draft) {
    return fetch(draft.url, {
      method: "POST",
      body: bodyOf(draft),
      headers: { "X-Requested-With": "sync", "X-CSRFToken": cookie("csrftoken") },
      redirect: "manual",
    });
  }

  function say(form, words) {
    var line = form.querySelector("[data-kept-notice]");
    line.textContent = words;
    line.hidden = false;
    line.scrollIntoView({ block: "center" });
  }

  function fieldOf(draft, name) {
    var pair = draft.fields.find(function (each) {
      return each[0] === name;
    });
    return pair ? String(pair[1]) : "";
  }

  // 3栋2单元104 10:05 “月底发工资再说”: two talks with one household are told apart.
  function titleOf(draft) {
    var words = fieldOf(draft, "owner_words").trim();
    return draft.label + " " + fieldOf(draft, "happened_at").slice(11, 16) + (words ? "“" + words.slice(0, 12) + (words.length > 12 ? "…" : "") + "”" : "");
  }

  var KEPT = "没有网络，已经记在这台手机上。有网以后会自动送出，不会重复。";
  var SIGNED_OUT = "登录过期了，这一条已经记在这台手机上。重新登录以后会自动送出，不会重复。";
  var NO_ANSWER = "服务器没有应答，这一条已经记在这台手机上，过一会儿会自动送出，不会重复。";
  var GONE = "这一户现在打不开，可能已经不归您管。请把这次沟通告诉项目经理。";
  var NOT_TAKEN = "服务器没有收下这一条。请放弃它，有网时重新记一次。";

  // What the page itself can say better: its own sentence beside the field.
  function mayBeMended(status) {
    return status === 409 || status === 422;
  }

  // Sent to the sign-in page, or without the token that signing in brings.
  function isSignedOut(response) {
    var tokenless = response.status === 403 && response.headers.get("X-Refusal") === "csrf";
    return response.type === "opaqueredirect" || response.status === 401 || tokenless;
  }

  function keepHere(form, words) {
    say(form, words);
    if (form.matches("[data-shell]")) {
      form.reset(); // the next talk is another one
      form.querySelector("[name=household]").click();
    } else {
      form.querySelector("button[type=submit]").disabled = true;
    }
    return showKept();
  }

  function submitted(form) {
    var draft = draftOf(form);
    draft.key = draft.fields.find(function (pair) {
      return pair[0] === "client_key";
    })[1];
    return put("drafts", draft).then(function () {
      return send(draft).then(
        function (response) {
          if (response.status === 201) {
            return drop("drafts", draft.key).then(function () {
              return response.json().then(function (answer) { window.location.assign(answer.url); });
            });
          }
          if (!mayBeMended(response.status)) return keepHere(form, isSignedOut(response) ? SIGNED_OUT : NO_ANSWER);
          return drop("drafts", draft.key).then(function () {
            var token = form.querySelector("input[name=csrfmiddlewaretoken]"); // another tab may have signed in anew
            if (token) token.value = cookie("csrftoken") || token.value;
            form.submit(); // the page itself says what to change
          });
        },
        function () {
          return keepHere(form, KEPT);
        }
      );
    });
  }

  function changed(draft, name, value) {
    draft.fields = draft.fields
      .filter(function (pair) {
        return pair[0] !== name;
      })
      .concat([[name, value]]);
    draft.refused = "";
    return put("drafts", draft).then(sendAll);
  }

  function button(words, act) {
    var made = document.createElement("button");
    made.type = "button";
    made.className = "button button--quiet";
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  }

  function ways(draft) {
    var row = document.createElement("div");
    row.className = "form-actions";
    if (draft.barred) {
      row.append(
        draft.rule === "third_party"
          ? button("没有说到账单", function () { changed(draft, "purpose", "care"); })
          : button("是业主先联系的", function () { changed(draft, "initiated_by", "owner"); }),
        button("如实登记为违规", function () { changed(draft, "admits_breach", "on"); })
      );
    }
    row.append(button("放弃这条", function () { drop("drafts", draft.key).then(showKept); }));
    return row;
  }

  function isMine(draft) {
    return !draft.person || draft.person === whose;
  }

  function line(draft) {
    var item = document.createElement("li");
    var words = document.createElement("p");
    words.textContent = titleOf(draft) + (draft.refused ? "：" + draft.refused : "：等有网时送出");
    item.append(words);
    if (draft.refused) item.append(ways(draft));
    return item;
  }

  function showKept() {
    return all("drafts").then(function (drafts) {
      document.querySelectorAll("[data-kept]").forEach(function (place) {
        place.replaceChildren();
        place.hidden = !drafts.length;
        if (!drafts.length) return;
        var title = document.createElement("h2");
        var mine = drafts.filter(isMine);
        title.textContent = "记在手机上的沟通 " + drafts.length + " 条";
        var list = document.createElement("ul");
        list.append.apply(list, mine.map(line));
        place.append(title, list);
        if (mine.length === drafts.length) return;
        var others = document.createElement("p"); // whose, and about whom, is nobody else's business
        others.className = "hint";
        others.textContent = "有 " + (drafts.length - mine.length) + " 条是别的同事记的，等他在这台手机上登录后送出。";
        place.append(others);
      });
    });
  }

  // Only whoever wrote it sends it: a phone may pass from hand to hand.
  function sendOne(draft) {
    if (draft.refused || !PERSON || !isMine(draft)) return Promise.resolve();
    return send(draft).then(function (response) {
      if (response.status === 201) return drop("drafts", draft.key);
      if (isSignedOut(response) || response.status < 400 || response.status === 429 || response.status >= 500) return undefined; // later
      var plain = { message: response.status === 404 ? GONE : NOT_TAKEN };
      var said = mayBeMended(response.status) ? response.json() : Promise.resolve(plain);
      return said.catch(function () { return plain; }).then(function (answer) {
        draft.refused = answer.message;
        draft.barred = answer.barred;
        draft.rule = answer.rule;
        return put("drafts", draft);
      });
    });
  }

  // One after the other: two requests at once would only wait for each other's lock.
  function sendAll() {
    return all("drafts")
      .then(function (drafts) {
        return drafts.reduce(function (before, draft) {
          return before.then(function () {
            return sendOne(draft);
          });
        }, Promise.resolve());
      })
      .catch(function () {}) // still no network: everything stays where it is
      .then(showKept);
  }

  function keepToday() {
    var list = document.getElementById("today-list");
    if (!list) return;
    var rows = JSON.parse(list.textContent);
    drop("today").then(function () {
      rows.forEach(function (row) {
        put("today", row);
      });
    });
  }

  // The shell: whom the talk was with, out of today's names; yesterday's are forgotten.
  function fillShell(form) {
    var day = chinaTime(new Date()).slice(0, 10);
    all("today").then(function (rows) {
      var known = rows.filter(function (row) {
        return row.day === day;
      });
      if (!known.length) {
        drop("today");
        document.querySelector("[data-no-list]").hidden = false;
        return;
      }
      form.hidden = false;
      form.dataset.person = whose = known[0].person;
      showKept();
      known.forEach(function (row, place) {
        var label = document.createElement("label");
        label.className = "way";
        label.innerHTML = '<input type="radio" name="household"><span class="way__face"><span class="way__title"></span><span class="way__line"></span></span>';
        label.querySelector(".way__title").textContent = row.owner + " · " + row.label;
        label.querySelector(".way__line").textContent = row.reason;
        var radio = label.querySelector("input");
        radio.addEventListener("change", function () {
          form.action = row.url;
          form.dataset.label = row.label;
        });
        form.querySelector("[data-households]").append(label);
        if (!place) radio.click();
      });
    });
  }

  // Nothing kept is lost by signing out, but whoever hands the phone on should know of it.
  function signOut(form) {
    return all("drafts")
      .catch(function () { return []; })
      .then(function (drafts) {
        var mine = drafts.filter(isMine).length;
        var words = "还有 " + mine + " 条沟通没有送出，或者等您决定。退出以后它们留在这台手机里，您下次在这里登录还在。现在退出吗？";
        if (mine && !window.confirm(words)) return undefined;
        return drop("today").catch(function () {}).then(function () { form.submit(); });
      });
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.matches("form[data-keep]")) {
      event.preventDefault();
      submitted(form);
    } else if (form.matches("form[data-sign-out]")) {
      event.preventDefault();
      signOut(form);
    }
  });
  window.addEventListener("online", sendAll);
  document.querySelectorAll("form[data-shell]").forEach(fillShell);
  keepToday();
  if (navigator.onLine) sendAll();
  else showKept();
  if ("serviceWorker" in navigator && window.isSecureContext) navigator.serviceWorker.register("/workbench/sw.js", { scope: "/workbench/" });
})();
