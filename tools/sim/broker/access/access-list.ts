// The access list in an HTTP service's answer, as EMQX documents it: ordered rows, or the older record of
// publish and subscribe topics. A list that this broker does not understand refuses the client, because it
// may protect others.
import { createPermissions, type Permissions, type Rule } from "./permissions.ts";
import { type Places, readTopicPattern } from "./topic-pattern.ts";

/**
 * The most rows: each message is checked against all rows of each receiver, and so is each of thousands of
 * filters in a SUBSCRIBE.
 */
const MOST_ROWS = 100;
const ALL_QOS = [0, 1, 2];
const ACTIONS = ["publish", "subscribe", "all"] as const;
const FIELDS = ["permission", "action", "topic", "qos", "retain"];
/** The actions in each part of the older record. */
const PARTS = { pub: "publish", sub: "subscribe", all: "all" } as const;

/** Reads the `acl` of an answer for one client; a returned text names its fault. */
export function readAccessList(acl: unknown, places: Places, mostLevels: number): Permissions | string {
  // A topic without a matching row falls through to EMQX's own rules, which allow it; the older record allows
  // nothing else.
  const isOlder = !Array.isArray(acl);
  const rows = isOlder ? rowsOf(acl) : acl;
  if (rows === undefined) return '"acl" must be a list of rows';
  if (rows.length > MOST_ROWS) return `"acl" has ${rows.length} rows, and ${MOST_ROWS} are allowed`;
  const rules: Rule[] = [];
  for (const [at, row] of rows.entries()) {
    const rule = readRow(row, places, mostLevels);
    if (typeof rule === "string") return `row ${at + 1} of "acl": ${rule}`;
    rules.push(rule);
  }
  return createPermissions(rules, !isOlder);
}

/** The rows of `{ pub: [topic], sub: [topic], all: [topic] }`; undefined for anything else. */
function rowsOf(acl: unknown): unknown[] | undefined {
  if (!isRecord(acl)) return undefined;
  const rows: unknown[] = [];
  for (const [name, topics] of Object.entries(acl)) {
    if (!Object.hasOwn(PARTS, name) || !Array.isArray(topics)) return undefined;
    const action = PARTS[name as keyof typeof PARTS];
    for (const topic of topics) rows.push({ permission: "allow", action, topic });
  }
  return rows;
}

function readRow(row: unknown, places: Places, mostLevels: number): Rule | string {
  if (!isRecord(row)) return "it must be an object";
  const { permission, action, topic, qos, retain } = row;
  const strange = Object.keys(row).find((name) => !FIELDS.includes(name));
  if (strange !== undefined) return `it has ${JSON.stringify(strange)}, which this broker does not know`;
  if (permission !== "allow" && permission !== "deny") return '"permission" must be "allow" or "deny"';
  const known = ACTIONS.find((known) => known === action);
  if (known === undefined) return '"action" must be "publish", "subscribe" or "all"';
  if (typeof topic !== "string") return '"topic" must be a text';
  const levels = qosOf(qos);
  if (levels === undefined) return '"qos" must be a list of 0, 1 and 2';
  if (retain !== undefined && typeof retain !== "boolean") return '"retain" must be true or false';
  const pattern = readTopicPattern(topic, places, mostLevels);
  if (typeof pattern === "string") return `"topic" ${pattern}`;
  return { isAllowed: permission === "allow", action: known, topic: pattern, qos: levels, retain };
}

function qosOf(qos: unknown): readonly number[] | undefined {
  if (qos === undefined) return ALL_QOS;
  const list = [qos].flat();
  return list.every((number) => ALL_QOS.includes(number as number)) ? (list as number[]) : undefined;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
