// The meaning of an HTTP service's answer for a client, as EMQX documents it: `result`, `is_superuser`,
// `client_attrs`, `expire_at` and `acl`. A service that does not decide refuses the client, because no other
// authenticator follows.
import { isRecord, readAccessList } from "./access-list.ts";
import { EVERYTHING, type Permissions } from "./permissions.ts";
import type { PublishLimits } from "./publish-rate.ts";
import type { Credentials, Verdict } from "./verdict.ts";

export interface ServiceAnswer {
  status: number;
  /** As the header says it. */
  contentType: string;
  body: string;
}

const OK = 200;
const NO_CONTENT = 204;
const JSON_TYPE = /^application\/json\s*(;|$)/i;
const MS = 1000;

/** `now` is the time of day in milliseconds since 1970; topics have `mostLevels` levels at most. */
export function readServiceAnswer(
  { status, contentType, body }: ServiceAnswer,
  who: Credentials,
  now: number,
  mostLevels: number,
): Verdict {
  if (status === NO_CONTENT) return { allow: { permissions: EVERYTHING } };
  if (status !== OK) return undecided(`answered with the status ${status}`);
  if (!JSON_TYPE.test(contentType)) return undecided("gave an answer that is not application/json");
  const answer = parsed(body);
  if (answer === undefined) return undecided("gave an answer that is no JSON object");
  if (answer.result === "deny") return { refuse: "notAuthorized", reason: "The client is not allowed." };
  if (answer.result !== "allow") return undecided("did not decide about the client");
  const ends = readEnd(answer.expire_at, now);
  if (typeof ends === "string") return unusable(ends);
  const publishes = readRates(answer);
  if (typeof publishes === "string") return unusable(publishes);
  const permissions = permissionsOf(answer, who, mostLevels);
  if (typeof permissions === "string") return unusable(permissions);
  return { allow: { permissions, ...ends, publishes } };
}

/** The service does not decide: it is unreachable, or its answer cannot be understood. */
export function undecided(what: string): Verdict {
  return {
    refuse: "notAuthorized",
    reason: "Nobody has decided whether the client is allowed.",
    fault: `the service ${what}`,
  };
}

function unusable(what: string): Verdict {
  return {
    refuse: "badCredentials",
    reason: "What the client is allowed cannot be kept to.",
    fault: `the service's answer cannot be kept to, as ${what}`,
  };
}

function parsed(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function permissionsOf(
  { is_superuser: isSuperuser, client_attrs: attributes, acl }: Record<string, unknown>,
  { clientId, username }: Credentials,
  mostLevels: number,
): Permissions | string {
  if (acl === undefined) return EVERYTHING;
  const places = { username, clientid: clientId, attributes: attributesOf(attributes) };
  const permissions = readAccessList(acl, places, mostLevels);
  return isSuperuser === true && typeof permissions !== "string" ? EVERYTHING : permissions;
}

/** Only texts are attributes. */
function attributesOf(attributes: unknown): Map<string, string> {
  const values = new Map<string, string>();
  if (!isRecord(attributes)) return values;
  for (const [name, value] of Object.entries(attributes))
    if (typeof value === "string") values.set(name, value);
  return values;
}

/**
 * The rate of a client's messages. EMQX's response format has no rate, but its listener settings have these
 * names.
 */
function readRates({ messages_rate: messages, bytes_rate: bytes }: Record<string, unknown>) {
  const isRate = (value: unknown) => value === undefined || (typeof value === "number" && value > 0);
  if (!isRate(messages) || !isRate(bytes)) return '"messages_rate" and "bytes_rate" must be numbers above 0';
  return {
    ...(messages !== undefined && { messages }),
    ...(bytes !== undefined && { bytes }),
  } as Partial<PublishLimits>;
}

/** A Unix time in seconds; a returned text names its fault. */
function readEnd(expireAt: unknown, now: number): { endsInMs?: number } | string {
  if (expireAt === undefined) return {};
  if (!Number.isInteger(expireAt)) return '"expire_at" must be a whole number of seconds since 1970';
  const seconds = expireAt as number;
  if (seconds * MS <= now) return '"expire_at" is over';
  if (seconds > now / 2) return '"expire_at" must be in seconds since 1970, and not in milliseconds';
  return { endsInMs: seconds * MS - now };
}
