// The sum that shortens a place in line (kernel.limits.puzzle): for each part a number, so that SHA-256 of
// "nonce.part.number" begins with so many zero bits. In small pieces, so that an old telephone still scrolls; written
// here because browsers offer their own only on encrypted pages, and one promise a hash.
const K = new Uint32Array(64);
const START = new Uint32Array(8);
const W = new Uint32Array(64);
for (let found = 0, number = 2; found < 64; number++) {
  let prime = true;
  for (let by = 2; by * by <= number; by++) if (number % by === 0) prime = false;
  if (!prime) continue;
  const part = (root) => ((root - Math.floor(root)) * 4294967296) >>> 0;
  if (found < 8) START[found] = part(Math.sqrt(number));
  K[found++] = part(Math.cbrt(number));
}
// The first 32 bits of SHA-256 of a text of at most 55 ASCII characters: one block (FIPS 180-4).
const first = (text) => {
  W.fill(0, 0, 16);
  for (let at = 0; at < text.length; at++) W[at >> 2] |= text.charCodeAt(at) << (24 - 8 * (at & 3));
  W[text.length >> 2] |= 128 << (24 - 8 * (text.length & 3));
  W[15] = text.length * 8;
  for (let t = 16; t < 64; t++) {
    const x = W[t - 15], y = W[t - 2];
    const s = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const u = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    W[t] = W[t - 16] + s + W[t - 7] + u;
  }
  let [a, b, c, d, e, f, g, h] = START;
  for (let t = 0; t < 64; t++) {
    const s = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const one = (h + s + ((e & f) ^ (~e & g)) + K[t] + W[t]) | 0;
    const u = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const two = (u + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
  }
  return (a + START[0]) >>> 0;
};
