// `require("crypto")`: digests only, each into a new buffer (libs/crypto/jswrap_crypto.c:155).
import { HASHES } from "../../../../src/platform/node/hash.ts";
import { waysOf } from "./chips.ts";
import type { Interpreter } from "./interpreter.ts";
import type { Bag } from "./realm.ts";

export function cryptoModule(interpreter: Interpreter, chip: Parameters<typeof waysOf>[0]): Bag {
  const { realm } = interpreter;
  const library = realm.object();
  for (const name of waysOf(chip).hashes) {
    const hash = name === "SHA256" ? HASHES.sha256 : HASHES.sha1;
    realm.method(library, name, (bytes) => {
      const digest = hash(interpreter.bytes(bytes, `crypto.${name}`));
      const numbers = realm.array([...digest].map((byte) => byte.charCodeAt(0))) as number[];
      return new realm.intrinsics.Uint8Array(numbers).buffer;
    });
  }
  return library;
}
