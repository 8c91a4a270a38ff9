// The broker's side of SCRAM for tests, by Node's own crypto: none of the client's code is in it.
import { createHash, createHmac, pbkdf2Sync, timingSafeEqual } from "node:crypto";
import type { Exchange } from "../../tools/sim/broker/authentication.ts";

const HASHES: Record<string, string> = {
  "SCRAM-SHA-1": "sha1",
  "SCRAM-SHA-256": "sha256",
  "SCRAM-SHA-512": "sha512",
};
const NOT_AUTHORIZED = 0x87;

export interface ScramServer {
  /** Passwords, prepared, by the names of users. */
  users: Readonly<Record<string, string>>;
  iterations?: number;
  salt?: Buffer;
  /** What it adds to the client's nonce. */
  nonce?: string;
  /** Spoils what it sends: the first message, and the last. */
  first?: (message: string) => string;
  last?: (message: string) => string;
}

/** What `authenticates` of a broker's behaviour is. */
export function scramServer(server: ScramServer): (method: string) => Exchange | undefined {
  const { users, iterations = 4096, salt = Buffer.from("a salt of the test") } = server;
  const { nonce = "%broker", first = (text) => text, last = (text) => text } = server;
  return (method) => {
    const hash = HASHES[method];
    if (hash === undefined) return undefined;
    const hmac = (key: Buffer, text: string) => createHmac(hash, key).update(text).digest();
    let clientBare = "";
    let serverFirst = "";
    let user = "";
    return (data) => {
      const text = Buffer.from(data, "latin1").toString();
      if (serverFirst === "") {
        const [, bare = "", name = "", theirs = ""] = /^n,,(n=([^,]+),r=([^,]+))$/.exec(text) ?? [];
        clientBare = bare;
        user = name.replaceAll("=2C", ",").replaceAll("=3D", "=");
        serverFirst = first(`r=${theirs}${nonce},s=${salt.toString("base64")},i=${iterations}`);
        return { goOn: serverFirst };
      }
      const [, withoutProof = "", proof = ""] = /^(c=biws,r=[^,]+),p=(.+)$/.exec(text) ?? [];
      const message = `${clientBare},${serverFirst},${withoutProof}`;
      const length = createHash(hash).digest().length;
      const salted = pbkdf2Sync(users[user] ?? "", salt, iterations, length, hash);
      const stored = createHash(hash).update(hmac(salted, "Client Key")).digest();
      const signature = hmac(stored, message);
      const key = Buffer.from(proof, "base64").map((byte, at) => byte ^ (signature[at] ?? 0));
      const isRight = timingSafeEqual(createHash(hash).update(key).digest(), stored);
      if (!isRight || users[user] === undefined) return { refuse: NOT_AUTHORIZED };
      return { accept: last(`v=${hmac(hmac(salted, "Server Key"), message).toString("base64")}`) };
    };
  };
}
