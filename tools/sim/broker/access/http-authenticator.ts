// Asks an HTTP service about each client, as EMQX's HTTP authentication does. The service and what it answers
// are not trusted: its answer has a bound and a time, and what waits for it has one.
import { isUtf8 } from "node:buffer";
import { timingSafeEqual } from "node:crypto";
import type { Timers } from "../../../../src/platform/node/timers.ts";
import { createService } from "./http-service.ts";
import { EVERYTHING } from "./permissions.ts";
import { readServiceAnswer, type ServiceAnswer, undecided } from "./service-answer.ts";
import type { Authenticator, Credentials, Verdict } from "./verdict.ts";

export interface AuthenticatorBounds {
  /** The longest time that a client waits for its answer. */
  timeoutMs: number;
  /** Longest body of an answer, in bytes. */
  bodyBytes: number;
  /**
   * The most questions that are out at a time; and the most that wait behind them, with the bytes of all that
   * wait.
   */
  atOnce: number;
  waiting: number;
  waitingBytes: number;
}

const KILOBYTE = 1024;

/** EMQX waits for as long; and a home or a fleet of ten thousand that comes back at once finds room. */
const BOUNDS: AuthenticatorBounds = {
  timeoutMs: 5000,
  bodyBytes: 64 * KILOBYTE,
  atOnce: 32,
  waiting: 10_000,
  waitingBytes: 8 * KILOBYTE * KILOBYTE,
};

export interface HttpAuthenticatorOptions {
  /** http: or https: */
  url: URL;
  timers: Timers;
  /** Levels that a topic has at most. */
  mostLevels: number;
  bounds?: Partial<AuthenticatorBounds>;
  /** A client with this secret is let in without a question, and may do everything. */
  own?: { user: string; secret: string };
  /** Called when more clients wait than there is room for. */
  crowded: (clientId: string) => void;
}

export interface HttpAuthenticator {
  authenticator: Authenticator;
  /** Closes the connections to the service. */
  end: () => void;
}

interface Question {
  body: string;
  /** Its turn has come. */
  send: () => void;
}

export function createHttpAuthenticator(options: HttpAuthenticatorOptions): HttpAuthenticator {
  const { url, timers, mostLevels, own, crowded } = options;
  const bounds = { ...BOUNDS, ...options.bounds };
  const service = createService(url, bounds);
  const waiting = new Set<Question>();
  let waitingBytes = 0;
  let out = 0;

  function sendNext(): void {
    for (const question of waiting) {
      if (out >= bounds.atOnce) return;
      leave(question);
      out += 1;
      question.send();
    }
  }

  function leave(question: Question): void {
    if (waiting.delete(question)) waitingBytes -= question.body.length;
  }

  function authenticator(who: Credentials, decided: (verdict: Verdict) => void): () => void {
    if (own !== undefined && isOwn(who, own)) {
      decided({ allow: { permissions: EVERYTHING } });
      return () => {};
    }
    if (who.password !== undefined && !isUtf8(who.password)) {
      decided({ refuse: "badCredentials", reason: "The password is no text in UTF-8." });
      return () => {};
    }
    const body = questionOf(who);
    if (waiting.size >= bounds.waiting || waitingBytes + body.length > bounds.waitingBytes) {
      crowded(who.clientId);
      decided(undecided("is asked about too many at a time"));
      return () => {};
    }
    let isOver = false;
    let stop = () => {};

    function end(): void {
      isOver = true;
      cancelTimeout();
      leave(question);
    }

    function decide(answer: ServiceAnswer | string): void {
      if (isOver) return;
      end();
      const isAnswered = typeof answer !== "string";
      decided(isAnswered ? readServiceAnswer(answer, who, Date.now(), mostLevels) : undecided(answer));
    }

    const cancelTimeout = timers.after(bounds.timeoutMs, () => {
      decide(`did not answer within ${bounds.timeoutMs} ms`);
      stop();
    });
    const question: Question = {
      body,
      send() {
        stop = service.post(body, decide, () => {
          out -= 1;
          sendNext();
        });
      },
    };
    waiting.add(question);
    waitingBytes += body.length;
    sendNext();
    return () => {
      if (isOver) return;
      end();
      stop();
    };
  }

  return { authenticator, end: service.end };
}

function isOwn(
  { username, password }: Credentials,
  { user, secret }: { user: string; secret: string },
): boolean {
  const known = Buffer.from(secret);
  return username === user && password?.length === known.length && timingSafeEqual(password, known);
}

function questionOf({ clientId, username = "", password }: Credentials): string {
  return JSON.stringify({ clientid: clientId, username, password: password?.toString() ?? "" });
}
