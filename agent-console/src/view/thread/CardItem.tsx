import { BriefcaseBusiness, IdCard, Images, Link as LinkIcon, LogIn, MapPin, Megaphone, MousePointerClick, Puzzle, QrCode, ShieldAlert, SquareArrowOutUpRight, Undo2, UserMinus, UserPlus } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { useWords } from '../../i18n/i18n.ts';
import type { Card } from '../../model/ticket.ts';

const KINDS: Readonly<Record<string, LucideIcon>> = {
  location: MapPin, link: LinkIcon, followed: UserPlus, unfollowed: UserMinus, scanned: QrCode, 'menu-click': MousePointerClick, 'menu-answer': MousePointerClick,
  'menu-link': LinkIcon, 'menu-scan': QrCode, 'menu-page': SquareArrowOutUpRight, 'menu-photos': Images, 'mini-program': SquareArrowOutUpRight, 'business-card': IdCard,
  entered: LogIn, session: BriefcaseBusiness, 'vendor-desk': BriefcaseBusiness, recalled: Undo2, 'privacy-notice': ShieldAlert, broadcast: Megaphone, subscription: Megaphone,
};

/** What a customer sent or did that is no text. A kind or fact that has no words here shows its own name. */
export function CardItem({ card }: { readonly card: Card }) {
  const words = useWords();
  const Icon = KINDS[card.kind] ?? Puzzle;
  const { title, url, ...rest } = card.facts;
  return (
    <div className="card-item" data-card={card.kind}>
      <Icon size={18} strokeWidth={1.7} aria-hidden />
      <div className="card-item-words">
        <span className="card-item-kind">{words('card', card.kind) ?? card.kind}</span>
        {title !== undefined && <bdi className="card-item-title">{title}</bdi>}
        {url !== undefined && <CardLink url={url} />}
        {Object.entries(rest).map(([name, value]) => (
          <span key={name} className="card-item-fact" data-fact={name}>
            {words('fact', name) ?? name}: <bdi>{(name === 'change' ? words('value', value) : undefined) ?? value}</bdi>
          </span>
        ))}
      </div>
    </div>
  );
}

/** A stranger's address: it opens only if it is one of the web. */
function CardLink({ url }: { readonly url: string }) {
  return /^https?:\/\//i.test(url) ? (
    <a href={url} target="_blank" rel="noopener noreferrer nofollow">
      {url}
    </a>
  ) : (
    <bdi>{url}</bdi>
  );
}
