// An image of 32-bit words in the making: what is stored goes behind what is there, and each word that is an
// address is marked. An address is a count of words from the image's beginning; the chip adds where the image
// lies.

const WORD_BYTES = 4;
const WORD_BITS = 32;

export interface ImageWords {
  /** Makes room for so many words of zeros. Returns the address of the first. */
  allocate: (count: number) => number;
  store: (at: number, word: number) => void;
  /** The word is an address. */
  point: (at: number, to: number) => void;
  /** Bytes with a zero byte behind them, filled up to whole words. */
  storeText: (text: string) => void;
  bytes: () => number;
  /** The words, then a map with a bit for each of them: is it an address? */
  withMap: () => Uint8Array;
}

export function imageWords(): ImageWords {
  const words: number[] = [];
  const addresses = new Set<number>();

  function allocate(count: number): number {
    const first = words.length;
    for (let index = 0; index < count; index += 1) words.push(0);
    return first;
  }

  return {
    allocate,
    store: (at, word) => {
      words[at] = word;
    },
    point: (at, to) => {
      words[at] = to;
      addresses.add(at);
    },
    storeText: (text) => {
      const first = allocate(Math.floor(text.length / WORD_BYTES) + 1);
      for (let index = 0; index < text.length; index += 1)
        words[first + (index >> 2)] |= text.charCodeAt(index) << (8 * (index & 3));
    },
    bytes: () => words.length * WORD_BYTES,
    withMap: () => {
      const map = Array.from({ length: Math.ceil(words.length / WORD_BITS) }, () => 0);
      for (const at of addresses) map[at >> 5] |= 1 << (at & 31);
      const bytes = new DataView(new ArrayBuffer((words.length + map.length) * WORD_BYTES));
      [...words, ...map].forEach((word, index) => {
        bytes.setInt32(index * WORD_BYTES, word, true);
      });
      return new Uint8Array(bytes.buffer);
    },
  };
}
