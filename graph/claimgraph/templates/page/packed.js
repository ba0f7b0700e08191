"use strict";
// What lies in the page packed, in elements that run nothing: gzip in base 85, a sixteenth smaller than base 64.

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%,()*+-;.=/?@^_`{|}~";
const digitOf = new Uint8Array(128);
for (let digit = 0; digit < DIGITS.length; digit += 1) digitOf[DIGITS.charCodeAt(digit)] = digit;

/** The bytes of an element whose text is in base 85: five characters are four bytes, the highest first. */
function bytesOf(id) {
  const text = document.getElementById(id).textContent;
  const lacking = (5 - (text.length % 5)) % 5;
  const bytes = new DataView(new ArrayBuffer(((text.length + lacking) / 5) * 4));
  for (let at = 0, byte = 0; at < text.length; at += 5, byte += 4) {
    let number = 0;
    for (let place = at; place < at + 5; place += 1) number = number * 85 + (place < text.length ? digitOf[text.charCodeAt(place)] : 84);
    bytes.setUint32(byte, number);
  }
  return new Uint8Array(bytes.buffer, 0, bytes.byteLength - lacking);
}

/** What an element holds, unpacked, as a response of a type. */
function unpack(id, type) {
  const stream = new Blob([bytesOf(id)]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream, { headers: { "Content-Type": type } });
}
