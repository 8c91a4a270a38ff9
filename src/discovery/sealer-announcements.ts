// Sealed actuators in Home Assistant as what they are, to be commanded: by a program that has the device's key
// and seals what comes from there. That program announces them: no image holds any of this.
import type { ActuatorDeclaration } from "../device/declare/actuators/declaration.ts";
import type { DeviceDeclaration } from "../device/declare/device.ts";
import { SEALER, statusTopic } from "../device/run/topics.ts";
import { actuatorEntity } from "./actuator-entities.ts";
import { filled, namedDevice, prefixOf } from "./announcements.ts";
import { type Entity, type JsonRecord, ROOT } from "./entity.ts";
import type { KeptMessage } from "./kept-announcements.ts";
import { mainOf } from "./main-entity.ts";

/** A device that a program seals for. */
export interface SealedDevice {
  /** The device's identity, and where its topics begin. */
  id: string;
  root: string;
  /** Where the broker keeps "online" and more while the program is there, and nothing behind that. */
  presence: string;
}

const IS_THERE = "{{'online' if value else 'offline'}}";

/** The retained messages that announce its sealed actuators, one each. */
export function sealerAnnouncements(
  declaration: DeviceDeclaration,
  { id, root, presence }: SealedDevice,
): KeptMessage[] {
  const { discovery = {} } = declaration;
  const main = mainOf(declaration);
  return sealedOf(declaration)
    .filter(({ name }) => discovery.entities?.[name]?.hidden !== true)
    .map((actuator) => {
      const { platform, key, config } = sealerEntity(actuator, declaration);
      const payload = {
        ...config,
        ...(key === main ? { name: null } : {}),
        ...throughSealer(config),
        dev: { ...namedDevice(declaration).dev, ids: id },
        avty: [{ t: statusTopic(root) }, { t: presence, val_tpl: IS_THERE }],
        avty_mode: "all",
      };
      // Stand-ins are escaped in JSON, so that what holds them is filled before.
      const text = JSON.stringify(payload, (_, value) =>
        typeof value === "string" ? filled(value, id, root) : value,
      );
      return { topic: `${prefixOf(declaration)}/${platform}/${id}-${key}/config`, payload: text };
    });
}

/**
 * The topics of commands to its sealed actuators, without the root: "/bolt/set", and of a light that of its
 * brightness too.
 */
export function sealedTopics(declaration: DeviceDeclaration): string[] {
  return sealedOf(declaration).flatMap((actuator) =>
    Object.values(commandTopics(sealerEntity(actuator, declaration).config)),
  );
}

function sealedOf({ actuators = [] }: DeviceDeclaration): ActuatorDeclaration[] {
  return actuators.filter(({ isSealed }) => isSealed);
}

function sealerEntity(actuator: ActuatorDeclaration, { discovery = {} }: DeviceDeclaration): Entity {
  return actuatorEntity(actuator, discovery.entities?.[actuator.name] ?? {});
}

/** By their keys in a description. */
function commandTopics(config: JsonRecord): Record<string, string> {
  const topics = Object.entries(config).filter(([key]) => key.endsWith("cmd_t"));
  return Object.fromEntries(topics.map(([key, topic]) => [key, String(topic).replace(/^~/, "")]));
}

function throughSealer(config: JsonRecord): JsonRecord {
  const topics = Object.entries(commandTopics(config));
  return Object.fromEntries(topics.map(([key, topic]) => [key, SEALER + ROOT + topic]));
}
