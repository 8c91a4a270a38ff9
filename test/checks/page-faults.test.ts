// A page of a device: refused where nobody could open it, and where it would show a secret.
import { expect, test } from "vitest";
import { minutes } from "../../src/bytes/milliseconds.ts";
import { declarationFaults } from "../../src/checks/declaration-faults.ts";
import { sentencesOf } from "../../src/checks/fault.ts";
import { textInput } from "../../src/device/declare/actuators/text-input.ts";
import { type AuthoredDeclaration, device } from "../../src/device/declare/device.ts";

const faults = (declaration: Partial<AuthoredDeclaration>) =>
  sentencesOf(declarationFaults(device({ name: "room", page: true, ...declaration } as { name: string })));

test("a device that is awake may have a page", () => {
  expect(faults({ actuators: [textInput("note")] })).toEqual([]);
});

test("a device that sleeps is refused a page", () => {
  expect(faults({ session: "clean", sleep: { every: minutes(15) } })).toContain(
    "The device sleeps, and its page would be there for moments only; leave `page` or `sleep` out.",
  );
});

test("a page that would show a password is refused", () => {
  expect(faults({ actuators: [textInput("pin", { mode: "password" })] })).toEqual([
    'The text input "pin" has the mode "password", and the device\'s page shows it to whoever is in the network; leave `page` or that mode out.',
  ]);
});

test("a page that is no yes or no is refused", () => {
  const [sentence] = sentencesOf(declarationFaults({ name: "room", page: "yes" } as never));
  expect(sentence).toMatch(/page .*"yes".*true or false/);
});
