// The image of the client alone, with what it is built for.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { LEVEL_5 } from "../../../../src/mqtt/connect-packet.ts";
import { packageFolder } from "../../../files/package-folder.ts";
import { type Constants, emit, FEATURES, type ImageFile, linkEntry } from "../../../image/build.ts";

const FOLDER = join("tools", "laboratory", "bench", "operations");
const PROGRAM = `${FOLDER}/client-program.ts`;

/**
 * What the client is asked for: QoS 1 in a ring that refuses when it is full, a kept session; nothing else
 * that there is.
 */
export const CLIENT_FEATURES: Readonly<Record<string, boolean>> = {
  ...Object.fromEntries(FEATURES.map(({ constant }) => [constant, false])),
  QOS1: true,
  PERSISTENT_SESSION: true,
};

export interface ClientOptions {
  /** The outgoing ring. */
  ring: { slots: number; bytes: number };
  /** In 3.1.1, whose image has nothing of 5.0; or in 5.0, at a broker that takes ten topic aliases. */
  mqtt?: "3.1.1" | "5.0";
}

/** The ring of an ESP8266. */
export const SMALL_RING = { slots: 8, bytes: 512 };
const PLAIN: ClientOptions = { ring: SMALL_RING };
const VERSION_5 = { LEVEL: LEVEL_5, CONNACK: "\x20\x06\x00\x00\x03\x22\x00\x0a" };

const images = new Map<string, Promise<ImageFile[]>>();

/** The client's program, built for a target as an image is; once. */
export function clientImage(
  target: "espruino" | "nodemcu",
  options: ClientOptions = PLAIN,
): Promise<ImageFile[]> {
  const key = JSON.stringify([target, options]);
  const image = images.get(key) ?? build(target, options);
  images.set(key, image);
  return image;
}

function build(target: "espruino" | "nodemcu", { ring, mqtt }: ClientOptions): Promise<ImageFile[]> {
  const file = join(packageFolder, PROGRAM);
  const entry = { file, text: readFileSync(file, "utf8") };
  const constants: Constants = {
    "src/features.ts": { ...CLIENT_FEATURES, MQTT5: mqtt === "5.0" },
    [PROGRAM]: { SLOTS: ring.slots, RING_BYTES: ring.bytes, ...(mqtt === "5.0" && VERSION_5) },
  };
  const globals = [join(packageFolder, FOLDER, "client-globals.d.ts")];
  return emit(linkEntry(entry, globals, target, constants), target, "client");
}
