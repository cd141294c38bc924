import type { ReactNode } from 'react';

export function Page({ title, lead, action, children }: { readonly title: string; readonly lead: string; readonly action?: ReactNode; readonly children: ReactNode }) {
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>{title}</h1>
          <p>{lead}</p>
        </div>
        {action}
      </header>
      {children}
    </div>
  );
}
