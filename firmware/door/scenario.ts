import { setTimeout as pause } from "node:timers/promises";
import {
  answeredWithin,
  brokerRestarts,
  type DevicePlace,
  devices,
  everyMessage,
  hearsNothing,
  inOrder,
  type Milliseconds,
  networkCut,
  noFasterThan,
  noneTwice,
  type Place,
  type Scenario,
  scenario,
  seconds,
} from "ringmote/scenario.ts";
import { answerDoors } from "./access.ts";
import { keepAudit } from "./audit.ts";
import { openDesk } from "./desk.ts";
import { flood, pretend, steal } from "./intruders.ts";
import terminal from "./terminal/device.ts";

const SECRETS: Readonly<Record<string, string>> = { acme: "acme-secret", beta: "beta-secret" };
const VICTIM = "acme/acme-door-0";
const KNOWN_FOBS = [69, 70];
const STRANGE_FOB = 99;
/** Messages in a second of each client. */
const RATE = 40;

const of = (user: string, { name: id, signal }: Place) => ({
  id,
  user,
  secret: SECRETS[user] as string,
  signal,
});

/** Somebody comes with a fob, and presses it again where the lamp goes out and the door is shut; each third one is a stranger. */
async function visit(door: DevicePlace, visits: number): Promise<void> {
  const { name, remotes, circuit, signal, sent, heard } = door;
  const welcome = `${name} lets in`;
  let [presses, guests, isIn, isKnown] = [0, 0, false, false];
  circuit.whenWritten("opener", (level) => {
    if (level !== 1) return;
    if (isIn || !isKnown) heard(`${name} opens to a stranger`, presses);
    else heard(welcome, guests);
    isIn = true;
  });
  await pause(3000 + Math.random() * 2000);
  for (let i = 0; i < visits; i += 1) {
    while (circuit.output("opener") === 1) await pause(500);
    isIn = false;
    isKnown = Math.random() < 0.67;
    if (isKnown) sent(welcome, ++guests);
    do {
      sent(name, ++presses);
      remotes.get("reader")?.press(isKnown ? (KNOWN_FOBS[i % 2] as number) : STRANGE_FOB);
      await pause(5000);
    } while (isKnown && !isIn && !signal.aborted);
    await pause(Math.random() * 1000);
  }
}

/** A guest without a fob is at the gate now and then: the desk opens it, and hears that it is open. */
async function receive(place: Place, guests: number): Promise<void> {
  const openDoor = openDesk(place.broker, of("acme", place));
  for (let guest = 1; guest <= guests; guest += 1) {
    await pause(6000);
    place.sent("guests", guest);
    const isOpen = (bolt: string) => bolt === "unlocked" && place.heard("guests", guest);
    // No answer: the guest has to knock again.
    openDoor("acme-gate").then(isOpen, () => {});
  }
}

/** Each client is in a tenant's place: by its user, by its client identifier, and in its topics. */
const access: Scenario["access"] = ({ clientid, username, password }) => {
  const isOwn = SECRETS[username] === password && clientid.startsWith(`${username}-`);
  if (!isOwn) return { result: "deny" };
  const acl = [`${username}/#`, `answers/${username}-desk`].map((topic) => ({
    permission: "allow",
    action: "all",
    topic,
  }));
  acl.push({ permission: "deny", action: "all", topic: "#" });
  return { result: "allow", acl, messages_rate: RATE };
};

/** So many people come to each door. */
export function day(lasts: Milliseconds, visits: number, faults: Scenario["faults"]): Scenario {
  return scenario({
    title: "doors that ask who may enter, on a broker that is shared with a tenant who means no good",
    lasts,
    access,
    takePart: {
      "acme-audit": {
        listensTo: (stream) => /^acme-door-\d+$/.test(stream),
        program: (place) => keepAudit(place.broker, of("acme", place), place.heard),
      },
      "acme-access": {
        listensTo: () => false,
        program: (place) =>
          answerDoors(place.broker, of("acme", place), (_door, fob) => KNOWN_FOBS.includes(fob)),
      },
      "acme-door": devices(terminal, {
        count: 20,
        startWithin: seconds(1),
        listensTo: (stream, name) => stream === `${name} lets in`,
        settings: ({ name }) => ({ user: "acme", secret: SECRETS.acme as string, root: `acme/${name}` }),
        used: (door) => visit(door, visits),
      }),
      "acme-gate": devices(terminal, {
        listensTo: () => false,
        settings: ({ name }) => ({ user: "acme", secret: SECRETS.acme as string, root: `acme/${name}` }),
      }),
      "acme-desk": {
        listensTo: (stream) => stream === "guests",
        hears: "newest",
        program: (place) => receive(place, visits),
      },
      "beta-thief": {
        listensTo: () => false,
        program: (place) => steal(place.broker, VICTIM, of("beta", place), (topic) => place.heard(topic, 1)),
      },
      "beta-flood": {
        listensTo: () => false,
        program: (place) => flood(place.broker, of("beta", place), (n) => place.sent("noise", n)),
      },
      "beta-pretender": {
        listensTo: () => false,
        program: (place) =>
          pretend(place.broker, "acme-door-0", of("beta", place), () => place.heard("was let in", 1)),
      },
    },
    faults,
    expect: {
      "a known fob opens its door within 2 s": answeredWithin("acme-door", "acme-access", seconds(2)),
      "each known fob opens its door in the end": everyMessage("acme-door"),
      "no fob opens a door twice": noneTwice("acme-door"),
      "no door opens to a stranger": hearsNothing("acme-door", (stream) => stream.endsWith("stranger")),
      "the desk hears within 2 s that the gate is open": answeredWithin("acme-desk", "acme-gate", seconds(2)),
      "the audit trail has each question": everyMessage("acme-audit"),
      "the audit trail has no question twice": noneTwice("acme-audit"),
      "the audit trail has each door's questions in order": inOrder("acme-audit"),
      "a tenant is given nothing of another": hearsNothing("beta-thief"),
      "a tenant does not come in by another's name": hearsNothing("beta-pretender"),
      "a tenant floods nobody": noFasterThan("beta-flood", RATE),
    },
  });
}

export default day(seconds(75), 8, [
  networkCut("acme-door", { share: 0.3, at: seconds(12), lasts: seconds(6) }),
  networkCut("acme-access", { at: seconds(24), lasts: seconds(5) }),
  networkCut("acme-audit", { at: seconds(30), lasts: seconds(10) }),
  brokerRestarts({ at: seconds(44), lasts: seconds(3) }),
]);
