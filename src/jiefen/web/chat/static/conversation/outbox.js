// What was written and not yet answered stays on this device, in order, until the server has it. Sent again it is the same
// message: the server knows its id. Used by chat.js.
window.JiefenOutbox = (function () {
  "use strict";

  var memory = []; // where storage is forbidden the page itself keeps it

  function opened() {
    return new Promise(function (resolve, reject) {
      var request = indexedDB.open("jiefen-chat", 1);
      request.onupgradeneeded = function () {
        request.result.createObjectStore("outbox", { keyPath: "id" });
      };
      request.onsuccess = function () {
        resolve(request.result);
      };
      request.onerror = function () {
        reject(request.error);
      };
    });
  }

  function within(mode, act) {
    return opened().then(function (db) {
      return new Promise(function (resolve, reject) {
        var transaction = db.transaction("outbox", mode);
        var request = act(transaction.objectStore("outbox"));
        transaction.oncomplete = function () {
          db.close();
          resolve(request.result);
        };
        transaction.onabort = transaction.onerror = function () {
          db.close();
          reject(transaction.error);
        };
      });
    });
  }

  function forget(id) {
    memory = memory.filter(function (each) {
      return each.id !== id;
    });
  }

  return {
    // id: random, unique within the seat.
    newId: function () {
      var bytes = crypto.getRandomValues(new Uint8Array(12));
      return Array.from(bytes, function (byte) {
        return byte.toString(16).padStart(2, "0");
      }).join("");
    },
    put: function (entry) {
      forget(entry.id);
      memory.push(entry);
      return within("readwrite", function (store) {
        return store.put(entry);
      }).catch(function () {});
    },
    drop: function (id) {
      forget(id);
      return within("readwrite", function (store) {
        return store.delete(id);
      }).catch(function () {});
    },
    // Entries of one conversation and seat, oldest first.
    all: function (live, seat) {
      return within("readonly", function (store) {
        return store.getAll();
      })
        .catch(function () {
          return memory;
        })
        .then(function (entries) {
          return entries
            .filter(function (entry) {
              return entry.live === live && entry.seat === seat;
            })
            .sort(function (one, other) {
              return one.at - other.at;
            });
        });
    },
  };
})();
