// The real client in a virtual world, as a program that is called and answers (program.ts). All calls and
// answers are kept: whatever other engine is called so has to answer so.
import type { Stream } from "../../../../src/client/transport/stream.ts";
import type { World } from "../../../../src/platform/node/world.ts";
import { act } from "./program.ts";
import type { TapedCall } from "./tape.ts";

export interface SessionEvents {
  /** It asks for a connection. */
  connects: () => void;
  /** Bytes have come, which the client has not taken yet. */
  heard: (bytes: string) => void;
  wrote: (bytes: string) => void;
  dropped: (topic: string, cause: number) => void;
  /**
   * The broker has accepted the client; `present`: it kept the session. `isFirst`: nobody had in this life.
   */
  greeted: (present: boolean, isFirst: boolean) => void;
  /** A connection, or an attempt, has ended. */
  lost: (reason: string) => void;
  /** A message of what it listens to. */
  delivered: (payload: string, qos: number, id: number) => void;
  /** Its handler takes its time. */
  began: (payload: string, qos: number, id: number) => void;
}

/** Where the client stands behind its last call. */
export interface SessionStanding {
  state: number;
  pending: number;
  /** Of its ring: messages put and done with, bytes held. */
  put: number;
  done: number;
  bytes: number;
  /** Messages that it counts as possibly repeated; bytes of identifiers that wait for their release. */
  repeats: number;
  unreleased: number;
}

export interface RunningSession {
  /** Publishes to a topic, by its number, and returns what is promised of it. */
  publish: (topic: number, payload: string) => string;
  /** `isHeard`: what comes is told. */
  subscribe: (filter: string, qos: number, isHeard: boolean) => void;
  unsubscribe: (filter: string) => void;
  /** From now on handlers take their time, or do not. */
  takeTime: (does: boolean) => void;
  /** A handler is done, by its number among those that are not. */
  finish: (handler: number, refuses: boolean) => void;
  standing: () => SessionStanding;
  /** Power cut: nothing happens any more, and nobody is told. */
  kill: () => void;
}

const WRAP = 2 ** 31;
/** The client's clock wraps so soon. */
const BEFORE_WRAP_MS = 10_000;
const BROKER = { host: "broker", port: 1883, tls: false };

/** Starts it with a session that the broker is to keep. Its calls are added to `tape`. */
export function startSession(
  world: World,
  { events, seed, tape }: { events: SessionEvents; seed: number; tape: TapedCall[] },
): RunningSession {
  let stream: Stream | undefined;
  let cancel = () => {};
  let isDead = false;
  let standing: SessionStanding = {
    state: 0,
    pending: 0,
    put: 0,
    done: 0,
    bytes: 0,
    repeats: 0,
    unreleased: 0,
  };

  /** Calls the program, does what it asks for, and returns the outcome. */
  function call(what: string, text = "", number = 0): string {
    if (isDead) return "";
    const now = (world.now() + WRAP - BEFORE_WRAP_MS) % WRAP;
    const answer = act(what, text, number, now);
    tape.push({ what, text, number, now, answer });
    const bar = answer.indexOf("|");
    const [outcome, wait, ...numbers] = answer.substring(0, bar).split(",");
    const [state, pending, put, done, bytes, repeats, unreleased] = numbers.map(Number);
    standing = { state, pending, put, done, bytes, repeats, unreleased };
    for (let at = bar + 1; at < answer.length; ) {
      const colon = answer.indexOf(":", at);
      const end = colon + 1 + Number(answer.substring(at + 1, colon));
      take(answer[at], answer.substring(colon + 1, end));
      at = end;
    }
    cancel();
    cancel = world.after(Number(wait), () => call("poll"));
    return outcome;
  }

  function take(kind: string, text: string): void {
    if (kind === "w") {
      events.wrote(text);
      stream?.write(text);
    } else if (kind === "x") stream?.close();
    else if (kind === "c") open();
    else if (kind === "g") events.greeted(text.startsWith("kept"), text.endsWith(" 0"));
    else if (kind === "l") events.lost(text);
    else if (kind === "d") events.dropped(text.substring(1), Number(text[0]));
    else {
      const [, qos, id, payload] = /^(\d) (\d+) (.*)$/s.exec(text) ?? [];
      (kind === "m" ? events.delivered : events.began)(payload, Number(qos), Number(id));
    }
  }

  function open(): void {
    events.connects();
    stream = world.connect(BROKER, {
      opened: () => call("opened"),
      received(bytes) {
        if (!isDead) events.heard(bytes);
        call("received", bytes);
      },
      drained: () => call("drained"),
      closed: (reason) => call("closed", reason),
    });
  }

  call("begin", "", seed);
  const unwatch = world.watchNetwork((up) => call("network", "", up ? 1 : 0));
  world.after(0, () => call("network", "", world.networkIsUp() ? 1 : 0));
  return {
    publish: (topic, payload) => call("publish", payload, topic),
    subscribe: (filter, qos, isHeard) => void call(isHeard ? "listen" : "subscribe", filter, qos),
    unsubscribe: (filter) => void call("unsubscribe", filter),
    takeTime: (does) => void call("take time", "", does ? 1 : 0),
    finish: (handler, refuses) => void call("finish", refuses ? "refuses" : "", handler),
    standing: () => standing,
    kill() {
      isDead = true;
      cancel();
      unwatch();
      stream?.drop();
    },
  };
}
