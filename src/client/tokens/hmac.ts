// HMAC with SHA-256 in Node. A page has ../page/hmac.ts in its place.
import { createHmac } from "node:crypto";

/** The code as base64url without padding (RFC 4648, 5): 43 characters. */
export function hmac(key: string, text: string): string {
  return createHmac("sha256", key).update(text).digest("base64url");
}
