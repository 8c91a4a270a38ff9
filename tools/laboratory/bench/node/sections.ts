// What the bench measures in Node, beside MQTT.js and mqtt-packet.
import type { Section } from "../section.ts";
import { acknowledgement } from "./acknowledgement.ts";
import { codec } from "./codec.ts";
import { coldBoot } from "./cold-boot.ts";
import { growth } from "./growth.ts";
import { manyClients } from "./many-clients.ts";
import { messageCpu } from "./message-cpu.ts";
import { programs } from "./programs.ts";

export const nodeSections: readonly Section[] = [
  codec,
  messageCpu,
  acknowledgement,
  growth,
  programs,
  manyClients,
  coldBoot,
];
