import type { ReactNode } from "react";
import { cx } from "./class-names";

export interface Column<Row> {
  readonly key: string;
  readonly header: string;
  /** Null where the row has nothing to say. */
  readonly cell: (row: Row) => ReactNode;
  /** Stands as the card's title on a narrow screen, and names the row to screen readers. Exactly one column. */
  readonly isTitle?: boolean;
  /** Right-aligned, digits under digits. */
  readonly numeric?: boolean;
  /** Header for screen readers only, e.g. of a column of buttons. */
  readonly headerHidden?: boolean;
  /** Width and the like, e.g. `w-32`. */
  readonly className?: string;
}

/**
 * Said aloud because `display: block` on a narrow screen takes the implicit roles away.
 * Spread, since to a linter that does not see the style they look redundant.
 */
const role = {
  table: { role: "table" },
  rowgroup: { role: "rowgroup" },
  row: { role: "row" },
  columnheader: { role: "columnheader" },
  rowheader: { role: "rowheader" },
  cell: { role: "cell" },
} as const;

/**
 * A table that becomes a list of cards below 640 px. It stays a table to screen readers.
 */
export function Table<Row>({
  caption,
  columns,
  rows,
  rowKey,
}: {
  /** What the table lists; for screen readers. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
}) {
  return (
    <div className="overflow-x-auto rounded-lg border border-line bg-surface">
      <table {...role.table} className="w-full border-collapse text-left max-sm:block">
        <caption className="visually-hidden">{caption}</caption>
        <thead {...role.rowgroup} className="max-sm:visually-hidden">
          <tr {...role.row} className="border-line border-b">
            {columns.map((column) => (
              <th
                {...role.columnheader}
                key={column.key}
                scope="col"
                className={cx(
                  "h-9 whitespace-nowrap px-3 font-medium text-ink-faint text-xs first:pl-4 last:pr-4",
                  column.numeric && "text-right",
                  column.className,
                )}
              >
                <span className={column.headerHidden ? "visually-hidden" : undefined}>{column.header}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody {...role.rowgroup} className="divide-y divide-line max-sm:block">
          {rows.map((row) => (
            <tr
              {...role.row}
              key={rowKey(row)}
              className="hover:bg-hover/60 max-sm:flex max-sm:flex-col max-sm:px-4 max-sm:py-3"
            >
              {columns.map((column) => (
                <Cell key={column.key} column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell<Row>({ column, row }: { readonly column: Column<Row>; readonly row: Row }) {
  const content = column.cell(row);
  const classes = cx(
    // A card has no empty lines.
    content === null && "max-sm:hidden",
    "px-3 py-2 align-middle sm:first:pl-4 sm:last:pr-4",
    column.numeric && "figures sm:text-right",
    column.isTitle
      ? "font-medium max-sm:order-first max-sm:block max-sm:px-0 max-sm:py-0 max-sm:pb-1"
      : "text-ink-soft max-sm:flex max-sm:items-baseline max-sm:gap-3 max-sm:px-0 max-sm:py-0.5",
  );
  const label = (
    <span aria-hidden="true" className="w-28 shrink-0 text-ink-faint text-xs sm:hidden">
      {column.headerHidden ? "" : column.header}
    </span>
  );
  if (column.isTitle) {
    return (
      <th {...role.rowheader} scope="row" className={classes}>
        {content}
      </th>
    );
  }
  return (
    <td {...role.cell} className={classes}>
      {label}
      <div className="min-w-0">{content}</div>
    </td>
  );
}
