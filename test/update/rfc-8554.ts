// The vector of RFC 8554 for the kind of tree that ringmote has.
import { readFileSync } from "node:fs";

interface Vector {
  /** All in hexadecimal. */
  key: string;
  message: string;
  signature: string;
}

export function rfc8554(): Vector {
  const text = readFileSync(new URL("rfc-8554-case-2.txt", import.meta.url), "utf8");
  const [, key = "", message = "", signature = ""] = text
    .split("\n\n")
    .map((block) => block.replaceAll(/\s/g, ""));
  return { key, message, signature };
}
