import { useT } from '../../i18n/i18n.ts';
import type { Prefs } from '../../store/prefs.ts';
import { LOCALES, THEMES } from '../../store/prefs.ts';
import { LANGUAGE_NAMES } from '../entry/EntryCard.tsx';
import { Choice } from '../parts/Choice.tsx';
import { Sheet } from '../parts/Sheet.tsx';
import { useAppState, useDesk, useWiring } from '../useDesk.ts';

/** What a person sets for this browser. */
export function SettingsSheet({ onClose }: { readonly onClose: () => void }) {
  const t = useT();
  const { store } = useWiring();
  const { notices } = useDesk();
  const prefs = useAppState((state) => state.prefs);
  const set = (change: Partial<Prefs>): void => store.setState({ prefs: { ...prefs, ...change } });

  const setDesktop = async (wanted: boolean): Promise<void> => {
    const isGranted = wanted && 'Notification' in window && (await Notification.requestPermission()) === 'granted';
    if (wanted && !isGranted) notices.say('problem', t('settings.desktopDenied'));
    store.setState((state) => ({ prefs: { ...state.prefs, desktop: isGranted } }));
  };

  return (
    <Sheet title={t('nav.account')} onClose={onClose}>
      <div className="settings">
        <div className="setting">
          <span>{t('settings.language')}</span>
          <Choice name="language" label={t('settings.language')} value={prefs.locale} onChoose={(value) => set({ locale: value as Prefs['locale'] })}
            options={LOCALES.map((locale) => ({ value: locale, label: LANGUAGE_NAMES[locale] }))} />
        </div>
        <div className="setting">
          <span>{t('settings.theme')}</span>
          <Choice name="theme" label={t('settings.theme')} value={prefs.theme} onChoose={(value) => set({ theme: value as Prefs['theme'] })}
            options={THEMES.map((theme) => ({ value: theme, label: t(`settings.theme.${theme}`) }))} />
        </div>
        <div className="setting">
          <span>{t('compose.sendKey')}</span>
          <Choice name="send-key" label={t('compose.sendKey')} value={prefs.sendKey} onChoose={(value) => set({ sendKey: value as Prefs['sendKey'] })}
            options={[{ value: 'enter', label: t('compose.enter') }, { value: 'ctrl-enter', label: t('compose.ctrlEnter') }]} />
        </div>
        <Toggle label={t('settings.sound')} isOn={prefs.sound} onChange={(sound) => set({ sound })} />
        <Toggle label={t('settings.desktop')} isOn={prefs.desktop} onChange={(wanted) => void setDesktop(wanted)} />
        <Toggle label={t('settings.shortcuts')} isOn={prefs.shortcuts} onChange={(shortcuts) => set({ shortcuts })} />
      </div>
    </Sheet>
  );
}

function Toggle({ label, isOn, onChange }: { readonly label: string; readonly isOn: boolean; readonly onChange: (isOn: boolean) => void }) {
  return (
    <label className="setting">
      <span>{label}</span>
      <input type="checkbox" role="switch" className="switch" checked={isOn} onChange={(event) => onChange(event.target.checked)} />
    </label>
  );
}
