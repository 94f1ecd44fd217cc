/** Sums over samples. */

const sorted = (samples: readonly number[]): number[] => [...samples].sort((a, b) => a - b);

/** 0 ≤ share ≤ 1; nearest rank. NaN without samples. */
export function quantile(samples: readonly number[], share: number): number {
  const ordered = sorted(samples);
  return ordered[Math.min(ordered.length - 1, Math.max(0, Math.ceil(share * ordered.length) - 1))] ?? NaN;
}

export function median(samples: readonly number[]): number {
  const ordered = sorted(samples);
  const middle = ordered.length >> 1;
  return ordered.length % 2 === 1 ? (ordered[middle] ?? NaN) : ((ordered[middle - 1] ?? NaN) + (ordered[middle] ?? NaN)) / 2;
}

/** The straight line through points, by least squares: how much y grows per unit of x. */
export function slope(points: readonly { x: number; y: number }[]): number {
  const meanX = points.reduce((sum, point) => sum + point.x, 0) / points.length;
  const meanY = points.reduce((sum, point) => sum + point.y, 0) / points.length;
  const above = points.reduce((sum, point) => sum + (point.x - meanX) * (point.y - meanY), 0);
  const below = points.reduce((sum, point) => sum + (point.x - meanX) ** 2, 0);
  return below === 0 ? 0 : above / below;
}
