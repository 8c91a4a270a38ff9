// The ids that Home Assistant makes of the names it is told, from 2026.11 on: area, device, entity. In no
// image.
import type { DeviceDeclaration } from "../device/declare/device.ts";
import { entitiesOf } from "./entities.ts";
import { type Entity, words } from "./entity.ts";

/** A sentence when the area stands twice in the ids of a device's entities; `undefined` when it does not. */
export function areaTwice(declaration: DeviceDeclaration): string | undefined {
  const { name, discovery } = declaration;
  if (discovery?.area === undefined) return undefined;
  const { area, label = words(name) } = discovery;
  if (!`${asId(label)}_`.startsWith(`${asId(area)}_`)) return undefined;
  const [entity] = entitiesOf(declaration);
  if (entity === undefined) return undefined;
  const id = `${entity.platform}.${asId([area, label, ownName(entity)].join(" "))}`;
  return `Home Assistant puts the area before the device's name, and the name "${label}" begins with the area "${area}" as well: ${id}; name what the device is, as homeAssistant({ label: "Climate" }) does.`;
}

/** An entity's own name, or that of its class; "" is none. */
function ownName({ config: { name, dev_cla: deviceClass } }: Entity): string {
  if (name === null) return "";
  return String(name ?? deviceClass ?? "");
}

function asId(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, "_")
    .replace(/^_|_$/g, "");
}
