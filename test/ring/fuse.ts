// A fuse: records whose property writes are counted, and stop the engine at a chosen one, as Espruino stops
// out of memory.

/** Stands for the end of the current execution: no `catch` and no `finally` of the code under test sees it. */
export class Stopped extends Error {}

export interface Fuse {
  /** The same record, with every write to it, and to what is reached through it, counted. */
  watch: <T extends object>(record: T) => T;
  /** Runs with a stop instead of the write number `write` (from 0). True when it came to that. */
  stopAt: (write: number, run: () => void) => boolean;
}

/** What is reached through a property of one of these names is not counted: it is outside the engine. */
const OUTSIDE = new Set(["host", "link"]);

export function createFuse(): Fuse {
  const watched = new WeakMap<object, object>();
  const plain = new WeakMap<object, object>();
  let left = Number.POSITIVE_INFINITY;

  const bare = (value: unknown) =>
    typeof value === "object" && value !== null ? (plain.get(value) ?? value) : value;

  function watch<T extends object>(record: T): T {
    const known = watched.get(record);
    if (known !== undefined) return known as T;
    const proxy = new Proxy(record, {
      get(target, key) {
        const value: unknown = Reflect.get(target, key);
        const watchable = typeof value === "object" && value !== null && !OUTSIDE.has(String(key));
        return watchable ? watch(value) : value;
      },
      set(target, key, value) {
        if (left === 0) throw new Stopped();
        left -= 1;
        return Reflect.set(target, key, bare(value));
      },
    });
    watched.set(record, proxy);
    plain.set(proxy, record);
    return proxy;
  }

  return {
    watch,
    stopAt(write, run) {
      left = write;
      try {
        run();
        return false;
      } catch (error) {
        if (error instanceof Stopped) return true;
        throw error;
      } finally {
        left = Number.POSITIVE_INFINITY;
      }
    },
  };
}
