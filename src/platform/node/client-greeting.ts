// The CONNECT of a program's client in Node.
import { connectPacket, type Will } from "../../mqtt/connect-packet.ts";
import type { NodeClientOptions } from "./client-options.ts";
import { bytesOf } from "./text.ts";

const DEFAULT_KEEP_ALIVE_S = 60;

export function keepAliveOf({ keepAlive = DEFAULT_KEEP_ALIVE_S }: NodeClientOptions): number {
  return keepAlive;
}

function willOf({ status, will }: NodeClientOptions): Will | undefined {
  if (status !== undefined) return { topic: bytesOf(status), payload: "offline", qos: 1, retain: true };
  if (will === undefined) return undefined;
  const { topic, payload, qos = 0, retain = false } = will;
  return { topic: bytesOf(topic), payload: bytesOf(payload), qos, retain };
}

export function greetingOf(options: NodeClientOptions, cleanSession: boolean): string {
  const { id, user, secret } = options;
  return connectPacket({
    clientId: bytesOf(id),
    cleanSession,
    keepAlive: keepAliveOf(options),
    will: willOf(options),
    userName: user === undefined ? undefined : bytesOf(user),
    password: user === undefined || secret === undefined ? undefined : bytesOf(secret),
  });
}
