// The rooms of the house: how large each is, what it holds, what it loses, and how light it is.

export type RoomName = "living room" | "kitchen" | "hall" | "bedroom" | "bathroom";

export interface RoomFacts {
  /** Heat that warms the air and what stands in it by one degree. */
  joulesPerKelvin: number;
  /** Through walls and windows. */
  wattsPerKelvinOut: number;
  cubicMetres: number;
  /** Share of the sky's light that falls on a table. */
  daylight: number;
  celsius: number;
  humidity: number;
  /** A radiator whose own thermostat keeps the room at so many degrees. */
  keptAt?: number;
}

export const ROOMS: Readonly<Record<RoomName, RoomFacts>> = {
  "living room": {
    joulesPerKelvin: 550_000,
    wattsPerKelvinOut: 38,
    cubicMetres: 70,
    daylight: 0.02,
    celsius: 19.5,
    humidity: 48,
  },
  kitchen: {
    joulesPerKelvin: 180_000,
    wattsPerKelvinOut: 20,
    cubicMetres: 35,
    daylight: 0.02,
    celsius: 19.6,
    humidity: 50,
    keptAt: 19.5,
  },
  hall: {
    joulesPerKelvin: 150_000,
    wattsPerKelvinOut: 12,
    cubicMetres: 30,
    daylight: 0.01,
    celsius: 18,
    humidity: 50,
    keptAt: 17.5,
  },
  bedroom: {
    joulesPerKelvin: 220_000,
    wattsPerKelvinOut: 24,
    cubicMetres: 45,
    daylight: 0.02,
    celsius: 18.2,
    humidity: 52,
    keptAt: 18,
  },
  bathroom: {
    joulesPerKelvin: 100_000,
    wattsPerKelvinOut: 9,
    cubicMetres: 18,
    daylight: 0.01,
    celsius: 21.5,
    humidity: 55,
    keptAt: 21.5,
  },
};
