/** Work per hour as stacked bars, in plain SVG, with the same figures as a table for those who cannot see it. */
import { BlockStack, Button, InlineStack, Text } from "@shopify/polaris";
import { useId, useState } from "react";

export interface Bar {
  label: string;
  title: string;
  completed: number;
  failed: number;
}

const HEIGHT = 140;
const WIDTH = 720;
const GAP = 6;

/** A round number at or above the largest bar, and even, so that the middle of the axis is a whole number. */
export function axisTop(largest: number): number {
  if (largest <= 4) return 4;
  const step = 10 ** Math.floor(Math.log10(largest));
  return [1, 2, 4, 5, 10].map((factor) => factor * step).find((top) => top >= largest && top % 2 === 0) ?? largest;
}

/** About 3 px on the page: one failure among thousands must not be invisible. */
const LEAST_FAILED = 3.2;

/** How tall the two parts of a bar are; together never above the axis. */
export function partHeights({ completed, failed }: Pick<Bar, "completed" | "failed">, top: number): { completed: number; failed: number } {
  const bad = failed === 0 ? 0 : Math.max((failed / top) * HEIGHT, LEAST_FAILED);
  return { completed: Math.min((completed / top) * HEIGHT, HEIGHT - bad), failed: bad };
}

export function BarChart({ bars, title }: { bars: Bar[]; title: string }) {
  const [isTable, setTable] = useState(false);
  const titleId = useId();
  const top = axisTop(Math.max(...bars.map((bar) => bar.completed + bar.failed), 0));
  return (
    <BlockStack gap="300">
      <InlineStack align="space-between" blockAlign="center" gap="200">
        <Text as="h2" variant="headingMd" id={titleId}>
          {title}
        </Text>
        <Button size="slim" variant="tertiary" onClick={() => setTable(!isTable)}>
          {isTable ? "Show as chart" : "Show as table"}
        </Button>
      </InlineStack>
      {isTable ? <BarTable bars={bars} titleId={titleId} /> : <BarPicture bars={bars} top={top} titleId={titleId} />}
    </BlockStack>
  );
}

function BarPicture({ bars, top, titleId }: { bars: Bar[]; top: number; titleId: string }) {
  const slot = WIDTH / bars.length;
  return (
    <div className="cd-chart">
      <div className="cd-chart__axis" aria-hidden="true">
        <span>{top.toLocaleString("en-GB")}</span>
        <span>{(top / 2).toLocaleString("en-GB")}</span>
        <span>0</span>
      </div>
      <div className="cd-chart__plot">
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-labelledby={titleId}>
          {[0, 0.5].map((part) => (
            <line key={part} x1="0" x2={WIDTH} y1={HEIGHT * part} y2={HEIGHT * part} className="cd-chart__grid" />
          ))}
          <line x1="0" x2={WIDTH} y1={HEIGHT} y2={HEIGHT} className="cd-chart__base" />
          {bars
            .map((bar, index) => ({ bar, index, tall: partHeights(bar, top) }))
            .map(({ bar, index, tall }) => (
              <g key={bar.title}>
                <title>{`${bar.title}: ${bar.completed} completed, ${bar.failed} failed`}</title>
                <rect x={index * slot} y="0" width={slot} height={HEIGHT} fill="transparent" />
                <rect
                  x={index * slot + GAP / 2}
                  y={HEIGHT - tall.completed}
                  width={slot - GAP}
                  height={tall.completed}
                  className="cd-chart__completed"
                />
                <rect
                  x={index * slot + GAP / 2}
                  y={HEIGHT - tall.completed - tall.failed}
                  width={slot - GAP}
                  height={tall.failed}
                  className="cd-chart__failed"
                />
              </g>
            ))}
        </svg>
        <div className="cd-chart__labels" aria-hidden="true">
          {bars
            .filter((_, index) => index % 6 === 0)
            .map((bar) => (
              <span key={bar.title}>{bar.label}</span>
            ))}
          <span>Now</span>
        </div>
      </div>
      <div className="cd-chart__legend">
        <span className="cd-chart__key cd-chart__key--completed">Completed</span>
        <span className="cd-chart__key cd-chart__key--failed">Failed</span>
      </div>
    </div>
  );
}

function BarTable({ bars, titleId }: { bars: Bar[]; titleId: string }) {
  return (
    <table className="cd-table" aria-labelledby={titleId}>
      <thead>
        <tr>
          <th scope="col">Hour</th>
          <th scope="col" className="cd-table__number">
            Completed
          </th>
          <th scope="col" className="cd-table__number">
            Failed
          </th>
        </tr>
      </thead>
      <tbody>
        {bars.map((bar) => (
          <tr key={bar.title}>
            <th scope="row">{bar.title}</th>
            <td className="cd-table__number">{bar.completed}</td>
            <td className="cd-table__number">{bar.failed}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
