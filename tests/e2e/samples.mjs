// A metric as a machine would keep it: a rhythm of the day, some noise, and a step where the test wants one. The same for every run.
const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** Numbers from 0 to 1 that are the same for the same seed. */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Hourly values of that many days up to the hour of `until`; from `stepAt` on they lie `step` higher. */
export function hourly({ until, days, base, spread, step = 0, stepAt = Infinity, seed = 1 }) {
  const next = random(seed);
  const last = Math.floor(until / HOUR) * HOUR;
  return Array.from({ length: days * 24 }, (_, i) => {
    const at = last - (days * 24 - 1 - i) * HOUR;
    const rhythm = Math.sin((at / DAY) * 2 * Math.PI) * 0.6 * spread;
    const noise = (next() + next() + next() - 1.5) * spread;
    const value = base + rhythm + noise + (at >= stepAt ? step : 0);
    return { at: new Date(at).toISOString(), value: Math.round(value * 1_000) / 1_000 };
  });
}

/** The same as a file. */
export const csv = (samples) => ['timestamp,value', ...samples.map(({ at, value }) => `${at},${value}`)].join('\n');
