// Hashes of Espruino's `crypto` (2v29, libs/crypto/jswrap_crypto.c:155, mbedtls): SHA-256 where the board's
// file has it, as those of the ESP32 have (boards/ESP32.py:62); on an ESP8266 with 4 MB SHA-1 alone
// (boards/ESP8266_4MB.py:29). Text in pieces is copied to the stack, which throws where it is too short
// (src/jsvar.h:853): a text in one piece is not copied.
import type { Hash, Hashes } from "../../ports/hash.ts";

/** Up to here a copy on the stack costs less than one in memory. */
const SHORT_BYTES = 256;

const sha256: Hash = (bytes) => digest(() => library().SHA256(inOnePiece(bytes)));
/** Of a text that is flash itself, and as such in one piece. */
export const sha256OfFlash: Hash = (bytes) => digest(() => library().SHA256(bytes));
const sha1: Hash = (bytes) => digest(() => library().SHA1(inOnePiece(bytes)));

function library(): CryptoModule {
  // biome-ignore lint/style/useNodejsImportProtocol: it is a module of the firmware.
  return require("crypto");
}

function digest(compute: () => ArrayBuffer | undefined): string {
  try {
    const found = compute();
    return found === undefined ? "" : (E.toString(found) ?? "");
  } catch {
    return "";
  }
}

function inOnePiece(bytes: string): string {
  if (bytes.length <= SHORT_BYTES) return bytes;
  return E.toFlatString({ data: bytes, count: 1 }) ?? bytes;
}

export const HASHES: Hashes = { sha256, sha1 };
