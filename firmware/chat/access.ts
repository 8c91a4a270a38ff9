// Messages of the chat's members, and the permissions of each at the broker.
import { readToken, type Token } from "ringmote/tokens.ts";

export const GLOBAL = "globalmessage";

/** A client of the chat: its name, and what gives its token of now. */
export interface Member {
  id: string;
  secret: () => string;
  signal: AbortSignal;
}

/** In a conversation its user and its agent each count what they write. */
export interface Message {
  conversation: string;
  number: number;
  text: string;
}

const row = (permission: "allow" | "deny", action: string, topic: string) => ({ permission, action, topic });

function rowsOf({ role, name }: Token) {
  const say = row("allow", "publish", GLOBAL);
  const roles = new Map([
    ["user", [say, row("allow", "subscribe", `user/${name}`)]],
    ["agent", [say, row("allow", "subscribe", `agent/${name}`), row("allow", "subscribe", "presence/+")]],
    ["forwarder", [row("allow", "subscribe", GLOBAL)]],
    ["backend", [row("allow", "publish", "user/+"), row("allow", "publish", "agent/+")]],
  ]);
  return [...(roles.get(role) ?? []), row("allow", "all", `presence/${name}`), row("deny", "all", "#")];
}

/** Decides about each client that connects, in the form of EMQX's HTTP service. */
export function accessBy(key: string) {
  return ({ clientid, username, password }: Record<"clientid" | "username" | "password", string>) => {
    const token = readToken(key, password);
    // Who came in by another's client identifier would take over its session.
    if (token?.name !== username || token.name !== clientid) return { result: "deny" };
    return { result: "allow", expire_at: token.ends, acl: rowsOf(token) };
  };
}
