// The CONNECT of a program's client in Node.
import { connectPacket, LEVEL_3_1_1, LEVEL_5, type Will } from "../../mqtt/connect-packet.ts";
import { sessionProperties } from "../../mqtt/version-5/connect-properties.ts";
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
    level: options.mqtt === 5 ? LEVEL_5 : LEVEL_3_1_1,
    properties: sessionProperties(!cleanSession),
    password: user === undefined || secret === undefined ? undefined : bytesOf(secret),
  });
}
