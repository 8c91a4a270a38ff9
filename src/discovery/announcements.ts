// The announcements of a device: its entities as Home Assistant's discovery messages, each within a byte
// budget.
//
// Home Assistant's device form has one message for many entities; one that would be too long is split into
// several, each under an object id of its own ("_2", "_3"...) and all for the same device. An entity that
// does not even fit alone goes out in component form, which has less around it. What is still too long stays
// as it is, and is a fault (src/checks/discovery-faults.ts): no message is ever cut.

import { utf8 } from "../bytes/utf8.ts";
import type { DeviceDeclaration, Hardware } from "../device/declare/device.ts";
import { ROOT as DEFAULT_ROOT, statusTopic } from "../device/run/topics.ts";
import { entitiesOf } from "./entities.ts";
import { CHIP, type Entity, ID, type Json, type JsonRecord, ROOT, words } from "./entity.ts";
import { ORIGIN } from "./origin.ts";

export const PREFIX = "homeassistant";

/** One retained message. Its texts hold `ID`, `ROOT` and `CHIP` (entity.ts) where the device puts its own. */
export interface Announcement {
  topic: string;
  payload: string;
  /** The entities in it. */
  entities: readonly Entity[];
  /** True in device form, in which an entity is removed by naming its key. */
  isDeviceForm: boolean;
}

/** A chip's number has at most so many digits. */
const CHIP_DIGITS = 12;
/** Fixed header and the topic's length, of a packet of up to 16 KB. */
const HEADER_BYTES = 6;

/** The messages of a device, none longer than `budget` bytes where that can be. */
export function announcementsOf(
  declaration: DeviceDeclaration,
  budget: number,
  hardware: Hardware | undefined = declaration.hardware,
): Announcement[] {
  const identityBytes = usualIdentityBytes(declaration);
  const isWithin = (announcement: Announcement) => packetBytes(announcement, identityBytes) <= budget;
  const drafts = draftsOf(declaration, isWithin);
  // Each thing that nobody asked for is in the first that has room for it, and makes none longer than it may
  // be.
  for (const { dev, o } of knownDevice(declaration, hardware)) {
    const withIt = ({ described }: Draft) => ({
      dev: { ...described.dev, ...dev },
      o: { ...described.o, ...o },
    });
    const roomy = drafts.find((draft) => isWithin(draft.as(withIt(draft))));
    if (roomy !== undefined) roomy.described = withIt(roomy);
  }
  return drafts.map(({ as, described }) => as(described));
}

/** A message of certain entities, whatever it says of the device. */
interface Draft {
  as: (described: Described) => Announcement;
  described: Described;
}

/** The messages, the first of which holds what the author says of the device. */
function draftsOf(
  declaration: DeviceDeclaration,
  isWithin: (announcement: Announcement) => boolean,
): Draft[] {
  const made: Draft[] = [];
  let deviceForms = 0;
  let open: Entity[] = [];

  const described = (): Described => (made.length === 0 ? ownDevice(declaration) : namedDevice(declaration));
  const deviceForm =
    (entities: readonly Entity[], place: number) =>
    (described: Described): Announcement =>
      inDeviceForm(declaration, described, entities, place);
  const fits = (entities: readonly Entity[]) => isWithin(deviceForm(entities, deviceForms + 1)(described()));
  const close = (): void => {
    if (open.length === 0) return;
    made.push({ as: deviceForm(open, deviceForms + 1), described: described() });
    deviceForms += 1;
    open = [];
  };

  for (const entity of entitiesOf(declaration)) {
    const isAsked = declaration.discovery?.form === "component";
    if (!isAsked && fits([...open, entity])) {
      open.push(entity);
      continue;
    }
    close();
    if (!isAsked && fits([entity])) open.push(entity);
    else made.push({ as: ({ dev }) => inComponentForm(declaration, dev, entity), described: described() });
  }
  close();
  return made;
}

/** Bytes of the identity of a device, unless its settings name another. */
export function usualIdentityBytes({ name }: DeviceDeclaration): number {
  return name.length + 1 + CHIP_DIGITS;
}

/** Bytes of the packet that an announcement is, for an identity of so many and the usual root. */
export function packetBytes({ topic, payload }: Announcement, identityBytes: number): number {
  const asOnDevice = filled(
    topic + payload,
    "-".repeat(identityBytes),
    DEFAULT_ROOT + "-".repeat(identityBytes),
    "-".repeat(CHIP_DIGITS),
  );
  return HEADER_BYTES + utf8(asOnDevice).length;
}

/** A text with the device's own identity and root, and its chip's number, in it. */
export function filled(text: string, id: string, root: string, chip = ""): string {
  return text.replaceAll(ID, id).replaceAll(ROOT, root).replaceAll(CHIP, chip);
}

function inDeviceForm(
  declaration: DeviceDeclaration,
  described: Described,
  entities: readonly Entity[],
  place: number,
): Announcement {
  const objectId = place === 1 ? ID : `${ID}_${place}`;
  const components = entities.map(({ platform, key, config }) => [key, { p: platform, ...config }]);
  // At its root nothing stands but what Home Assistant knows there; "~" is only known inside a component.
  const payload = {
    ...described,
    ...availability(declaration, statusTopic(ROOT)),
    cmps: Object.fromEntries(components),
  };
  return {
    topic: `${prefixOf(declaration)}/device/${objectId}/config`,
    payload: json(payload),
    entities,
    isDeviceForm: true,
  };
}

function inComponentForm(declaration: DeviceDeclaration, device: JsonRecord, entity: Entity): Announcement {
  const { platform, key, config } = entity;
  const status = config["~"] === undefined ? statusTopic(ROOT) : statusTopic("~");
  return {
    topic: `${prefixOf(declaration)}/${platform}/${ID}-${key}/config`,
    payload: json({ dev: device, ...availability(declaration, status), ...config }),
    entities: [entity],
    isDeviceForm: false,
  };
}

/** A device that sleeps is away most of the time: its sensors expire instead (entities.ts). */
function availability({ sleep }: DeviceDeclaration, status: string): JsonRecord {
  return sleep === undefined ? { avty_t: status } : {};
}

export function prefixOf({ discovery }: DeviceDeclaration): string {
  return discovery?.prefix ?? PREFIX;
}

/** Where Home Assistant says that it has started. */
export function birthTopicOf(declaration: DeviceDeclaration): string {
  return `${prefixOf(declaration)}/status`;
}

/** What a message says of the device, and of who made the message. */
interface Described {
  dev: JsonRecord;
  o: JsonRecord;
}

/**
 * What each message says of the device, whichever comes first: Home Assistant makes entity ids and finds the
 * area from it when it meets the device.
 */
export function namedDevice({ name, discovery = {} }: DeviceDeclaration): Described {
  const { label, area } = discovery;
  const dev = { ids: ID, name: label ?? words(name), ...(area === undefined ? {} : { sa: area }) };
  return { dev, o: { name: ORIGIN.name } };
}

/** What the author says of it. */
function ownDevice(declaration: DeviceDeclaration): Described {
  const { manufacturer, model, version, supportUrl } = declaration.discovery ?? {};
  const { dev, o } = namedDevice(declaration);
  const own = {
    ...(manufacturer === undefined ? {} : { mf: manufacturer }),
    ...(model === undefined ? {} : { mdl: model }),
    ...(version === undefined ? {} : { sw: version }),
  };
  return { dev: { ...dev, ...own }, o: { ...o, ...(supportUrl === undefined ? {} : { url: supportUrl }) } };
}

/** What is known besides, as far as the author does not say it: what people look for first comes first. */
function knownDevice({ discovery = {} }: DeviceDeclaration, hardware: Hardware | undefined): Described[] {
  const { model, version } = discovery;
  const known: Described[] = [];
  if (hardware !== undefined && model === undefined) known.push({ dev: { mdl: hardware.title }, o: {} });
  if (hardware?.name !== undefined) known.push({ dev: { hw: hardware.name }, o: {} });
  if (version === undefined) known.push({ dev: { sw: `${ORIGIN.name} ${ORIGIN.sw}` }, o: {} });
  // By its MAC address Home Assistant finds what a router says of the same device.
  const number: JsonRecord = hardware?.isNumberMac ? { cns: [["mac", CHIP]] } : { sn: CHIP };
  return [...known, { dev: number, o: {} }, { dev: {}, o: ORIGIN }];
}

/** JSON in which the stand-ins are themselves, not escaped. */
function json(value: Json): string {
  return JSON.stringify(value)
    .replaceAll("\\u0001", ID)
    .replaceAll("\\u0002", ROOT)
    .replaceAll("\\u0003", CHIP);
}

/**
 * What the device keeps of what it announced, to take back later what is gone: a line for each message with
 * its topic, and in device form the keys in it and their platforms. Every topic and key has a space behind
 * it.
 */
export function announcedRecord(announcements: readonly Announcement[]): string {
  return announcements
    .map(({ topic, entities, isDeviceForm }) => {
      const keys = isDeviceForm ? entities.map(({ key, platform }) => `${key}:${platform} `).join("") : "";
      return `${topic} ${keys}\n`;
    })
    .join("");
}
