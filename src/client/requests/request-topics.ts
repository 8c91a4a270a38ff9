// Requests in MQTT 3.1.1, which has no response topic: requests/<client>/<request>/<topic> is answered at
// answers/<client>/<request>. Both names are one level each: no request brings its answer to another place.
import { matches, ownPart } from "../../mqtt/topic.ts";
import { bytesOf } from "../text.ts";

const REQUESTS = "requests/";
/** The topic below which answers go, unless the replier says otherwise. */
export const ANSWERS = "answers/";

/** The topic of answers for a client with this identifier; in 3.1.1 each is a level below. */
export function answersOf(clientId: string): string {
  return ANSWERS + clientId.replaceAll(/[%/+#]/g, encodeURIComponent);
}

/** The topic of a request whose answer is wanted at `answerTopic`. */
export function requestTopic(answerTopic: string, topic: string): string {
  return `${REQUESTS}${answerTopic.slice(ANSWERS.length)}/${topic}`;
}

/** The filter for requests whose topic matches `filter`. */
export function requestsFilter(filter: string): string {
  const own = ownPart(filter);
  return `${filter.slice(0, own)}${REQUESTS}+/+/${filter.slice(own)}`;
}

export interface NamedRequest {
  topic: string;
  answerTopic: string;
}

/**
 * The request in a message to `topic`, if its own topic matches `filter`; undefined for any other message.
 */
export function requestBy(topic: string, filter: string): NamedRequest | undefined {
  const [, client, request, own] = /^requests\/([^/]+)\/([^/]+)\/(.+)$/s.exec(topic) ?? [];
  if (own === undefined || !matches(bytesOf(filter), bytesOf(own))) return undefined;
  return { topic: own, answerTopic: `${ANSWERS}${client}/${request}` };
}
