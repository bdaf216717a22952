// The room between a value and its limit, as a part of the limit.
import { asGiven, percentage, quantity } from './quantity.ts';
import type { SloCell, SloRow } from './view-slos.ts';

export function marginWords({ kind, limit }: SloRow, { margin, value, atLeast }: SloCell): string {
  if (margin === undefined || value === undefined) return '';
  if (margin === 0) return 'on the limit';
  const size = Math.abs(margin);
  const ratio = Math.abs(value / limit);
  const amount =
    limit === 0
      ? quantity(size)
      : margin < 0 && kind === 'upper' && ratio >= 2
        ? `${asGiven(Number(ratio.toFixed(ratio < 10 ? 1 : 0)))}×`
        : percentage(size / Math.abs(limit));
  const least = atLeast ? 'at least ' : '';
  if (kind === 'upper') {
    if (margin > 0) return `${atLeast ? 'at most ' : ''}${amount} below the limit`;
    return amount.endsWith('×') ? `${least}${amount} the limit` : `${least}${amount} over the limit`;
  }
  return margin > 0 ? `${amount} above the limit` : `${amount} short of the limit`;
}
