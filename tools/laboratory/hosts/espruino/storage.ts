// `require("Storage")`: a journal of files in flash. A rewrite deletes first and then appends; deleted files
// are freed by compaction only.
import { HostFault } from "./host-fault.ts";
import type { Interpreter } from "./interpreter.ts";
import { espruinoJson } from "./json-text.ts";
import type { Bag } from "./realm.ts";
import { word } from "./transcript.ts";

/** What an interpreter runs when power comes on. */
export const BOOT_FILE = ".bootcde";
/** What it runs first of all, and not again after `reset()` or `load()`. */
export const POWER_ON_FILE = ".bootPowerOn";
/** And what before the boot file, in this order, at each start. */
export const FIRST_FILES = [".boot0", ".boot1", ".boot2", ".boot3"] as const;

const HEADER_BYTES = 32;
const ALIGNMENT = 4;
const LONGEST_NAME = 28;
const ERASED = "\xff";

/** Bytes of deleted copies, by the store they lie in: they outlive a restart as the files do. */
const trash = new WeakMap<Map<string, string>, number>();

/** The module over the world's store. `capacityBytes` is the flash set apart for it. */
export function storageModule(interpreter: Interpreter, capacityBytes: number): Bag {
  const { realm, world } = interpreter;
  const { Error: ErrorOf } = realm.intrinsics;
  const files = world.storage;
  const library = realm.object();

  const used = (): number => [...files.values()].reduce((sum, data) => sum + sizeOnFlash(data.length), 0);
  const free = (): number => capacityBytes - used() - (trash.get(files) ?? 0);

  /** The old copy is gone before the new one is there: power lost in between loses the file. */
  const erase = (name: string): void => {
    const old = files.get(name);
    if (old === undefined) return;
    files.delete(name);
    trash.set(files, (trash.get(files) ?? 0) + sizeOnFlash(old.length));
  };
  /** False when the world's store has not taken it. */
  const put = (name: string, data: string): boolean => {
    files.set(name, data);
    return files.get(name) === data;
  };
  const makeRoom = (size: number): void => {
    if (sizeOnFlash(size) > free() && trash.get(files)) {
      world.log("Compacting...");
      trash.set(files, 0);
    }
    if (sizeOnFlash(size) > free()) throw new ErrorOf("Unable to find or create file");
  };
  const nameOf = (value: unknown): string =>
    interpreter.trap(() => {
      const name = interpreter.bytes(value, "Storage");
      if (name.length <= LONGEST_NAME) return name;
      throw new HostFault(
        `the file name ${name} has ${name.length} characters; Storage cuts it after ${LONGEST_NAME}`,
      );
    });

  const write = (fileName: unknown, data: unknown, at: unknown = 0, total: unknown = 0): boolean => {
    const name = nameOf(fileName);
    const bytes = interpreter.bytes(storedText(data), "Storage.write");
    const offset = Number(at);
    interpreter.transcript?.output("store", name, offset, word(bytes));
    const size = Number(total) || bytes.length;
    if (offset < 0 || size < 0) return false;
    if (size === 0) throw new ErrorOf("Can't create zero length file");
    const old = files.get(name);
    if (offset === 0 && old === bytes && size === bytes.length) return true;
    if (offset === 0 && !(old?.length === size && isErased(old))) {
      erase(name);
      makeRoom(size);
      const stored = put(name, bytes + ERASED.repeat(Math.max(size - bytes.length, 0)));
      if (bytes.length > size) throw new ErrorOf("Too much data for file size");
      return stored;
    }
    if (old === undefined) throw new ErrorOf("Unable to find or create file");
    if (offset + bytes.length > old.length) throw new ErrorOf("Too much data for file size");
    if (!isErased(old.slice(offset, offset + bytes.length))) {
      throw new ErrorOf("File already written with different data");
    }
    return put(name, old.slice(0, offset) + bytes + old.slice(offset + bytes.length));
  };
  const read = (fileName: unknown, at: unknown = 0, count: unknown = 0): string | undefined => {
    const from = Math.max(Number(at), 0);
    const data = files.get(nameOf(fileName));
    return data?.slice(from, Number(count) > 0 ? from + Number(count) : undefined);
  };

  realm.method(library, "write", (name, data, at, total) => write(name, data, at, total));
  realm.method(library, "read", (name, at, count) => read(name, at, count));
  realm.method(library, "writeJSON", (name, value) => write(name, espruinoJson(value)));
  realm.method(library, "readJSON", (name, noExceptions) => {
    const text = read(name);
    if (text === undefined) return undefined;
    try {
      return realm.intrinsics.JSON.parse(text);
    } catch (error) {
      if (noExceptions) return undefined;
      throw error;
    }
  });
  realm.method(library, "list", (pattern) => {
    const names = [...files.keys()].filter(
      (name) => pattern === undefined || name.match(pattern as RegExp) !== null,
    );
    return realm.array(names);
  });
  realm.method(library, "erase", (name) => erase(nameOf(name)));
  realm.method(library, "eraseAll", () => {
    files.clear();
    trash.set(files, 0);
  });
  realm.method(library, "compact", () => {
    trash.set(files, 0);
  });
  realm.method(library, "getFree", () => Math.max(free(), 0));
  realm.method(library, "getStats", () =>
    realm.object({
      totalBytes: capacityBytes,
      freeBytes: Math.max(free(), 0),
      fileBytes: used(),
      fileCount: files.size,
      trashBytes: trash.get(files) ?? 0,
    }),
  );
  realm.method(library, "open", () =>
    interpreter.trap(() => {
      throw new HostFault("Storage.open is not modelled; write whole records with Storage.write");
    }),
  );
  return library;
}

function storedText(data: unknown): unknown {
  if (Array.isArray(data) || ArrayBuffer.isView(data)) {
    return String.fromCharCode(...Array.from(data as ArrayLike<number>, (byte) => byte & 255));
  }
  return typeof data === "object" && data !== null ? espruinoJson(data) : data;
}

function isErased(bytes: string): boolean {
  return !/[^\xff]/.test(bytes);
}

function sizeOnFlash(bytes: number): number {
  return HEADER_BYTES + Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}
