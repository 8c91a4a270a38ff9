// A list of brokers, "name,name:port,...": which one is next, and what a session with one is worth at another.
//
// A client stays with a broker that it could use, and goes on to the next when an attempt has failed. MQTT knows sessions
// of one broker only: what another one calls present is not what this client did last.
import { wholeNumber } from "../bytes/whole-number.ts";
import { forgetLimit } from "./broker-packet-limit.ts";
import type { Client } from "./client.ts";

export interface Brokers {
  /** Of the owner's list: the broker to connect to, and the one that has the session. */
  current: number;
  sessionAt: number;
}

export function createBrokers(): Brokers {
  return { current: 0, sessionAt: 0 };
}

/** Which of the list to connect to, counted from 0. */
export function currentBroker(client: Client): number {
  return client.brokers.current;
}

/** Does the broker that is connected to have the session? */
export function hasSession(client: Client): boolean {
  return client.brokers.current === client.brokers.sessionAt;
}

/** From now on it has. */
export function keepSessionHere(client: Client): void {
  client.brokers.sessionAt = client.brokers.current;
}

const COMMA = ",";
const HIGHEST_PORT = 65535;

/** How many brokers a list names: at least 1. */
export function brokerCount(list: string): number {
  let count = 1;
  for (let i = 0; i < list.length; i++) {
    if (list.substring(i, i + 1) === COMMA) count += 1;
  }
  return count;
}

/** The broker of a number, counted from 0, which the list must have: "name" or "name:port". */
export function brokerAt(list: string, number: number): string {
  let rest = list;
  for (let i = 0; i < number; i++) rest = rest.substring(rest.indexOf(COMMA) + 1);
  const end = rest.indexOf(COMMA);
  return end < 0 ? rest : rest.substring(0, end);
}

/** Where the port begins, behind a colon; 0 where none is named. An address with more colons than one is all host. */
function portAt(broker: string): number {
  const colon = broker.indexOf(":");
  return colon < 0 || broker.substring(colon + 1).indexOf(":") >= 0 ? 0 : colon + 1;
}

export function hostOf(broker: string): string {
  const port = portAt(broker);
  return port === 0 ? broker : broker.substring(0, port - 1);
}

/** The port that is named with the broker, or `usual`; 0 for one that is none. */
export function portOf(broker: string, usual: number): number {
  const at = portAt(broker);
  if (at === 0) return usual;
  const port = wholeNumber(broker.substring(at));
  return port === undefined || port > HIGHEST_PORT ? 0 : port;
}

/** May it be a name or an address? What a URL holds besides these is in neither. */
export function isHost(text: string): boolean {
  return (
    text !== "" &&
    text.indexOf(" ") < 0 &&
    text.indexOf("/") < 0 &&
    text.indexOf("@") < 0 &&
    text.indexOf("[") < 0
  );
}

/** Why a list cannot be used, in words; "" when it can. */
export function brokersFault(list: string): string {
  for (let i = 0; i < brokerCount(list); i++) {
    const broker = brokerAt(list, i);
    if (hostOf(broker) === "" || !isHost(broker))
      return "host is names or addresses with commas between, without mqtt:// and spaces";
    if (portOf(broker, 1) === 0) return "a port behind a host is a whole number from 1 to 65535";
  }
  return "";
}

/** An attempt has failed, or a connection has ended: where the next one goes. The network's own end is no broker's fault. */
export function chooseBroker(client: Client, list: string): void {
  const count = brokerCount(list);
  if (count === 1 || !client.connection.networkUp || client.backoff.attempts < 2) return;
  client.brokers.current = (client.brokers.current + 1) % count;
  forgetLimit(client);
}
