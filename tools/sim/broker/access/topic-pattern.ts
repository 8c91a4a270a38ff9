// The topic of a row in an access list: a filter with placeholders for each client, or "eq " and a literal
// filter. All are byte strings.
import { filterBreach } from "../filters.ts";
import { toBytes } from "../packet-text.ts";

/** Values for the placeholders of a topic. */
export interface Places {
  username: string | undefined;
  clientid: string;
  attributes: ReadonlyMap<string, string>;
}

export type TopicPattern =
  | { kind: "literal"; text: string }
  | { kind: "filter"; levels: readonly string[]; bytes: number }
  /** The client has no value for a placeholder: whether a topic matches is unknown. */
  | { kind: "unfilled" };

const LITERAL = "eq ";
const PLACE = /\$\{([^}]*)\}/g;
const ATTRIBUTE = "client_attrs.";

/** Reads a topic for one client, with at most so many levels; a returned text names its fault. */
export function readTopicPattern(topic: string, places: Places, mostLevels: number): TopicPattern | string {
  if (topic.startsWith(LITERAL)) return { kind: "literal", text: toBytes(topic.slice(LITERAL.length)) };
  let strange: string | undefined;
  let isFilled = true;
  const filled = topic.replace(PLACE, (place, name: string) => {
    if (name === "$") return "$";
    if (!isKnown(name)) strange = place;
    const value = fillingOf(name, places);
    isFilled &&= value !== undefined && isOneLevel(value);
    return value ?? "";
  });
  if (strange !== undefined) return `has the place ${strange}, which this broker does not know`;
  if (!isFilled) return { kind: "unfilled" };
  if (filterBreach(filled, mostLevels) !== undefined) return "is no topic filter";
  const bytes = toBytes(filled);
  return { kind: "filter", levels: bytes.split("/"), bytes: bytes.length };
}

function isKnown(name: string): boolean {
  return name === "username" || name === "clientid" || name.startsWith(ATTRIBUTE);
}

function fillingOf(name: string, { username, clientid, attributes }: Places): string | undefined {
  const value =
    name === "username"
      ? username
      : name === "clientid"
        ? clientid
        : attributes.get(name.slice(ATTRIBUTE.length));
  return value === "" ? undefined : value;
}

/** A client that could name itself "+" would match every client's topics. */
function isOneLevel(value: string): boolean {
  return !/[/+#\0]/.test(value);
}

/**
 * Does a filter take a topic, or all that another filter takes? `takesRest`: "+" takes the filter's "#" as
 * well, which is more than one level.
 */
export function patternTakes(
  filter: readonly string[],
  levels: readonly string[],
  takesRest: boolean,
): boolean {
  const [first] = filter;
  // A wildcard in the first level takes no topic that begins with $ [MQTT-4.7.2-1].
  if (levels[0].startsWith("$") && (first === "+" || first === "#")) return false;
  for (let at = 0; at < filter.length; at += 1) {
    const level = filter[at];
    if (level === "#") return true;
    if (at >= levels.length) return false;
    const isTaken = level === "+" ? takesRest || levels[at] !== "#" : level === levels[at];
    if (!isTaken) return false;
  }
  return filter.length === levels.length;
}
