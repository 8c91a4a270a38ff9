// What the bench measures in Node, beside MQTT.js and mqtt-packet.
import type { Section } from "../section.ts";
import { acknowledgement } from "./acknowledgement.ts";
import { codec } from "./codec.ts";
import { coldBoot } from "./cold-boot.ts";
import { growth } from "./growth.ts";
import { longMessages } from "./long-messages.ts";
import { manyClients } from "./many-clients.ts";
import { messageCpu } from "./message-cpu.ts";
import { programs } from "./programs.ts";
import { receive } from "./receive.ts";
import { sessions } from "./sessions.ts";

export const nodeSections: readonly Section[] = [
  codec,
  messageCpu,
  receive,
  acknowledgement,
  sessions,
  growth,
  programs,
  longMessages,
  manyClients,
  coldBoot,
];
