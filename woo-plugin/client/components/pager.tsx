import { Button } from "@wordpress/components";
import { __, sprintf } from "@wordpress/i18n";

export function Pager({ page, pages, onPage }: { page: number; pages: number; onPage: (page: number) => void }) {
  if (pages <= 1) return null;
  return (
    <nav className="crossdock-pager" aria-label={__("Pages of this list", "crossdock")}>
      <Button variant="secondary" disabled={page <= 1} onClick={() => onPage(page - 1)}>
        {__("Newer", "crossdock")}
      </Button>
      <span>
        {/* translators: 1: number of this page, 2: number of pages */}
        {sprintf(__("Page %1$d of %2$d", "crossdock"), page, pages)}
      </span>
      <Button variant="secondary" disabled={page >= pages} onClick={() => onPage(page + 1)}>
        {__("Older", "crossdock")}
      </Button>
    </nav>
  );
}
