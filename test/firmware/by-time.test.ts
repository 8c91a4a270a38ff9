// Rules by the time in virtual time: power and network that go, servers that are silent or lie, people who
// set a time, both edges of summer time. An oracle of Node's Intl and suncalc says when each rule acts; npm
// run soak lives through years.
import { expect, test, vi } from "vitest";
import { drawCourse } from "../../tools/laboratory/soak/by-time/course.ts";
import { timedInNode, timedOnBoard } from "../../tools/laboratory/soak/by-time/engines.ts";
import { timedHouse } from "../../tools/laboratory/soak/by-time/house.ts";
import {
  BERLIN,
  beforeChanges,
  liveCourseSoundly,
  PLACES,
} from "../../tools/laboratory/soak/by-time/proof.ts";

vi.setConfig({ testTimeout: 180_000 });

const DAY = 86_400_000;

test.each(PLACES.map((place) => [place.zone, place] as const))(
  "in %s each rule acts as a person would say, around each change of the clock",
  (_, place) => {
    for (const from of beforeChanges(place, 2)) {
      const course = drawCourse(from / 1000, place, from, from + 5 * DAY);
      const life = liveCourseSoundly(
        course,
        timedInNode(() => timedHouse(place)),
        1,
      );
      expect(life.came).toBeGreaterThan(8);
    }
  },
);

test.each(["esp8266-nodemcu", "esp32-nodemcu", "esp32-espruino"])(
  "a board of %s acts as Node does over both edges of summer time",
  async (name) => {
    const board = await timedOnBoard(name);
    for (const from of beforeChanges(BERLIN, 1)) {
      const course = drawCourse(5, BERLIN, from, from + 2.5 * DAY);
      const [node, image] = [timedInNode(() => timedHouse(BERLIN)), board].map((engine) =>
        liveCourseSoundly(course, engine, 5)
          .acts.map(({ role, isOn }) => `${role} ${isOn}`)
          .sort(),
      );
      expect(image).toEqual(node);
    }
  },
);

test("an oracle that is wrong by a quarter of an hour is contradicted", () => {
  const [from = 0] = beforeChanges(BERLIN, 1);
  const course = drawCourse(3, BERLIN, from, from + 3 * DAY);
  const marks = course.marks.map((mark) => ({ ...mark, at: mark.at + 900_000 }));
  expect(() =>
    liveCourseSoundly(
      { ...course, marks },
      timedInNode(() => timedHouse(BERLIN)),
      3,
    ),
  ).toThrow("did not act by");
});
