// Faults of a set-up: what it names beside its own options, and what would be undriven while it is open.

import { shown } from "../arguments/given.ts";
import type { DeviceDeclaration, SetUpOptions } from "../device/declare/device.ts";
import type { SensorDeclaration } from "../device/declare/sensor.ts";
import type { Contact } from "../drivers/contact.ts";
import { type Fault, fault } from "./fault.ts";

/** A set-up is open for ten minutes; and times are counted up to half a round of milliseconds. */
const WITHOUT_NETWORK_MS = { least: 600_000, most: 7 * 86_400_000 };

/** The sensor of the contact that asks for the set-up. */
export function askingSensor({
  setUp,
  sensors = [],
}: Pick<DeviceDeclaration, "setUp" | "sensors">): SensorDeclaration | undefined {
  return setUp === undefined || setUp === true
    ? undefined
    : sensors.find(({ name }) => name === setUp.button);
}

/** One sentence for each option that the device cannot have so. */
export function setUpFaults(declaration: DeviceDeclaration): Fault[] {
  const { setUp } = declaration;
  if (setUp === undefined || setUp === true) return [];
  const own = (option: keyof SetUpOptions, sentences: readonly string[]) =>
    sentences.map((sentence) => fault(declaration, `setUp.${option}`, sentence));
  return [
    ...own("button", buttonFaults(declaration, setUp)),
    ...own("withoutNetwork", withoutNetworkFaults(declaration, setUp)),
  ];
}

/** What asks for it is no contact. */
function buttonFaults(declaration: DeviceDeclaration, { button }: SetUpOptions): string[] {
  if (button === undefined) return [];
  const part = askingSensor(declaration)?.quantity.part as Partial<Contact> | undefined;
  if (part?.onLevel !== undefined) return [];
  return [
    `The set-up opens by "${button}", which is no sensor of a contact; name one, as of a button, or leave \`setUp.button\` out.`,
  ];
}

function withoutNetworkFaults(
  declaration: DeviceDeclaration,
  { withoutNetwork, evenUndriven }: SetUpOptions,
): string[] {
  if (withoutNetwork === undefined)
    return evenUndriven === undefined
      ? []
      : ["The set-up has evenUndriven, and opens at a start alone; leave it out, or add `withoutNetwork`."];
  const { least, most } = WITHOUT_NETWORK_MS;
  if (withoutNetwork < least || withoutNetwork > most)
    return [
      `The set-up opens after ${shown(withoutNetwork)} ms without a network; that is ten minutes to a week, as setUp: { withoutNetwork: hours(2) }.`,
    ];
  if (declaration.sleep !== undefined)
    return [
      "The device sleeps, and looks for its network only at its wakes, so that no set-up opens for want of it; leave `setUp.withoutNetwork` out.",
    ];
  const driven = drivenBy(declaration);
  if (driven === "" || evenUndriven === true) return [];
  return [
    `The set-up opens for want of a network, and the device has ${driven}: nothing is driven while it is open; leave \`setUp.withoutNetwork\` out, or write evenUndriven: true beside it.`,
  ];
}

/** What of the device works without the broker and must not rest, in words; "" for nothing. */
function drivenBy({ rules = [], follows = [], actuators = [] }: DeviceDeclaration): string {
  if (rules.length > 0) return "rules";
  if (follows.length > 0) return "an actuator that follows a sensor";
  const lock = actuators.find(({ kind }) => kind === "lock");
  if (lock !== undefined) return `the lock "${lock.name}"`;
  const safe = actuators.find(({ offlineAfter }) => offlineAfter > 0);
  return safe === undefined ? "" : `a safe state of "${safe.name}"`;
}
