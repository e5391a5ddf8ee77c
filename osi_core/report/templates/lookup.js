/* Finds the page of a contribution by the code of its receipt, which stays in the browser. osiReceipts: the beginning
   of a digest → kind/id. A code is read as the software reads it. */
(function () {
  "use strict";
  var form = document.getElementById("code-form"), typed = document.getElementById("code");
  var told = document.getElementById("code-told");
  function secret(text) {
    var plain = text.toUpperCase().replace(/[\s-]/g, "").replace(/[IL]/g, "1").replace(/O/g, "0");
    return /^[0-9A-Z]+$/.test(plain) && (plain.length === 26 || plain.length === 30) ? plain.slice(-26) : null;
  }
  function say(what, thing) {
    told.replaceChildren(told.getAttribute("data-" + what));
    if (!thing) return;
    var link = document.createElement("a"), known = osiThings.find(function (one) {
      return one[0] + "/" + one[1] === thing;
    });
    link.href = thing + ".html";
    link.textContent = known && known[2] ? known[2] : told.getAttribute("data-without");
    told.append(" ", link);
  }
  form.hidden = false;
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var plain = secret(typed.value);
    if (plain === null) { say("malformed"); return; }
    var thing = osiReceipts[osiSha256(plain).slice(0, 16)];
    say(thing ? "found" : "unknown", thing);
  });
}());
