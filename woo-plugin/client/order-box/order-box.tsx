import { readOrderByExternalId } from "../api/hub";
import { Age } from "../components/age";
import { useLoaded } from "../components/use-loaded";
import { strings } from "./strings";

const SHOWN = 8;

/** What Crossdock knows about the order on this screen. It is told quietly: an order is shown and edited with or without it. */
export function OrderBox({ order }: { order: string }) {
  const { data, failure, isLoading } = useLoaded((signal) => readOrderByExternalId(order, signal), order);
  if (failure) return <p>{/not_found$/.test(failure.code) ? strings.unknown() : strings.unreachable()}</p>;
  if (data === null || isLoading) return <p role="status">{strings.loading()}</p>;
  return (
    <>
      <p>
        {strings.status()} <strong>{data.order.status}</strong>
      </p>
      {data.order.problem !== null && (
        <p>
          {strings.problem()} {data.order.problem}
        </p>
      )}
      {data.timeline.length > 0 && (
        <>
          <p>{strings.timeline()}</p>
          <ol>
            {data.timeline.slice(-SHOWN).map((entry, index) => (
              <li key={`${entry.at} ${index}`}>
                {entry.title} (<Age at={entry.at} />)
              </li>
            ))}
          </ol>
        </>
      )}
    </>
  );
}
