/** IndexTable's pagination, left out where all rows are on one page. */
export function paginationOf(onNext: (() => void) | undefined, onPrevious: (() => void) | undefined) {
  if (!onNext && !onPrevious) return {};
  const nothing = () => undefined;
  return {
    pagination: {
      hasNext: onNext !== undefined,
      hasPrevious: onPrevious !== undefined,
      onNext: onNext ?? nothing,
      onPrevious: onPrevious ?? nothing,
    },
  };
}
