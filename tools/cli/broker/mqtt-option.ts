// The version of MQTT that simulated devices speak, in place of that of their source; and the version that a
// command itself speaks to a broker.
import { type Command, Option } from "commander";
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import { UsageError } from "../words/failure.ts";

export type MqttVersion = DeviceDeclaration["mqtt"];

/** Gives a command the option `--mqtt`. */
export function withMqtt(command: Command): Command {
  return command.addOption(
    new Option(
      "--mqtt <version>",
      "3 (MQTT 3.1.1), 5 (MQTT 5.0) or either; without it, what the firmware declares",
    ).argParser(version),
  );
}

function version(text: string): MqttVersion {
  if (text === "3") return 3;
  if (text === "5") return 5;
  if (text === "either") return "either";
  throw new UsageError(`--mqtt ${text} is not allowed; it is 3 (MQTT 3.1.1), 5 (MQTT 5.0) or either.`);
}

/** What a command speaks that asks or says something at a broker; without it MQTT 3.1.1. */
export interface OwnVersion {
  mqtt?: 3 | 5;
}

/** Gives such a command the option `--mqtt`. */
export function withOwnMqtt(command: Command): Command {
  return command.addOption(
    new Option(
      "--mqtt <version>",
      "what it speaks itself: 3 (MQTT 3.1.1, default) or 5 (MQTT 5.0)",
    ).argParser(ownVersion),
  );
}

function ownVersion(text: string): 3 | 5 {
  if (text === "3") return 3;
  if (text === "5") return 5;
  throw new UsageError(`--mqtt ${text} is not allowed; it is 3 (MQTT 3.1.1) or 5 (MQTT 5.0).`);
}

/** The same device, speaking the version that the option has. */
export function speaking(declaration: DeviceDeclaration, mqtt: MqttVersion): DeviceDeclaration {
  return mqtt === undefined ? declaration : { ...declaration, mqtt };
}
