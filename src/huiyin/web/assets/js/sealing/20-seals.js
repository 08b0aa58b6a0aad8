// The seals of huiyin.confidential.crypto, made here: what comes out is opened there as if it had been made there.
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { hsalsa, xsalsa20poly1305 } from "@noble/ciphers/salsa.js";
import { x25519 } from "@noble/curves/ed25519.js";
import { argon2idAsync } from "@noble/hashes/argon2.js";
import { blake2b } from "@noble/hashes/blake2.js";

const TEXT = new TextEncoder();
const BLOCK = 256;
const FRAME = 4 + BLOCK;
const BUCKETS = [4, 16, 64, 256].map((one) => one * 1024);

const joined = (...parts) => {
  const whole = new Uint8Array(parts.reduce((size, one) => size + one.length, 0));
  parts.reduce((at, one) => (whole.set(one, at), at + one.length), 0);
  return whole;
};

export const random = (size) => crypto.getRandomValues(new Uint8Array(size));
export const packed = (bytes) => btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join(""));
export const unpacked = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));

// So many characters, drawn evenly.
export const drawn = (length, alphabet) => {
  const fair = 256 - (256 % alphabet.length);
  let text = "";
  while (text.length < length) {
    const [byte] = random(1);
    if (byte < fair) text += alphabet[byte % alphabet.length];
  }
  return text;
};

// What follows from a code: `locator`, whose digest finds the report, and the key pair. Takes seconds on purpose.
export const ofCode = async (code, { salt, operations, memory }, tell) => {
  const cost = { t: operations, m: memory, p: 1, dkLen: 64, onProgress: tell };
  const both = await argon2idAsync(TEXT.encode(code), unpacked(salt), cost);
  const secret = both.slice(32);
  return { locator: both.slice(0, 32), secret, public: x25519.getPublicKey(secret) };
};

// libsodium's box: X25519, HSalsa20, XSalsa20-Poly1305.
const box = (secret, theirs, nonce) => {
  const words = (bytes) => new Uint32Array(joined(bytes).buffer);
  const key = new Uint32Array(8);
  hsalsa(words(TEXT.encode("expand 32-byte k")), words(x25519.getSharedSecret(secret, theirs)), new Uint32Array(4), key);
  return xsalsa20poly1305(new Uint8Array(key.buffer), nonce);
};
const nonceOf = (once, theirs) => blake2b(joined(once, theirs), { dkLen: 24 });

// libsodium's sealed box: only the private key opens it, we neither.
export const give = (bytes, theirs) => {
  const secret = random(32);
  const once = x25519.getPublicKey(secret);
  return joined(once, box(secret, theirs, nonceOf(once, theirs)).encrypt(bytes));
};

export const take = (given, { secret, public: own }) => {
  const once = given.slice(0, 32);
  return box(secret, once, nonceOf(once, own)).decrypt(given.slice(32));
};

// Contents, filled up to one of few sizes and bound to their row; null when they are too long.
export const seal = (contents, key, boundTo) => {
  const size = BUCKETS.find((one) => contents.length + FRAME <= one);
  if (!size) return null;
  const plain = new Uint8Array(size - BLOCK);
  new DataView(plain.buffer).setUint32(0, contents.length);
  plain.set(contents, 4);
  plain[size - FRAME] = 0x80;
  const nonce = random(24);
  return joined(nonce, xchacha20poly1305(key, nonce, TEXT.encode(boundTo)).encrypt(plain));
};

export const unseal = (sealed, key, boundTo) => {
  const plain = xchacha20poly1305(key, sealed.slice(0, 24), TEXT.encode(boundTo)).decrypt(sealed.slice(24));
  return plain.slice(4, 4 + new DataView(plain.buffer).getUint32(0));
};

// A sealed box in a sealed box: the outer key opens it for the inner one, and neither alone.
export const giveTwice = (bytes, inner, outer) => give(give(bytes, inner), outer);

// Something said, for a row that is named here; opened again before it is sent.
export const sealedApart = (contents, key, kind) => {
  const row = drawn(12, "23456789abcdefghjkmnpqrstuvwxyz");
  const bound = `${kind}:${row}`;
  const plain = TEXT.encode(JSON.stringify(contents));
  const sealed = seal(plain, key, bound);
  const read = unseal(sealed, key, bound);
  if (read.some((byte, at) => byte !== plain[at])) throw new Error("this browser reckons wrongly");
  return { row, sealed: packed(sealed) };
};

export const sealedWords = (said, key) => {
  const { row, sealed } = sealedApart(said, key, "sealed-message");
  return { message: row, sealed };
};
