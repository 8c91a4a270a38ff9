/**
 * Tokens that end, and messages that are signed by one: a broker tells no subscriber who has published a
 * message.
 *
 * Whoever knows the key, as a login, the broker's service and a backend do, issues tokens and reads them.
 * Their owners sign what they publish, and the token itself is in no message.
 *
 * @module ringmote/tokens.ts
 */
import { hmac } from "./hmac.ts";

/** Whom a token was issued to. */
export interface Token {
  role: string;
  name: string;
  /** Seconds since 1970: `expire_at` of a broker's service. */
  ends: number;
}

/**
 * A password for `connect`: "user ann 1767225600" and a seal that nobody makes without the key. It ends in so
 * many milliseconds. Throws where role or name holds a space.
 */
export function issueToken(key: string, role: string, name: string, lastsMs: number): string {
  if (/\s/.test(role + name))
    throw new Error(`A token is for a role and a name without spaces, and not for "${role}" and "${name}".`);
  const head = `${role} ${name} ${Math.floor((Date.now() + lastsMs) / 1000)}`;
  return `${head} ${hmac(key, head)}`;
}

/** Whose token it is; undefined for one that was not issued by this key, or has ended. */
export function readToken(key: string, token: string): Token | undefined {
  const at = token.lastIndexOf(" ");
  const head = token.slice(0, Math.max(0, at));
  const whose = tokenOf(head);
  const isWhole = whose.ends * 1000 > Date.now() && token.slice(at + 1) === hmac(key, head);
  return isWhole ? whose : undefined;
}

/** A message as its owner publishes it: JSON that holds it, who says it, and the proof. */
export function sign(token: string, message: unknown): string {
  const at = token.lastIndexOf(" ");
  const text = JSON.stringify(message);
  const proof = hmac(token.slice(at + 1), text);
  return `{"by":${JSON.stringify(token.slice(0, Math.max(0, at)))},"proof":"${proof}","message":${text}}`;
}

/**
 * A signed message and whose it is; undefined for everything else. The token may have ended since: what waits
 * in a log was said in its time. Its shape is not checked.
 */
export function readSigned<Message>(
  key: string,
  payload: string,
): (Token & { message: Message }) | undefined {
  try {
    const { by, proof, message } = JSON.parse(payload);
    if (typeof by !== "string" || proof !== hmac(hmac(key, by), JSON.stringify(message))) return undefined;
    return { ...tokenOf(by), message };
  } catch {
    return undefined;
  }
}

function tokenOf(head: string): Token {
  const [role = "", name = "", ends] = head.split(" ");
  return { role, name, ends: Number(ends) };
}
