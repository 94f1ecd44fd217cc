import type { PreviewTable } from "#app/domain/csv/view.ts";

/** The first rows as Crossdock reads them; what is wrong is marked, also for those who see no colours. */
export function CsvPreview({ preview }: { preview: PreviewTable }) {
  return (
    <div className="cd-scroll" tabIndex={0} role="region" aria-label="The first rows of the file">
      <table className="cd-table cd-table--preview">
        <thead>
          <tr>
            <th scope="col">Row</th>
            {preview.columns.map((title, index) => (
              <th key={`${index} ${title}`} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.rows.map((row) => (
            <tr key={row.rowNumber}>
              <th scope="row">{row.rowNumber}</th>
              {row.cells.map((cell, index) => (
                <td key={`${index} ${preview.columns[index]}`} {...(cell.isWrong ? { className: "cd-wrong" } : {})}>
                  {cell.text === "" && !cell.isWrong ? "–" : cell.text}
                  {cell.isWrong && <span className="cd-wrong__mark"> {cell.text === "" ? "missing" : "wrong"}</span>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
