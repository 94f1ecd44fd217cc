import { readOrderByExternalId } from "../api/hub";
import { Age } from "../components/age";
import { orderProblem } from "../components/order-problem";
import { statusWord } from "../components/status-words";
import { useLoaded } from "../components/use-loaded";
import { strings } from "./strings";

const SHOWN = 8;

/** What Crossdock knows about the order on this screen. It is told quietly: an order is shown and edited with or without it. */
export function OrderBox({ order }: { order: string }) {
  const { data, failure, isLoading } = useLoaded((signal) => readOrderByExternalId(order, signal), order);
  if (failure) return <p>{/not_found$/.test(failure.code) ? strings.unknown() : strings.unreachable()}</p>;
  if (data === null || isLoading) return <p role="status">{strings.loading()}</p>;
  const problem = orderProblem(data.order);
  const timeline = data.order.timeline ?? [];
  return (
    <>
      <p>
        {strings.status()} <strong>{statusWord(data.order.status)}</strong>
      </p>
      {problem !== null && (
        <p>
          {strings.problem()} {problem}
        </p>
      )}
      {timeline.length > 0 && (
        <>
          <p>{strings.timeline()}</p>
          <ul>
            {timeline.slice(0, SHOWN).map((entry, index) => (
              <li key={`${entry.at} ${index}`}>
                {entry.title} (<Age at={entry.at} />)
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
