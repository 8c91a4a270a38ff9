// Every small case with a window of two: the third message waits for the acknowledgement of the first.
import { expect, test, vi } from "vitest";
import { WINDOW } from "../../src/mqtt/window.ts";
import { atGate } from "../everything.ts";
import { tryEverySmallCase } from "./small-cases.ts";

vi.mock("../../src/mqtt/window.ts", async (original) => ({ ...(await original<object>()), WINDOW: 2 }));

test("the window is two", () => {
  expect(WINDOW).toBe(2);
});

tryEverySmallCase(atGate(4, 1));
