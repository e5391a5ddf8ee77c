/* SHA-256 (FIPS 180-4) of a short ASCII text, in hexadecimal; crypto.subtle is not there on pages without TLS. */
function osiSha256(text) {
  "use strict";
  function rotated(word, by) { return (word >>> by) | (word << (32 - by)); }
  var primes = [], candidate = 2;
  while (primes.length < 64) {
    if (primes.every(function (prime) { return candidate % prime; })) primes.push(candidate);
    candidate += 1;
  }
  function fraction(root) { return Math.floor((root - Math.floor(root)) * 4294967296) | 0; }
  var keys = primes.map(function (prime) { return fraction(Math.cbrt(prime)); });
  var hash = primes.slice(0, 8).map(function (prime) { return fraction(Math.sqrt(prime)); });
  var words = [], bits = text.length * 8, size = (((text.length + 8) >> 6) + 1) * 16;
  for (var at = 0; at < size; at += 1) words[at] = 0;
  for (at = 0; at < text.length; at += 1) words[at >> 2] |= text.charCodeAt(at) << (24 - (at % 4) * 8);
  words[text.length >> 2] |= 128 << (24 - (text.length % 4) * 8);
  words[size - 1] = bits;
  for (var block = 0; block < size; block += 16) {
    var plan = words.slice(block, block + 16), one = hash.slice();
    for (var round = 0; round < 64; round += 1) {
      if (round > 15) {
        var early = plan[round - 15], late = plan[round - 2];
        var s0 = rotated(early, 7) ^ rotated(early, 18) ^ (early >>> 3);
        var s1 = rotated(late, 17) ^ rotated(late, 19) ^ (late >>> 10);
        plan[round] = (plan[round - 16] + s0 + plan[round - 7] + s1) | 0;
      }
      var e = one[4], a = one[0];
      var first = one[7] + (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) + ((e & one[5]) ^ (~e & one[6]))
        + keys[round] + plan[round];
      var second = (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + ((a & one[1]) ^ (a & one[2]) ^ (one[1] & one[2]));
      one = [(first + second) | 0, a, one[1], one[2], (one[3] + first) | 0, e, one[5], one[6]];
    }
    hash = hash.map(function (word, place) { return (word + one[place]) | 0; });
  }
  return hash.map(function (word) { return (word >>> 0).toString(16).padStart(8, "0"); }).join("");
}
