// The air around a part.

export interface Air {
  celsius: number;
  /** Relative humidity in %. */
  humidity: number;
}
