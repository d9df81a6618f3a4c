/** What happened since: replies to the viewer, decisions on their reports. Seen is read. */
import './notifications.css';
import { Bell, Check, CircleSlash, Clock } from 'lucide-preact';
import { useMemo } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { api } from '../api/endpoints.ts';
import type { Notification, ReportStatus, Report } from '../api/types.ts';
import { createPages } from '../state/pages.ts';
import { unread } from '../state/unread.ts';
import { Nothing } from '../ui/state.tsx';
import { useTitle } from '../ui/title.ts';
import { AccountPage } from '../widgets/account-page.tsx';
import { Avatar } from '../widgets/avatar.tsx';
import { PagesView } from '../widgets/pages-view.tsx';
import { community } from '../words/community.ts';
import { ago, fill, moment } from '../words/index.ts';

const signs: Record<ReportStatus, typeof Check> = {
  open: Clock,
  resolved: Check,
  dismissed: CircleSlash,
};

function decided(report: Report): string {
  const { notifications } = community.value;
  const about = report.comment_id === undefined ? 'film' : 'comment';
  switch (report.status) {
    case 'open':
      return notifications.reviewing;
    case 'resolved':
      return notifications[`${about}_resolved`];
    case 'dismissed':
      return notifications[`${about}_dismissed`];
  }
}

/** What stands in it, and where it leads. */
function partsOf(notice: Notification) {
  const { notifications } = community.value;
  const { movie } = notice;
  if (notice.kind === 'reply') {
    const { author, body, comment_id, spoiler } = notice.reply;
    return {
      face: <Avatar user={author} />,
      text: fill(notifications.replied, { name: author.name, title: movie.title }),
      words: spoiler ? <i>{notifications.spoiler}</i> : body,
      href: `/films/${movie.id}?comment=${comment_id}`,
    };
  }
  const { report } = notice;
  const Sign = signs[report.status];
  return {
    face: (
      <span class={`notice__sign notice__sign--${report.status}`}>
        <Sign size={20} aria-hidden="true" />
      </span>
    ),
    text: fill(decided(report), { title: movie.title }),
    words: report.note === undefined ? undefined : fill(notifications.note, { note: report.note }),
    href: report.comment_id === undefined ? '/blocked' : `/films/${movie.id}`,
  };
}

function Notice({ notice }: { notice: Notification }) {
  const { notifications } = community.value;
  const { face, text, words, href } = partsOf(notice);
  return (
    <li>
      <Link href={href} class={notice.read ? 'notice' : 'notice notice--fresh'}>
        {face}
        <span class="notice__main">
          <span class="notice__text">{text}</span>
          {words !== undefined && <span class="notice__words">{words}</span>}
          <time dateTime={notice.created_at} title={moment(notice.created_at)}>
            {ago(notice.created_at)}
          </time>
        </span>
        {!notice.read && (
          <span class="notice__dot">
            <span class="unseen">{notifications.fresh}</span>
          </span>
        )}
      </Link>
    </li>
  );
}

/** What is on the screen keeps its mark for this visit; the count is gone. */
async function markRead(newest: Notification | undefined): Promise<void> {
  if (!newest || newest.read) return;
  try {
    unread.value = (await api.readNotifications(newest.id)).unread;
  } catch {
    // They are simply new once more on the next visit.
  }
}

function List() {
  const { notifications } = community.value;
  const pages = useMemo(
    () =>
      createPages<Notification>(
        async (cursor) => {
          const page = await api.notifications(cursor);
          if (cursor === undefined) void markRead(page.items[0]);
          return page;
        },
        (notice) => notice.id,
      ),
    [],
  );
  return (
    <PagesView
      pages={pages}
      bone="notice-bone"
      empty={<Nothing heading={notifications.empty} detail={notifications.empty_hint} />}
    >
      <ul class="notices">
        {pages.items.value.map((notice) => (
          <Notice key={notice.id} notice={notice} />
        ))}
      </ul>
    </PagesView>
  );
}

export function NotificationsPage() {
  const { notifications } = community.value;
  useTitle(notifications.heading);
  return (
    <AccountPage heading={notifications.heading} visitor={notifications.visitor}>
      <header class="page__head">
        <Bell size={28} aria-hidden="true" />
        <h1>{notifications.heading}</h1>
        <p>{notifications.intro}</p>
      </header>
      <List />
    </AccountPage>
  );
}
