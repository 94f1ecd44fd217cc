import type { ReactNode } from "react";

/** One page of ours: its name, what it is for, and its buttons. */
export function Page({ title, lead, actions, children }: { title: string; lead?: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className="crossdock-page" aria-labelledby="crossdock-page-title">
      <div className="crossdock-page__head">
        <div>
          <h2 id="crossdock-page-title" tabIndex={-1}>
            {title}
          </h2>
          {lead && <p className="crossdock-lead">{lead}</p>}
        </div>
        {actions && <div className="crossdock-actions">{actions}</div>}
      </div>
      {children}
    </section>
  );
}

/** A box with a heading. */
export function Box({ title, children, className = "" }: { title?: string; children: ReactNode; className?: string }) {
  return (
    <div className={`crossdock-box ${className}`}>
      {title && <h3>{title}</h3>}
      {children}
    </div>
  );
}

/** There is nothing here yet, and why that is no fault. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="crossdock-empty">
      <p className="crossdock-empty__title">{title}</p>
      {children && <div>{children}</div>}
    </div>
  );
}
