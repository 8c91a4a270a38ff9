// Builds in a worker give what a build gives, in the same words, while the caller goes on.
import { afterAll, expect, test } from "vitest";
import { BuildError } from "../../tools/compiler/source/build-error.ts";
import { BuildWorker } from "../../tools/image/keep/build-worker.ts";
import { keptImage } from "../../tools/image/keep/kept-image.ts";

const IMAGE = { firmware: "lamp", board: "esp32-espruino" };
const beside = new BuildWorker();
afterAll(() => beside.close());

test("the image is the one that is built here", async () => {
  expect(await beside.build(IMAGE)).toEqual(await keptImage(IMAGE));
});

test("a build worker leaves its process free while it builds", async () => {
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 1);
  const own = new BuildWorker();
  await own.build(IMAGE);
  own.close();
  clearInterval(timer);
  // A process takes longer than that to begin, whether the image is kept or not.
  expect(turns).toBeGreaterThan(20);
});

test("a refusal keeps its sentences", async () => {
  const refused = beside.build({ firmware: "lamp", board: "esp33" });
  await expect(refused).rejects.toThrow(BuildError);
  await expect(refused).rejects.toThrow(/No board is called "esp33"/);
});

test("closing refuses open builds, and the next build starts anew", async () => {
  const own = new BuildWorker();
  const open = own.build(IMAGE);
  own.close();
  await expect(open).rejects.toThrow("the build was ended before the image was built");
  expect((await own.build(IMAGE)).firmware).toBe("lamp");
  own.close();
});
