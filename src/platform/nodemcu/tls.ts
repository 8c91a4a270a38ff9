// TLS under NodeMCU, which the ESP8266 has: a stream to a broker that shows a certificate of the stored authority, or none.
//
// The firmware asks for the authorities one by one while it shakes hands. Had it none, it would take any certificate. So
// one that is not there is answered by an empty text: it cannot be read, and the connection fails.
import { AUTHORITY } from "../../runtime/settings.ts";

export function hasAuthority(): boolean {
  return stored() !== undefined;
}

/** A socket that is not connected yet. */
export function createTlsSocket(): NetSocket {
  tls.cert.verify(authorityAt);
  return tls.createConnection();
}

/** The `place`-th authority, from 1; `undefined` behind the last one. */
function authorityAt(this: void, place: number): string | undefined {
  if (place > 1) return undefined;
  const authority = stored();
  return authority === undefined ? "" : authority;
}

function stored(): string | undefined {
  const authority = file.getcontents(AUTHORITY);
  return authority === undefined ? file.getcontents(AUTHORITY + ".new") : authority;
}
