// HMAC with SHA-256 in Node. A page has ../page/hmac.ts in its place.
import { createHmac } from "node:crypto";

/** In Base64 for addresses, without padding: 43 characters. */
export function hmac(key: string, text: string): string {
  return createHmac("sha256", key).update(text).digest("base64url");
}
