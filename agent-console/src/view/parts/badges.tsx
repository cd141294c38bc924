import { ChevronDown, ChevronsUp, ChevronUp, Mail, MessageCircle, MessageSquareText, MessagesSquare, Minus, Radio } from 'lucide-react';
import { known, useT } from '../../i18n/i18n.ts';
import type { Translate } from '../../i18n/i18n.ts';
import type { Priority, Status } from '../../model/ticket.ts';

const CHANNEL_ICONS: Readonly<Record<string, typeof Mail>> = {
  email: Mail,
  livechat: MessageCircle,
  wechat: MessagesSquare,
  wecom: MessagesSquare,
  sms: MessageSquareText,
};

/** A channel of a connector that this console does not know keeps its own name. */
export function channelName(t: Translate, channel: string): string {
  const key = known(`channel.${channel}`);
  return key === undefined ? channel : t(key);
}

export function ChannelIcon({ channel, size = 14 }: { readonly channel: string; readonly size?: number }) {
  const t = useT();
  const Icon = CHANNEL_ICONS[channel] ?? Radio;
  return (
    <span className={`channel channel-${channel}`} role="img" aria-label={channelName(t, channel)} title={channelName(t, channel)}>
      <Icon size={size} strokeWidth={2} aria-hidden />
    </span>
  );
}

export function StatusDot({ status }: { readonly status: Status }) {
  return <span className={`dot dot-${status}`} aria-hidden />;
}

export function StatusLabel({ status }: { readonly status: Status }) {
  const t = useT();
  return (
    <span className={`status status-${status}`}>
      <StatusDot status={status} />
      {t(`status.${status}`)}
    </span>
  );
}

const PRIORITY_ICONS: Readonly<Record<Priority, typeof Mail>> = { urgent: ChevronsUp, high: ChevronUp, normal: Minus, low: ChevronDown };

export function PriorityIcon({ priority }: { readonly priority: Priority }) {
  const t = useT();
  const Icon = PRIORITY_ICONS[priority];
  return (
    <span className={`priority priority-${priority}`} role="img" aria-label={t(`priority.${priority}`)} title={t(`priority.${priority}`)}>
      <Icon size={15} strokeWidth={2.5} aria-hidden />
    </span>
  );
}
