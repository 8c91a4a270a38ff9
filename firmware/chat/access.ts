// Tokens that end, what their owners may do at the broker, and proofs of who wrote a message: the broker tells nobody who published it.
import { createHmac } from "node:crypto";

const HOUR_MS = 3_600_000;
export const GLOBAL = "globalmessage";

/** A client of the chat: its name, and what gives its token of now. */
export interface Member {
  id: string;
  secret: () => string;
  signal: AbortSignal;
}

const row = (permission: "allow" | "deny", action: string, topic: string) => ({ permission, action, topic });

function rowsOf(role: string, name: string) {
  const say = row("allow", "publish", GLOBAL);
  const roles = new Map([
    ["user", [say, row("allow", "subscribe", `user/${name}`)]],
    ["agent", [say, row("allow", "subscribe", `agent/${name}`), row("allow", "subscribe", "presence/+")]],
    ["forwarder", [row("allow", "subscribe", GLOBAL)]],
    ["backend", [row("allow", "publish", "user/+"), row("allow", "publish", "agent/+")]],
  ]);
  return [...(roles.get(role) ?? []), row("allow", "all", `presence/${name}`), row("deny", "all", "#")];
}

/** "user ann 1767225600 <seal>": what a login gives to a person whom it knows. Nobody without the key can make one. */
export function issueToken(key: string, role: string, name: string): string {
  const head = `${role} ${name} ${Math.floor((Date.now() + HOUR_MS) / 1000)}`;
  return `${head} ${sealOf(key, head)}`;
}

/** Decides about each client that connects, in the form of EMQX's HTTP service. */
export function accessBy(key: string) {
  return ({ clientid, username, password }: Record<"clientid" | "username" | "password", string>) => {
    const [role = "", name = "", ends, seal] = password.split(" ");
    // Who came in by another's client identifier would take over its session.
    const isOwn = seal === sealOf(key, `${role} ${name} ${ends}`) && name === username && name === clientid;
    return isOwn ? { result: "allow", expire_at: Number(ends), acl: rowsOf(role, name) } : { result: "deny" };
  };
}

/** In a conversation its user and its agent each count what they write. */
export interface Message {
  from: string;
  conversation: string;
  number: number;
  text: string;
}

/** A message as it goes out. The token itself stays at home. */
export function signed(token: string, message: Message): string {
  const [role, , ends, seal = ""] = token.split(" ");
  return JSON.stringify({ ...message, role, ends, proof: sealOf(seal, partsOf(message)) });
}

/** The message, if it is one and its sender wrote it; undefined for everything else. */
export function verified(key: string, payload: string): (Message & { role: string }) | undefined {
  try {
    const { role, ends, proof, ...message } = JSON.parse(payload);
    const isWhole = Number.isSafeInteger(message.number) && typeof message.text === "string";
    const seal = sealOf(key, `${role} ${message.from} ${ends}`);
    return isWhole && proof === sealOf(seal, partsOf(message)) ? { ...message, role } : undefined;
  } catch {
    return undefined;
  }
}

function partsOf({ from, conversation, number, text }: Message): string {
  return JSON.stringify([from, conversation, number, text]);
}

function sealOf(key: string, text: string): string {
  return createHmac("sha256", key).update(text).digest("base64url");
}
