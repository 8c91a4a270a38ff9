// A number as a cover and as a valve to a position in Home Assistant.
import { describe, expect, test } from "vitest";
import { joined } from "./joining.ts";

const POSITIONS = [
  ["percent", 40, "40", "40", 40],
  ["step", 33, "33", "35", 35],
  ["low", 50, "60", "60", 50],
  ["half", 50, "45", "45.0", 50],
] as const;

describe.each(["cover", "valve"] as const)("a %s", (platform) => {
  test.each(POSITIONS)("to a position by %s is set and shows where it is", (position, percent, ...then) => {
    const [sent, said, seen] = then;
    const home = joined({ [platform]: { position } });
    expect(home.sent(platform, { set: percent })).toEqual([`${position} ${sent}`]);
    home.says(position, said);
    expect(home.state(platform)).toBe("open");
    expect(home.attributes(platform)).toMatchObject({ current_position: seen });
    expect(home.complaints).toEqual([]);
  });

  test.each([
    ["percent", false, "100", "0"],
    ["percent", true, "0", "100"],
    ["low", false, "100", "20"],
    ["half", false, "90", "0"],
    ["half", true, "0", "90"],
  ])("of %s, reversed %s, is open at %s and closed at %s", (position, reversed, open, closed) => {
    const home = joined({ [platform]: { position, reversed } });
    expect([...home.sent(platform, "open"), ...home.sent(platform, "close")]).toEqual([
      `${position} ${open}`,
      `${position} ${closed}`,
    ]);
    home.says(position, closed);
    expect(home.state(platform)).toBe("closed");
    home.says(position, open);
    expect(home.attributes(platform)).toMatchObject({ current_position: 100 });
    expect(home.complaints).toEqual([]);
  });

  test("has a class and obeys late, and its number does not stand twice", () => {
    const deviceClass = platform === "cover" ? "blind" : "water";
    const home = joined({ [platform]: { position: "percent", deviceClass } });
    expect(home.configOf(platform)).toMatchObject({ device_class: deviceClass, qos: 1 });
    expect(home.keys()).not.toContain("percent");
  });
});
