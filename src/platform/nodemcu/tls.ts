// TLS under NodeMCU, which the ESP8266 has: a stream to a broker that shows a certificate of the stored
// authority, or none.
//
// The firmware asks for the authorities one by one while it shakes hands. Had it none, it would take any
// certificate. So one that is not there is answered by an empty text: it cannot be read, and the connection
// fails.
import { AUTHORITY } from "../../runtime/settings.ts";

/** With no more than this the firmware begins no connection, and says nothing. */
const TOO_LITTLE_HEAP = 18432;

/** Why no connection can be begun, in words; "" when one can. @cold */
export function tlsObstacle(): string {
  if (!file.exists(AUTHORITY) && !file.exists(AUTHORITY + ".new"))
    return "TLS: no authority is stored; store the broker's with ringmote settings --ca";
  collectgarbage();
  return node.heap() > TOO_LITTLE_HEAP ? "" : "TLS: too little memory is free";
}

/** A socket that is not connected yet. */
export function createTlsSocket(): NetSocket {
  tls.cert.verify(authorityAt);
  return tls.createConnection();
}

/** The `place`-th authority, from 1; `undefined` behind the last one. */
function authorityAt(this: void, place: number): string | undefined {
  if (place > 1) return undefined;
  let authority = file.getcontents(AUTHORITY);
  if (authority === undefined) authority = file.getcontents(AUTHORITY + ".new");
  return authority === undefined ? "" : authority;
}
