import { Text } from "@shopify/polaris";

/** What changed: field, before, after. */
export function ChangeTable({ lines, caption }: { lines: { field: string; before: string; after: string }[]; caption: string }) {
  if (lines.length === 0)
    return (
      <Text as="p" tone="subdued">
        {caption}
      </Text>
    );
  return (
    <div className="cd-scroll">
      <table className="cd-table cd-table--changes">
        <caption className="cd-table__caption">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, index) => (
            <tr key={index}>
              <th scope="row">{line.field}</th>
              <td>
                <del>{line.before}</del>
              </td>
              <td>
                <ins>{line.after}</ins>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
