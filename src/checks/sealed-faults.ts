// Faults of sealed actuators and settings, in sentences: what seals their commands, and who would command them without. On
// a computer only.
import type { ActuatorDeclaration } from "../device/declare/actuators/declaration.ts";
import type { DeviceDeclaration } from "../device/declare/device.ts";
import { joinedEntities } from "../discovery/joined/joined-entities.ts";
import { called, type Fault, fault } from "./fault.ts";

export function sealedFaults(declaration: DeviceDeclaration): Fault[] {
  const { actuators = [], settings, update } = declaration;
  if (settings === "sealed" && update?.key !== "hmac")
    return [
      fault(
        declaration,
        "settings",
        'The settings are sealed, and the device has no key that messages are sealed by; write update: { key: "hmac" }, or settings: "remote".',
      ),
    ];
  return actuators.filter(({ isSealed }) => isSealed).flatMap((actuator) => faultsOf(actuator, declaration));
}

/** The first fault of one. */
function faultsOf(actuator: ActuatorDeclaration, declaration: DeviceDeclaration): Fault[] {
  const { update, sensors = [] } = declaration;
  const refused = (sentence: string, option = "sealed") => [
    fault(actuator, option, `${called(actuator)} is sealed, ${sentence}`),
  ];
  if (update === undefined)
    return refused(
      'and the device has no key that its commands are sealed by; write update: { key: "hmac" } in the device, or leave `sealed` out.',
    );
  if (update.key !== "hmac")
    return refused(
      'and the device\'s key is of LMS, which signs updates only: no device holds a secret of it; write update: { key: "hmac" }, or leave `sealed` out.',
    );
  if (actuator.acceptsRetained)
    return refused(
      "and takes no command that the broker had kept; leave retainedCommands out.",
      "retainedCommands",
    );
  const asker = sensors.find(({ options }) => options.asks?.input === actuator.name);
  if (asker !== undefined)
    return refused(
      `and takes the answers to "${asker.name}", which nobody seals; leave \`sealed\` or that sensor's asks out.`,
    );
  const joined = joinedEntities(declaration).find(({ parts }) => Object.values(parts).includes(actuator));
  if (joined === undefined) return [];
  return refused(
    `and Home Assistant would command it as a part of "${joined.key}", which it cannot seal; leave \`sealed\` or ${joined.path.join(".")} of homeAssistant() out.`,
  );
}
