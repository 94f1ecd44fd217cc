import type { ReactNode } from "react";

/** The frame of the pages outside the admin. */
export function PublicPage({ children }: { children: ReactNode }) {
  return (
    <div className="site">
      <header className="site__head">
        <a href="/">
          <svg viewBox="0 0 32 32" aria-hidden="true">
            <rect width="32" height="32" rx="7" fill="#12352f" />
            <path
              d="M6 11h10l-3-3m3 3-3 3M26 21H16l3-3m-3 3 3 3"
              fill="none"
              stroke="#7fe0bd"
              strokeWidth="2.6"
              strokeLinecap="round"
              strokeLinejoin="round"
            />
          </svg>
          Crossdock
        </a>
      </header>
      <main>{children}</main>
      <footer className="site__foot">
        <a href="/privacy">Privacy</a>
        <a href="/support">Support</a>
        <span>Free, for Shopify stores</span>
      </footer>
    </div>
  );
}
