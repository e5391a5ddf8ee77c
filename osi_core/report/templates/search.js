/* Finds things by all of the words that are typed. osiThings: [kind, id, words, institution]. */
(function () {
  "use strict";
  var form = document.getElementById("search-form"), asked = document.getElementById("asked");
  var told = document.getElementById("found-told"), list = document.getElementById("found");
  var most = 50;
  function plain(text) { return text.toLowerCase().replace(/ß/g, "ss").normalize("NFD").replace(/[\u0300-\u036f]/g, ""); }
  var texts = osiThings.map(function (thing) { return plain(thing[2] + " " + thing[3]); });
  function row(thing) {
    var item = document.createElement("li"), link = document.createElement("a"), kind = document.createElement("small");
    link.href = thing[0] + "/" + thing[1] + ".html";
    link.textContent = thing[3] ? thing[3] + ": " + thing[2] : thing[2];
    kind.textContent = list.getAttribute("data-" + thing[0]);
    item.append(link, " ", kind);
    return item;
  }
  function search() {
    var words = plain(asked.value).split(/\s+/).filter(Boolean);
    var found = words.length ? osiThings.filter(function (thing, at) {
      return thing[2] && words.every(function (word) { return texts[at].includes(word); });
    }) : [];
    list.replaceChildren.apply(list, found.slice(0, most).map(row));
    told.textContent = !words.length ? "" : found.length ?
      told.getAttribute(found.length > most ? "data-many" : "data-some").replace("#", found.length) :
      told.getAttribute("data-none");
  }
  form.hidden = false;
  form.addEventListener("submit", function (event) { event.preventDefault(); search(); });
  asked.addEventListener("input", search);
}());
