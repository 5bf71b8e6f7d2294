import { HpackError } from './hpack-error.ts';

const EOS = 256;

/**
 * How many bits each symbol's code has (RFC 7541 Appendix B). The code is
 * canonical: among codes of one length the symbols ascend, and each length goes
 * on where the one before it ends. So the lengths say all there is to know.
 */
const SYMBOLS_OF_LENGTH: readonly (readonly [bits: number, symbols: number[]])[] = [
  [5, characters('012aceiost')],
  [6, characters(' %-./3456789=A_bdfghlmnpru')],
  [7, characters(':BCDEFGHIJKLMNOPQRSTUVWYjkqvwxyz')],
  [8, characters('&*,;XZ')],
  [10, characters('!"()?')],
  [11, characters("'+|")],
  [12, characters('#>')],
  [13, [0, ...characters('$@[]~')]],
  [14, characters('^}')],
  [15, characters('<`{')],
  [19, [...characters('\\'), 195, 208]],
  [20, [128, 130, 131, 162, 184, 194, 224, 226]],
  [21, [153, 161, 167, 172, 176, 177, 179, 209, 216, 217, 227, 229, 230]],
  [
    22,
    [
      129, 132, 133, 134, 136, 146, 154, 156, 160, 163, 164, 169, 170, 173, 178, 181, 185, 186, 187,
      189, 190, 196, 198, 228, 232, 233,
    ],
  ],
  [
    23,
    [
      1, 135, 137, 138, 139, 140, 141, 143, 147, 149, 150, 151, 152, 155, 157, 158, 165, 166, 168,
      174, 175, 180, 182, 183, 188, 191, 197, 231, 239,
    ],
  ],
  [24, [9, 142, 144, 145, 148, 159, 171, 206, 215, 225, 236, 237]],
  [25, [199, 207, 234, 235]],
  [26, [192, 193, 200, 201, 202, 205, 210, 213, 218, 219, 238, 240, 242, 243, 255]],
  [
    27,
    [203, 204, 211, 212, 214, 221, 222, 223, 241, 244, 245, 246, 247, 248, 250, 251, 252, 253, 254],
  ],
  [
    28,
    [
      2, 3, 4, 5, 6, 7, 8, 11, 12, 14, 15, 16, 17, 18, 19, 20, 21, 23, 24, 25, 26, 27, 28, 29, 30,
      31, 127, 220, 249,
    ],
  ],
  [30, [10, 13, 22, EOS]],
];

/** Padding is shorter than a byte: a longer one could hide a symbol. */
const PADDING_BITS_MAX = 7;

interface Length {
  /** The code of the first symbol of this length. */
  first: number;
  symbols: readonly number[];
}

/** By the length of the code in bits. */
const LENGTHS = canonicalCode();

/** Room for the next string; grows with the longest one, whose length its block limits. */
let decoded = Buffer.alloc(1024);

/**
 * A Huffman-coded string literal, each octet as the character of that number.
 * @throws HpackError where the string contains EOS, or ends in anything but the
 *   first bits of EOS, fewer than eight (RFC 7541 §5.2)
 */
export function decodeHuffman(bytes: Uint8Array): string {
  // The shortest code has five bits.
  const charactersMax = Math.floor((bytes.length * 8) / 5);
  if (charactersMax > decoded.length) decoded = Buffer.alloc(2 * charactersMax);
  let length = 0;
  let code = 0;
  let bits = 0;
  for (const byte of bytes) {
    for (let shift = 7; shift >= 0; shift--) {
      code = (code << 1) | ((byte >> shift) & 1);
      bits++;
      const symbol = symbolOf(code, bits);
      if (symbol === undefined) continue;
      decoded[length++] = symbol;
      code = 0;
      bits = 0;
    }
  }
  if (bits > PADDING_BITS_MAX || code !== (1 << bits) - 1) {
    const found = `${bits} bits of padding, ${code.toString(2).padStart(bits, '0')}`;
    throw new HpackError(found, 'at most seven bits, all ones', 'RFC 7541 §5.2');
  }
  return decoded.toString('latin1', 0, length);
}

/** The symbol whose whole code this is; undefined where more bits are to come. */
function symbolOf(code: number, bits: number): number | undefined {
  // The code is complete: thirty bits are a symbol at the latest, and no code is below the first.
  const { first, symbols } = LENGTHS[bits] as Length;
  const symbol = symbols[code - first];
  if (symbol === EOS) {
    throw new HpackError('the end-of-string symbol', 'octets alone', 'RFC 7541 §5.2');
  }
  return symbol;
}

function canonicalCode(): Length[] {
  const lengths: Length[] = [{ first: 0, symbols: [] }];
  for (const [bits, symbols] of SYMBOLS_OF_LENGTH) {
    while (lengths.length < bits) lengths.push(following(lengths, []));
    lengths.push(following(lengths, symbols));
  }
  return lengths;
}

/** One bit longer, the code goes on behind the last code of the length before. */
function following(lengths: readonly Length[], symbols: readonly number[]): Length {
  const before = lengths.at(-1) as Length;
  return { first: (before.first + before.symbols.length) * 2, symbols };
}

function characters(text: string): number[] {
  return [...text].map((character) => character.charCodeAt(0));
}
