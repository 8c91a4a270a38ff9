// The origin of the announcements. In no image but as their text. The version is package.json's; a
// test holds the two together.

export const ORIGIN = { name: "ringmote", sw: "0.1.0" } as const;
