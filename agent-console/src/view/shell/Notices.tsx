import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { useT } from '../../i18n/i18n.ts';
import { useAppState, useDesk } from '../useDesk.ts';

export function NoticeList() {
  const t = useT();
  const { notices: desk } = useDesk();
  const notices = useAppState((state) => state.notices);
  return (
    <div className="notices" aria-live="polite">
      {notices.map((notice) => (
        <div key={notice.id} className={`notice notice-${notice.tone}`} role={notice.tone === 'problem' ? 'alert' : 'status'}>
          {notice.tone === 'problem' ? <CircleAlert size={17} aria-hidden /> : <CircleCheck size={17} aria-hidden />}
          <span>{notice.text}</span>
          {notice.action !== undefined && (
            <button
              type="button"
              className="notice-action"
              onClick={() => {
                desk.dismiss(notice.id);
                notice.action?.run();
              }}
            >
              {notice.action.label}
            </button>
          )}
          <button type="button" className="icon-button" aria-label={t('app.dismiss')} onClick={() => desk.dismiss(notice.id)}>
            <X size={15} aria-hidden />
          </button>
        </div>
      ))}
    </div>
  );
}
