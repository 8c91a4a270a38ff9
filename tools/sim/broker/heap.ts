// Bytes that gather until there are enough of them: in a time and a room that grow with their number, in
// however many pieces they come. Text that is joined anew with each piece would be copied whole each time.

export interface Heap {
  add: (bytes: string) => void;
  size: () => number;
  /** Everything that has gathered; nothing is left. */
  empty: () => string;
}

export function createHeap(): Heap {
  let text = "";
  let store = Buffer.alloc(0);
  let used = 0;

  /** Moves everything into a store that doubles when it is full. */
  function keep(bytes: string): void {
    if (used + bytes.length > store.length) {
      const larger = Buffer.allocUnsafeSlow(2 * (used + bytes.length));
      store.copy(larger, 0, 0, used);
      store = larger;
    }
    used += store.write(bytes, used, "latin1");
  }

  return {
    add(bytes) {
      // Most packets come whole. What comes in pieces is not joined as text, of which each piece would take
      // room of its own.
      if (used === 0 && text === "") {
        text = bytes;
        return;
      }
      if (text !== "") keep(text);
      text = "";
      keep(bytes);
    },
    size: () => used + text.length,
    empty() {
      const all = used === 0 ? text : store.toString("latin1", 0, used);
      text = "";
      store = Buffer.alloc(0);
      used = 0;
      return all;
    },
  };
}
